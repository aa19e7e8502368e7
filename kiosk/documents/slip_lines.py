"""Slips as lines of type, for receipt printers that set type themselves.

What stands on it is `slip_content.py`; which bytes the lines become is `devices/printer`.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from kiosk.documents.line_breaks import broken
from kiosk.documents.receipt_content import receipt_pieces
from kiosk.documents.slip_content import (
    Gap,
    PaperToTick,
    Passage,
    Role,
    ScanCode,
    SlipPiece,
    slip_pieces,
)
from kiosk.ports.documents import ReceiptSheet, Sheet
from kiosk.ports.slips import Slip, SlipCode, SlipLine, SlipPart, SlipRule, SlipSpace

COLUMNS = {58: 32, 80: 48}
"""Half-width columns by the width of the paper in mm (devices.md §10.2)."""

_BOX = "□"
_INDENT = 2


class Face(Struct, frozen=True, kw_only=True):
    """How one kind of text is set."""

    size: Literal["normal", "double"] = "double"
    bold: bool = False
    align: Literal["left", "center"] = "left"


FACES: dict[Role, Face] = {
    "title": Face(bold=True, align="center"),
    "heading": Face(bold=True),
    "strong": Face(bold=True),
    "body": Face(),
    "small": Face(size="normal"),
}
"""24 dots doubled are 6 mm (ux.md §4); 3 mm are left for what nobody needs to get it done."""


def list_slip(sheet: Sheet, width: int) -> Slip:
    """Return the list, or its codes, for paper of `width` half-width columns."""
    setter = _Setter(width, is_large=sheet.large)
    return Slip(parts=tuple(part for piece in slip_pieces(sheet) for part in setter.set(piece)))


def receipt_slip(sheet: ReceiptSheet, width: int) -> Slip:
    """Return the receipt for paper of `width` half-width columns."""
    setter = _Setter(width, is_large=False)
    return Slip(parts=tuple(part for piece in receipt_pieces(sheet) for part in setter.set(piece)))


def trial_slip(site_name: str, printed_at: str, width: int) -> Slip:
    """Return a test page: both sizes, a ruler of columns, rare characters, a code.

    Args:
        site_name: the name of the site.
        printed_at: date and time, as shown.
        width: half-width columns of the paper.
    """
    setter = _Setter(width, is_large=False)
    ruler = "".join(str((column + 1) % 10) for column in range(width))
    return Slip(
        parts=(
            *setter.lines("打印测试", FACES["title"]),
            *setter.lines(f"{site_name} {printed_at}", FACES["small"]),
            SlipRule(),
            *setter.lines("大字：清单上的字这么大", FACES["body"]),
            *setter.lines("粗体：要带的", FACES["strong"]),
            *setter.lines("小字：正式名称和日期", FACES["small"]),
            *setter.lines("少见的字：䶮㛃𠮷𬭎龴", FACES["body"]),
            SlipRule(),
            SlipLine(text=ruler),
            *setter.lines(f"上面一行要刚好一行，共{width}格。", FACES["small"]),
            SlipRule(),
            SlipCode(text=f"打印测试 {printed_at}"),
            *setter.lines("用手机扫得出来，就没问题。", FACES["body"]),
        )
    )


class _Setter:
    """Sets pieces in lines.

    Args:
        width: half-width columns of the paper.
        is_large: small text is doubled too.
    """

    def __init__(self, width: int, *, is_large: bool) -> None:
        self._width = width
        self._is_large = is_large

    def set(self, piece: SlipPiece) -> Iterator[SlipPart]:
        """Yield the parts of one piece."""
        match piece:
            case Passage(role=role, text=text):
                if role == "heading":
                    yield SlipRule()
                yield from self.lines(text, FACES[role])
            case PaperToTick():
                yield from self.lines(_BOX + piece.name, FACES["strong"], _INDENT)
                yield from self.lines(piece.formal, FACES["small"], _INDENT, is_first=False)
                yield from self.lines(piece.counts, FACES["body"], _INDENT, is_first=False)
            case Gap():
                yield SlipSpace()
            case ScanCode(text=text):
                yield SlipSpace()
                yield SlipCode(text=text)
                yield SlipSpace()

    def lines(
        self, text: str, face: Face, indent: int = 0, *, is_first: bool = True
    ) -> Iterator[SlipLine]:
        """Yield `text` broken into lines of one face; nothing for no text.

        `indent` columns of large type come before every line, but not before a first one.
        """
        size = "double" if self._is_large else face.size
        is_double = size == "double"
        width = self._width // 2 if is_double else self._width
        inset = indent if is_double else 2 * indent
        before = "" if is_first else " " * inset
        for line in broken(before + text, width, inset) if text else ():
            yield SlipLine(text=line, size=size, bold=face.bold, align=face.align)
