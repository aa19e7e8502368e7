"""Codes of items (基本编码, 实施编码, 业务办理项编码) taken apart, and credit codes checked.

Which item of a list a code belongs to is the importer's. Sources: domain.md §1.3 (shapes, checked
against data), GB 32100-2015 (统一社会信用代码).
"""

import re
from typing import Literal

from msgspec import Struct

Shape = Literal["task", "handle_item", "basic", "local", "odd"]
Level = Literal["national", "province", "city", "county", "town", "village"]
CreditFault = Literal["length", "pattern", "check_digit"]

LEVELS: dict[str, Level] = {
    "1": "national",
    "2": "province",
    "3": "city",
    "4": "county",
    "5": "town",
    "6": "village",
}
"""行使层级 as coded; 5 and 6 are not verified (domain.md §1.2)."""

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(rf"[{_ALPHABET}]{{2}}\d{{6}}[{_ALPHABET}]{{10}}")
_NATIONAL = re.compile(r"([0-9A-Z]{18})([1-6])([0-9]{4}[0-9A-Z]{8})([0-9A-Z]{2})?")
_BASIC = re.compile(r"[0-9]{4}[0-9A-Z]{8}")
_LOCAL = re.compile(r"([0-9A-Z]{12}(?:[0-9A-Z]{2})?)-(\d{12})-(\d{3})-([^-]*)-(\d+)-(\d+)")


class ServiceCode(Struct, frozen=True, kw_only=True):
    """One code and its parts; a part that its shape does not carry is None.

    Shapes: `task` 实施编码, 31 characters; `handle_item` 业务办理项编码, 33; `basic` 基本编码, 12;
    `local` 地方基本编码-区划-镇-信用代码-版本-序; `odd` none of them, kept as written.
    `base` is what the item is called by in every place: 基本编码, 地方基本编码, or the odd code.
    `key` names the item through all versions of its code.
    """

    text: str
    shape: Shape
    base: str
    key: str
    credit: str | None = None
    level: Level | None = None
    area: str | None = None
    town: str | None = None
    version: str | None = None

    @property
    def is_main_item(self) -> bool:
        """Tell whether it is a 主项 with children: its 基本编码 ends in Y."""
        return self.shape in ("task", "handle_item", "basic") and self.base.endswith("Y")


def parse_code(written: str) -> ServiceCode:
    """Take a code apart; white space and letter case of the writing do not count."""
    text = "".join(written.split()).upper()
    if found := _NATIONAL.fullmatch(text):
        credit, level, base, item = found.groups()
        shape: Shape = "handle_item" if item else "task"
        return ServiceCode(
            text=text, shape=shape, base=base, key=text, credit=credit, level=LEVELS[level]
        )
    if found := _LOCAL.fullmatch(text):
        base, area, town, credit, version, order = found.groups()
        return ServiceCode(
            text=text,
            shape="local",
            base=base,
            key=f"{base}-{area}-{town}-{credit}-{order}",
            credit=credit or None,
            area=area,
            town=town,
            version=version,
        )
    shape = "basic" if _BASIC.fullmatch(text) else "odd"
    return ServiceCode(text=text, shape=shape, base=text, key=text)


def credit_code_fault(code: str) -> CreditFault | None:
    """Return the first thing wrong with a 统一社会信用代码, or None.

    Source: GB 32100-2015: 18 characters without I, O, S, V, Z; weights are powers of 3 modulo 31.
    """
    if len(code) != 18:
        return "length"
    if not _CREDIT.fullmatch(code):
        return "pattern"
    total = sum(_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(code[:17]))
    return None if _ALPHABET[-total % 31] == code[17] else "check_digit"
