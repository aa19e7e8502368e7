"""Chinese text broken into lines of so many half-width columns, as a printer's own type sets it.

Page layout with real fonts is reportlab's business (`page.py`).
"""

import re
from collections.abc import Iterator

CLOSING = "，。、；：？！）》〉”’」』】〕…—·～％℃,.;:?!)]}>%"
"""Never the first character of a line."""

OPENING = "（《〈“‘「『【〔([{<￥¥"
"""Never the last character of a line."""

_UNIT = re.compile(r"[!-~]+[一-鿿]?|\s+|.", re.DOTALL)
"""Letters and digits stay together, and a number with what it counts: 0558-0000000, 2份."""


def columns(text: str) -> int:
    """Return how many half-width columns a text takes: ASCII one, everything else two.

    That is the length of its GBK bytes, and of characters beyond GBK, which are printed as wide.
    """
    return sum(1 if character < "\x7f" else 2 for character in text)


def broken(text: str, width: int, indent: int = 0) -> tuple[str, ...]:
    """Break `text` into lines of at most `width` columns.

    Args:
        text: any text; white space at the ends of lines is dropped.
        width: columns of a line, at least 4.
        indent: columns that every line but the first begins with; at most width - 4.
    """
    lines: list[str] = []
    line = ""
    for unit in _units(text, width - indent):
        if line and columns(line) + columns(unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = " " * indent + unit.lstrip()
        else:
            line += unit
    return (*lines, line.rstrip())


def _units(text: str, most: int) -> Iterator[str]:
    """Yield pieces that no line may be broken inside; none is wider than `most`."""
    unit = ""
    for piece in _UNIT.findall(text):
        glued = piece[0] in CLOSING or (unit and unit[-1] in OPENING)
        if unit and not glued:
            yield from _cut(unit, most)
            unit = ""
        unit += piece
    yield from _cut(unit, most)


def _cut(unit: str, most: int) -> Iterator[str]:
    """Yield a piece, in parts where it is wider than a line."""
    part = ""
    for character in unit:
        if columns(part + character) > most:
            yield part
            part = ""
        part += character
    if part:
        yield part
