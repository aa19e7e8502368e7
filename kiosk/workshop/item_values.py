"""What agencies write into cells, as values: limits, amounts, yes and no, lists, brackets.

Nothing is guessed: what a rule does not cover stays unread and is told. Which cell is meant is
`item_service.py`'s.
"""

import re
from typing import Any, Literal

from kiosk.domain.service import DayUnit, Necessity

MAX_DAYS = 3650

Unread = Literal["unread"]
UNREAD: Unread = "unread"
"""The text is there, but no rule covers it."""

_NOW = re.compile(r"(当场|即时|即办|立等可取|立即)(办结|办理|受理|件|可取)?")
_DAYS = re.compile(
    r"(?P<days>\d{1,9})\s*[（(]?\s*个?\s*(?P<unit>工作日|自然日|日历日|天|日)?\s*[）)]?(?:内|以内)?"
    r"[。；;,，]?(?P<note>.*)",
    re.S,
)
_UNITS: dict[str, DayUnit] = {"工作日": "working", "自然日": "calendar", "日历日": "calendar"}
_YES = frozenset({"是", "1", "true", "y", "yes", "支持", "可", "可以", "能", "有", "收费", "收取"})
_NO = frozenset(
    {"否", "0", "false", "n", "no", "不支持", "不可", "不可以", "不能", "没有", "不收费", "免费"}
)
_NUMBERING = re.compile(
    r"^\s*(?:\d{1,2}[.、．)）]\s*(?!\d)|[（(][\d一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)\s*"
)
_YUAN = re.compile(r"(\d{1,9}(?:\.\d{1,2})?)\s*元")
_NEEDS: dict[str, Necessity] = {
    "1": "required",
    "必要": "required",
    "是": "required",
    "2": "optional",
    "非必要": "optional",
    "否": "optional",
    "3": "later",
    "容缺后补": "later",
    "可容缺": "later",
}
_PAIRS = {"）": "（", ")": "("}


def limit(
    text: str, unit: str | None, default: DayUnit | None
) -> tuple[int, DayUnit, str | None] | Unread:
    """Return days, unit and what was written behind them, e.g. of 20(工作日) or 即办.

    Args:
        text: the cell of the limit.
        unit: the cell of its unit, when the list has one.
        default: what a bare number or 日 means in this list; None when the list does not say.
    """
    text = text.strip()
    if _NOW.fullmatch(text):
        return 0, "immediate", None
    found = _DAYS.fullmatch(text)
    if not found or int(found["days"]) > MAX_DAYS:
        return UNREAD
    written = found["unit"] if found["unit"] in _UNITS else (unit or "").strip()
    meant = _UNITS.get(written.removeprefix("个"), default)
    if _NOW.fullmatch(written) or (int(found["days"]) == 0 and meant is not None):
        return 0, "immediate", None
    if meant is None:
        return UNREAD
    return int(found["days"]), meant, found["note"].strip() or None


def yes_no(text: str) -> bool | Unread:
    """Return what 是, 否 and their kind mean."""
    word = text.strip().lower()
    if word in _YES:
        return True
    return False if word in _NO else UNREAD


def count(text: str, most: int = 20) -> int | Unread:
    """Return a small number such as 2 or 2份."""
    found = re.fullmatch(r"(\d{1,3})\s*[份次张]?", text.strip())
    return int(found[1]) if found and int(found[1]) <= most else UNREAD


def amount(text: str) -> str | None:
    """Return a sum such as 40.00 when the text names exactly one; 不收费 and 免费 are 0.00."""
    if text.strip() in ("不收费", "免费", "免收", "0"):
        return "0.00"
    sums = _YUAN.findall(text)
    return f"{float(sums[0]):.2f}" if len(sums) == 1 else None


def necessity(text: str) -> Necessity | Unread:
    """Return 材料必要性, by its code or its word."""
    return _NEEDS.get(text.strip(), UNREAD)


def entries(value: Any, split: str | None) -> list[Any]:
    """Return a list cell as texts without numbering, or as the objects that it holds.

    Args:
        value: a list, or text that is cut at each character of `split`.
        split: the characters between entries; by default line ends and semicolons.
    """
    if isinstance(value, list):
        return [_NUMBERING.sub("", e).strip() if isinstance(e, str) else e for e in value]
    parts = re.split(f"[{re.escape(split or '；;')}\\n\\r]+", value)
    cut = (_NUMBERING.sub("", part).strip(" \t，,。") for part in parts)
    return [part for part in cut if part]


def last_bracket(name: str) -> tuple[str, str] | None:
    """Return name and text of the bracket that a name ends in, e.g. 申领(补领) → 申领, 补领."""
    depth = 0
    for place in range(len(name) - 1, -1, -1):
        if name[place] in "）)":
            depth += 1
        elif name[place] in "（(":
            depth -= 1
        if depth == 0:
            break
    stem, inside = name[:place].strip(), name[place + 1 : -1].strip()
    if depth or name[-1] not in _PAIRS or not stem or not inside:
        return None
    return stem, unwrapped(inside)


def unwrapped(text: str) -> str:
    """Return a text without a bracket around the whole of it."""
    text = text.strip()
    if len(text) > 2 and _PAIRS.get(text[-1]) == text[0] and not set(text[1:-1]) & set("（()）"):
        return text[1:-1].strip()
    return text
