"""What one model of receipt printer understands, and how a slip for it is handed over.

Nothing here needs the libraries that draw: a printer is watched with it long before it prints.
"""

from typing import Literal

from msgspec import Struct

Encoding = Literal["gb18030", "gb2312", "utf-8", "raster"]
Cut = Literal["full", "part", "none"]

FORGET = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08\x1b@"
"""Clear the buffers at once (DLE DC4 8), then reset: nothing of a broken job comes out later. For
printers that do not know the first it is a row of control codes, which print nothing."""


class Dialect(Struct, frozen=True, kw_only=True):
    """What one model understands.

    `dots` is the printing width. `has_spacing`: ESC 3 counts dots, so lines can be set apart.
    """

    dots: int
    encoding: Encoding = "gb18030"
    has_native_qr: bool = False
    has_spacing: bool = True
    cut: Cut = "full"


class Strip(Struct, frozen=True, kw_only=True):
    """The bytes of one slip, and how much paper they take."""

    data: bytes
    length_mm: float
