"""A slip as the bytes of ESC/POS: what thermal printers of nearly every maker understand.

Ports, status and time are `escpos_printer.py`. Of python-escpos its command constants and its
picture format are used, none of its printers: their `text()` loses Chinese punctuation, they write
without a deadline, take silence for "paper fine", and leave a temporary folder behind.
"""

from collections.abc import Iterator
from typing import Literal

from escpos.constants import ESC, GS, HW_INIT
from escpos.image import EscposImage
from PIL import Image

from kiosk.devices.printer.escpos_dialect import Dialect, Encoding, Strip
from kiosk.devices.printer.escpos_type import CELL_DOTS, DotType, code_picture
from kiosk.ports.slips import Slip, SlipCode, SlipLine, SlipPart, SlipRule, SlipSpace

DOTS_PER_MM = 8
FEED_LINES = 6
"""From the head to the cutter or the tear bar."""

_CHINESE_ON = b"\x1c&"
_CUTS = {"full": GS + b"V\x00", "part": GS + b"V\x01", "none": b""}
_ALIGN = {"left": ESC + b"a\x00", "center": ESC + b"a\x01"}
_SIZES = {"normal": GS + b"!\x00", "double": GS + b"!\x11"}
_BOLD = {False: ESC + b"E\x00", True: ESC + b"E\x01"}
_PITCH_DOTS = {"normal": 34, "double": 62}
"""Lines 1.3 times as high as their type and more (CN-2)."""

_FE_ROW = dict(
    zip(
        "\U00020087\U00020089\U000200cc龴龵龶龷\U000215d7龸\U0002298f龹龺\U000241fe龻",
        (0x51, 0x52, 0x53, 0x59, 0x61, 0x66, 0x67, 0x6C, 0x6D, 0x76, 0x7E, 0x90, 0x91, 0xA0),
        strict=True,
    )
)
"""Characters of the FE row of GBK that Python's codec gives four bytes (devices.md §7)."""


def composed(slip: Slip, dialect: Dialect, dot_type: DotType) -> Strip:
    """Return a slip in the dialect of one model.

    Args:
        slip: lines that fit the paper.
        dialect: the model.
        dot_type: sets the lines that the model cannot.
    """
    composer = _Composer(dialect, dot_type)
    data = b"".join(composer.bytes_of(slip))
    return Strip(data=data, length_mm=composer.dots_down / DOTS_PER_MM)


def encoded(text: str, encoding: Encoding) -> bytes | None:
    """Return the bytes of a line, or None when firmware would lack one of its characters.

    Two-byte codes are safe; four-byte codes are unknown to most firmware.
    """
    if encoding == "raster":
        return None
    pieces = [_character(character, encoding) for character in text]
    return None if None in pieces else b"".join(filter(None, pieces))


def _character(character: str, encoding: Encoding) -> bytes | None:
    if encoding == "gb18030" and character in _FE_ROW:
        return bytes((0xFE, _FE_ROW[character]))
    try:
        code = character.encode(encoding)
    except UnicodeEncodeError:
        return None
    most = 3 if encoding == "utf-8" else 2
    return code if len(code) <= most else None


class _Composer:
    """Writes the parts of one slip, and changes a setting only where it differs."""

    def __init__(self, dialect: Dialect, dot_type: DotType) -> None:
        self._dialect = dialect
        self._type = dot_type
        self._set: dict[str, bytes] = {}
        self.dots_down = 0

    def bytes_of(self, slip: Slip) -> Iterator[bytes]:
        """Yield everything from the reset to the cut."""
        yield HW_INIT
        if self._dialect.encoding in ("gb18030", "gb2312"):
            yield _CHINESE_ON
        for part in slip.parts:
            yield from self._part(part)
        yield from self._pitch("normal")
        yield ESC + b"d" + bytes((FEED_LINES,))
        self.dots_down += FEED_LINES * _PITCH_DOTS["normal"]
        yield _CUTS[self._dialect.cut]

    def _part(self, part: SlipPart) -> Iterator[bytes]:
        match part:
            case SlipLine():
                yield from self._line(part)
            case SlipRule():
                yield from self._line(SlipLine(text="─" * (self._dialect.dots // CELL_DOTS)))
            case SlipSpace():
                yield from self._line(SlipLine(text=""))
            case SlipCode(text=text):
                yield from self._code(text)

    def _line(self, line: SlipLine) -> Iterator[bytes]:
        text = "".join(c for c in line.text if c.isprintable())
        data = encoded(text, self._dialect.encoding)
        yield from self._style("align", _ALIGN[line.align])
        if data is None:
            picture = self._type.line(SlipLine(text=text, size=line.size, bold=line.bold))
            spaced = Image.new("1", (picture.width, _PITCH_DOTS[line.size]), 1)
            spaced.paste(picture)
            yield self._raster(spaced)
            return
        yield from self._style("size", _SIZES[line.size])
        yield from self._style("bold", _BOLD[line.bold])
        yield from self._pitch(line.size)
        self.dots_down += _PITCH_DOTS[line.size]
        yield data + b"\n"

    def _code(self, text: str) -> Iterator[bytes]:
        made = code_picture(text, self._dialect.dots)
        if made is None:
            yield from self._line(SlipLine(text="码太大，这种纸印不下", align="center"))
            return
        picture, module_dots = made
        yield from self._style("align", _ALIGN["center"])
        if self._dialect.has_native_qr:
            yield _native_code(text, module_dots)
            self.dots_down += picture.height * module_dots
            return
        doubles = module_dots % 2 == 0  # the printer doubles the dots: a quarter of the bytes
        enlarge = module_dots // 2 if doubles else module_dots
        side = picture.width * enlarge
        yield self._raster(picture.resize((side, side)), doubles=doubles)

    def _raster(self, picture: Image.Image, *, doubles: bool = False) -> bytes:
        """Return GS v 0: mode, bytes across, rows, and the dots."""
        image = EscposImage(picture)
        self.dots_down += image.height * (2 if doubles else 1)
        size = image.width_bytes.to_bytes(2, "little") + image.height.to_bytes(2, "little")
        head: bytes = GS + b"v0" + (b"\x03" if doubles else b"\x00") + size
        return head + bytes(image.to_raster_format())

    def _pitch(self, size: Literal["normal", "double"]) -> Iterator[bytes]:
        if self._dialect.has_spacing:
            yield from self._style("pitch", ESC + b"3" + bytes((_PITCH_DOTS[size],)))

    def _style(self, name: str, command: bytes) -> Iterator[bytes]:
        if self._set.get(name) != command:
            self._set[name] = command
            yield command


def _native_code(text: str, module_dots: int) -> bytes:
    """Return GS ( k: model 2, module size, level L, data, print."""
    commands = (b"A2\x00", b"C" + bytes((module_dots,)), b"E0", b"P0" + text.encode(), b"Q0")
    sizes = ((len(command) + 1).to_bytes(2, "little") for command in commands)
    return b"".join(
        GS + b"(k" + size + b"1" + command for size, command in zip(sizes, commands, strict=True)
    )
