"""The personal list in a few words: its title, its three big numbers, whether a window is open.

Single lines of the list belong in `list_rows.py`.
"""

import datetime as dt

from msgspec import Struct

from kiosk.domain import wording
from kiosk.domain.checklist import Checklist
from kiosk.domain.hours import Opening


class Figure(Struct, frozen=True, kw_only=True):
    """One of the big numbers: 至少 13 个工作日, or words alone when there is no number."""

    icon: str
    before: str
    number: str
    after: str


def title(checklist: Checklist) -> str:
    """Return what the list is about, in one line."""
    if checklist.state == "blocked":
        return "现在还办不了"
    if checklist.to_bring == 0:
        return "不用带材料"
    return f"要带这{checklist.to_bring}样"


def figures(checklist: Checklist, ready_on: dt.date | None = None) -> tuple[Figure, ...]:
    """Return the three big numbers: days, trips, money."""
    if ready_on is not None:
        days = Figure(icon="calendar-check", before="", number=_day(ready_on), after="办好")
    else:
        days = _figure("calendar-blank", wording.duration(checklist.duration))
    trips = _figure("path", wording.trips(checklist))
    return days, trips, _figure("coins", wording.fees(checklist.fees))


def opening_words(opening: Opening, today: dt.date) -> str:
    """Return 现在开着, 今天14:00开, 明天8:30开 or 11月23日（星期一）8:30开."""
    if opening.is_open:
        return "现在开着"
    if opening.next_on is None or opening.next_at is None:
        return ""
    near = {0: "今天", 1: "明天"}.get((opening.next_on - today).days)
    day = near or wording.date(opening.next_on)
    return f"{day}{opening.next_at.hour}:{opening.next_at.minute:02d}开"


def _figure(icon: str, text: str) -> Figure:
    """Split words such as 至少13个工作日 around their number."""
    digits = [n for n, letter in enumerate(text) if letter.isdecimal()]
    if not digits:
        return Figure(icon=icon, before="", number="", after=text)
    end = digits[0]
    while end < len(text) and text[end].isdecimal():
        end += 1
    return Figure(
        icon=icon, before=text[: digits[0]], number=text[digits[0] : end], after=text[end:]
    )


def _day(day: dt.date) -> str:
    """Return a day short enough to stand as a number."""
    return f"{day.month}月{day.day}日"
