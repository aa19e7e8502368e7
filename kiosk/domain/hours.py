"""Opening hours of a window: written Chinese becomes times, and times say open or when next.

Hours that cannot be read are no error: `read` answers None and the screen shows the text alone.
Words for the answer do not belong here (`wording.py`).
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kiosk.domain.schedule import WorkingDays

LOOK_AHEAD_DAYS = 15
"""Longer than the longest run of public holidays with its weekends."""

CHINA = dt.timezone(dt.timedelta(hours=8))
DAY_NAMES = "一二三四五六日"
_DAYS = re.compile(r"^(?P<days>(?:周|星期|工作日|每天|全年)[^0-9]*?)?\s*(?P<times>\d.*)$")
_SPAN = re.compile(r"^(\d{1,2})[:：](\d{2})\s*(?:[-–—~～至到])\s*(\d{1,2})[:：](\d{2})$")
_RANGE = re.compile(r"^(?:周|星期)(.)\s*[-–—~～至到]\s*(?:周|星期)?(.)$")
_ONE = re.compile(r"^(?:周|星期)?(.)$")


class Span(Struct, frozen=True, kw_only=True):
    """Open from `opens` until before `closes` on these weekdays (0 = Monday).

    `official` spans follow the public calendar: closed on public holidays.
    """

    weekdays: frozenset[int]
    opens: dt.time
    closes: dt.time
    official: bool


class Opening(Struct, frozen=True, kw_only=True):
    """Whether a window is open; if not, when it opens next (None: not within two weeks)."""

    is_open: bool
    closes_at: dt.time | None = None
    next_on: dt.date | None = None
    next_at: dt.time | None = None


def civil(now: dt.datetime) -> dt.datetime:
    """Return an aware instant as the time on the wall in China, without zone."""
    return now.astimezone(CHINA).replace(tzinfo=None)


def read(text: str) -> tuple[Span, ...] | None:
    """Read hours such as `周一至周五 8:30–12:00，14:00–17:30；周六 9:00–12:00`.

    Returns:
        The spans, or None when any part is not understood.
    """
    spans: list[Span] = []
    for part in re.split(r"[；;]", text.replace("（法定节假日除外）", "").strip("。 ")):
        found = _DAYS.match(part.strip())
        if found is None:
            return None
        days = _weekdays((found["days"] or "每天").strip(" ：:，,"))
        times = [_SPAN.match(piece.strip()) for piece in re.split(r"[，,、 ]+", found["times"])]
        if days is None or None in times:
            return None
        weekdays, official = days
        for match in times:
            span = _span(match, weekdays, official) if match else None
            if span is None:
                return None
            spans.append(span)
    return tuple(spans)


def opening(spans: tuple[Span, ...], now: dt.datetime, calendar: "WorkingDays") -> Opening:
    """Say whether a window is open at the civil time `now`, or when it opens next."""
    for day, opens, closes in _ahead(spans, now.date(), calendar):
        if day > now.date() or opens > now.time():
            return Opening(is_open=False, next_on=day, next_at=opens)
        if now.time() < closes:
            return Opening(is_open=True, closes_at=closes)
    return Opening(is_open=False)


def _span(match: re.Match[str], weekdays: frozenset[int], official: bool) -> Span | None:
    """Return the span of one pair of times, or None when they are no times in order."""
    hour, minute, hour_to, minute_to = (int(group) for group in match.groups())
    try:
        opens, closes = dt.time(hour, minute), dt.time(hour_to, minute_to)
    except ValueError:
        return None
    if opens >= closes:
        return None
    return Span(weekdays=weekdays, opens=opens, closes=closes, official=official)


def _weekdays(text: str) -> tuple[frozenset[int], bool] | None:
    """Return the weekdays a phrase names, and whether public holidays close them."""
    if text in ("每天", "全年"):
        return frozenset(range(7)), False
    if text == "工作日":
        return frozenset(range(7)), True
    ends = _RANGE.match(text)
    if ends:
        first, last = DAY_NAMES.find(ends[1]), DAY_NAMES.find(ends[2].replace("天", "日"))
        named = list(range(first, last + 1)) if 0 <= first <= last else []
    else:
        pieces = [_ONE.match(piece) for piece in re.split(r"[、，,和]", text)]
        named = [DAY_NAMES.find(piece[1]) if piece else -1 for piece in pieces]
    if not named or min(named) < 0:
        return None
    return frozenset(named), max(named) < 5


def _ahead(
    spans: tuple[Span, ...], today: dt.date, calendar: "WorkingDays"
) -> Iterator[tuple[dt.date, dt.time, dt.time]]:
    """Yield day, opening and closing time from today on, in order of time."""
    for offset in range(LOOK_AHEAD_DAYS):
        day = today + dt.timedelta(days=offset)
        held = [s for s in spans if _holds_on(s, day, calendar)]
        for span in sorted(held, key=lambda s: s.opens):
            yield day, span.opens, span.closes


def _holds_on(span: Span, day: dt.date, calendar: "WorkingDays") -> bool:
    """Tell whether a span applies to a day."""
    if day.weekday() not in span.weekdays:
        return False
    return not span.official or calendar.is_working(day)
