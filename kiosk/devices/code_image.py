"""QR codes in a picture file, read with zxing-cpp.

What a code means is `wire/list_code.py`. The library belongs to the extra `station`; without it the
text of a code can still be given.
"""

from pathlib import Path

from kiosk.domain.errors import InputError, Unavailable

MAX_PIXELS = 60_000_000


def read_codes(path: Path) -> tuple[str, ...]:
    """Return the texts of all QR codes in a picture, in the order of finding.

    Raises:
        InputError: no picture that can be read, or too large a one.
        Unavailable: the libraries are not installed.
    """
    try:
        import zxingcpp
        from PIL import Image
    except ImportError as error:
        raise Unavailable(
            "code.decoder", "这台机器没装读码的程序：请安装 zxing-cpp，或直接给出码里的文字"
        ) from error
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise InputError("code.size", f"图片 {path} 太大：最多 6000 万像素")
            grey = picture.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError("code.picture", f"{path} 不是能读的图片：请用 PNG 或 JPEG") from error
    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(grey, formats=only)
    return tuple(code.text for code in found)
