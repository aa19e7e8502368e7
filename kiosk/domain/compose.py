"""Composing the personal list from a guide and answers: steps, merged materials, fees, trips, days.

The rules are those of catalogue.md §6. Which question comes next is `guidance.py`, stages and
critical path are `schedule.py`.
"""

import datetime as dt

from kiosk.domain.catalog import Guide
from kiosk.domain.checklist import Checklist
from kiosk.domain.condition import Answers
from kiosk.domain.schedule import WorkingDays


def compose(
    guide: Guide,
    answers: Answers,
    start_on: dt.date | None = None,
    calendar: WorkingDays | None = None,
) -> Checklist:
    """Build the personal list. With `start_on` and `calendar`, `duration.ready_on` is a date."""
    raise NotImplementedError
