"""Order and time: stages, parallel branches, critical path, dates by a working-day table.

The table itself comes from the catalogue through `WorkingDays`; nothing here reads a clock.
"""

import datetime as dt
from typing import Protocol

from msgspec import Struct

from kiosk.domain.checklist import Checklist


class WorkingDays(Protocol):
    """A table of working days of mainland China (chinesecalendar, compiled into the catalogue)."""

    def is_working(self, day: dt.date) -> bool:
        """Tell whether offices work on `day`; by weekday where the table ends."""
        ...

    def knows(self, year: int) -> bool:
        """Tell whether the table holds the year's official holidays."""
        ...


class StepDates(Struct, frozen=True, kw_only=True):
    """When a step can start and when its result is due; `certain` is false past the table or with unknown limits."""

    service: str
    starts_on: dt.date
    ready_on: dt.date
    certain: bool


def plan(checklist: Checklist, start_on: dt.date, calendar: WorkingDays) -> tuple[StepDates, ...]:
    """Lay the steps of a list out on the calendar, each as early as its prerequisites allow."""
    raise NotImplementedError
