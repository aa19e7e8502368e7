"""The official working days of mainland China as a table, from the library chinesecalendar.

Counting days is `kiosk/domain/schedule.py`.
"""

import datetime as dt

import chinese_calendar

from kiosk.wire.pack import CalendarYear

_SATURDAY = 5


def calendar_years() -> tuple[CalendarYear, ...]:
    """Return every year that the library knows, with its differences from Monday to Friday."""
    known = {day.year for day in chinese_calendar.holidays}
    return tuple(_year(year) for year in range(min(known), max(known) + 1))


def _year(year: int) -> CalendarYear:
    first = dt.date(year, 1, 1)
    days = [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]
    odd = [day for day in days if chinese_calendar.is_workday(day) == (day.weekday() >= _SATURDAY)]
    return CalendarYear(
        year=year,
        off=tuple(day for day in odd if day.weekday() < _SATURDAY),
        on=tuple(day for day in odd if day.weekday() >= _SATURDAY),
    )
