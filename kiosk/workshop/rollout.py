"""The roll-out table: which topic is whose, until when, how far it is, and what is overdue.

What the states mean is `editorial.py`; the page is `rollout_page.py`.
"""

import datetime as dt

from msgspec import Struct

from kiosk.domain.ids import TopicId
from kiosk.domain.topic import Topic
from kiosk.workshop.editorial import STATE_NAMES, State, is_public, public_from
from kiosk.workshop.loaded import LoadedCatalogue


class RolloutRow(Struct, frozen=True, kw_only=True):
    """One topic on a day; `days_late` counts from the day after `due`."""

    topic: TopicId
    name: str
    owner: str | None
    due: dt.date | None
    state: State
    public_from: dt.date | None
    public: bool
    overdue: bool
    days_late: int


class Rollout(Struct, frozen=True, kw_only=True):
    """The table, in the shape of `kiosk catalog rollout --json`: overdue first, then by due day."""

    as_of: dt.date
    topics: tuple[RolloutRow, ...]
    by_state: dict[State, int]
    overdue: int


def rollout(catalogue: LoadedCatalogue, day: dt.date) -> Rollout:
    """Return the table of a day. What was withdrawn is never overdue."""
    rows = [_row(document.value, day) for document in catalogue.of("topic").values()]
    rows.sort(key=lambda row: (-row.days_late, row.due or dt.date.max, row.topic))
    return Rollout(
        as_of=day,
        topics=tuple(rows),
        by_state={state: sum(row.state == state for row in rows) for state in STATE_NAMES},
        overdue=sum(row.overdue for row in rows),
    )


def _row(topic: Topic, day: dt.date) -> RolloutRow:
    public = is_public(topic, day)
    first = public_from(topic)
    done = topic.state == "withdrawn" or (first is not None and first <= day)
    late = 0 if done or topic.due is None else max((day - topic.due).days, 0)
    return RolloutRow(
        topic=topic.id,
        name=topic.name,
        owner=topic.owner,
        due=topic.due,
        state=topic.state,
        public_from=first,
        public=public,
        overdue=late > 0,
        days_late=late,
    )
