"""The personal list in a few words: its title, its three big numbers, whether a window is open.

Single lines of the list belong in `list_rows.py`.
"""

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from kiosk.domain import wording
from kiosk.domain.changes import Difference
from kiosk.domain.checklist import Checklist
from kiosk.domain.hours import Opening


class Figure(Struct, frozen=True, kw_only=True):
    """One of the big numbers: 要等 至少 13 个工作日, or words alone when there is no number."""

    caption: str
    before: str
    number: str
    after: str


def title(checklist: Checklist) -> str:
    """Return what the list is about, in one line."""
    if checklist.state == "blocked":
        return "现在还办不了"
    if checklist.to_bring:
        return f"要带这{checklist.to_bring}样"
    open_ones = {"ask", "undetermined"} & {m.status for m in checklist.materials}
    return "要带什么，先问窗口" if open_ones else "不用带材料"


def figures(checklist: Checklist, ready_on: dt.date | None = None) -> tuple[Figure, ...]:
    """Return the three big numbers: days, trips, money."""
    if ready_on is not None:
        days = Figure(caption="要等到", before="", number=_day(ready_on), after="")
    else:
        days = _figure("要等", wording.duration(checklist.duration))
    trips = _figure("要跑", wording.trips(checklist))
    return days, trips, _figure("要花", wording.fees(checklist.fees))


def opening_words(opening: Opening, today: dt.date) -> str:
    """Return 现在开着, 今天14:00开, 明天8:30开 or 11月23日（星期一）8:30开."""
    if opening.is_open:
        return "现在开着"
    if opening.next_on is None or opening.next_at is None:
        return ""
    near = {0: "今天", 1: "明天"}.get((opening.next_on - today).days)
    day = near or wording.date(opening.next_on)
    return f"{day}{opening.next_at.hour}:{opening.next_at.minute:02d}开"


def _figure(caption: str, text: str) -> Figure:
    """Split words such as 至少13个工作日 around their number."""
    digits = [n for n, letter in enumerate(text) if letter.isdecimal()]
    if not digits:
        return Figure(caption=caption, before="", number="", after=text)
    end = digits[0]
    while end < len(text) and text[end].isdecimal():
        end += 1
    return Figure(
        caption=caption, before=text[: digits[0]], number=text[digits[0] : end], after=text[end:]
    )


def _day(day: dt.date) -> str:
    """Return a day short enough to stand as a number."""
    return f"{day.month}月{day.day}日"


def difference_words(difference: Difference) -> str:
    """Return what a change does: 如果这样：多带1样，少跑1趟."""
    parts = [
        _more(difference.to_bring, "多带", "少带", "样"),
        _more(difference.steps, "多办", "少办", "件"),
        _more(difference.trips, "多跑", "少跑", "趟"),
        _more(difference.days, "多等", "少等", "个工作日"),
        _fee(difference.fee),
    ]
    said = [part for part in parts if part]
    if not said:
        same = "清单不变" if not difference.changes else f"清单有{len(difference.changes)}处不同"
        return f"如果这样：{same}"
    return f"如果这样：{'，'.join(said)}"


def _more(count: int, more: str, less: str, unit: str) -> str:
    """Return 多带1样, 少带1样 or nothing."""
    return f"{more if count > 0 else less}{abs(count)}{unit}" if count else ""


def _fee(amount: str) -> str:
    """Return 多花40元, 少花40元 or nothing."""
    value = Decimal(amount)
    if not value:
        return ""
    return f"{'多花' if value > 0 else '少花'}{wording.money(str(abs(value)))}"
