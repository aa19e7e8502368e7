"""A person who does not exist, to be found again: in every way that bytes can hide words.

The searched bytes are a raw disk image, a folder, logs. Compressed frames are opened first.
"""

import base64
import itertools
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import zstandard

from kiosk.domain.filing import Applicant

NAME = "鸢尾花探针"
NUMBER = "341602195608237741"
PHONE = "13800138777"
ADDRESS = "探针村鸢尾组77号"
PICTURE = b"IRIS-CANARY-IN-A-PICTURE-7731"
PERSON = Applicant(name=NAME, number=NUMBER, phone=PHONE, address=ADDRESS)
CHUNK_BYTES = 8 * 1024 * 1024
_ZSTD = b"\x28\xb5\x2f\xfd"
_GZIP = b"\x1f\x8b\x08"
_MAX_FRAME_BYTES = 4 * 1024 * 1024

Form = Callable[[bytes], Iterator[bytes]]


def _base64(raw: bytes) -> Iterator[bytes]:
    """Yield the middle of it at each of the three places where it may begin."""
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + raw)
        whole = coded[4 if shift else 0 : -4]
        if len(whole) >= 12:
            yield from (whole, whole.translate(bytes.maketrans(b"+/", b"-_")))


FORMS: tuple[Form, ...] = (
    lambda raw: iter((raw,)),
    lambda raw: iter((raw[::-1],)),
    lambda raw: iter((raw.hex().encode(), raw.hex().upper().encode())),
    _base64,
)


def needles(forms: tuple[Form, ...] = FORMS) -> dict[bytes, str]:
    """Return what to look for, with what it is; the first of `FORMS` is the bytes as they are."""
    texts = {"name": NAME, "number": NUMBER, "phone": PHONE, "address": ADDRESS}
    spaced = {"phone, spaced": "138 0013 8777", "phone, dashed": "138-0013-8777"}
    found: dict[bytes, str] = {}
    for what, text in (texts | spaced).items():
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            raws = {text.encode(coding), text[::-1].encode(coding)}
            for raw, form in itertools.product(raws, forms):
                found |= {needle: f"{what}, {coding}" for needle in form(raw)}
    for form in forms:
        found |= dict.fromkeys(form(PICTURE), "picture")
    escaped = NAME.encode("unicode_escape")
    return found | {escaped: "name, JSON escapes"}


def hits(stream: Iterator[bytes], found: dict[bytes, str]) -> Iterator[str]:
    """Yield what of the needles stands in bytes that come in pieces, in frames too."""
    overlap = max(map(len, found))
    rest = b""
    for piece in stream:
        data = rest + piece
        rest = data[-overlap:]
        if not data.strip(b"\0"):
            continue
        yield from (what for needle, what in found.items() for _ in range(data.count(needle)))
        for frame in _frames(data):
            yield from (f"{what}, compressed" for needle, what in found.items() if needle in frame)


def pieces(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces."""
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK_BYTES):
            yield piece


def files_of(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder."""
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _frames(data: bytes) -> Iterator[bytes]:
    """Yield what compressed frames in the bytes hold, as far as they can be opened."""
    for match in re.finditer(re.escape(_ZSTD) + b"|" + re.escape(_GZIP), data):
        rest = data[match.start() : match.start() + _MAX_FRAME_BYTES]
        try:
            if match.group() == _ZSTD:
                opened = zstandard.ZstdDecompressor().decompressobj().decompress(rest)
            else:
                opened = zlib.decompressobj(31).decompress(rest, _MAX_FRAME_BYTES)
        except (zstandard.ZstdError, zlib.error):
            continue
        yield opened
