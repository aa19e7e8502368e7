"""Order and time: stages, parallel branches, critical path, dates by a working-day table.

Which steps there are and how long each may take is decided by `included.py`; the table itself comes
from the catalogue through `WorkingDays`. Nothing here reads a clock.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from kiosk.domain.checklist import Checklist, Step
from kiosk.domain.errors import InputError
from kiosk.domain.ids import EvidenceId, ServiceId
from kiosk.domain.service import DayUnit
from kiosk.domain.topic import After, Wait


class WorkingDays(Protocol):
    """A table of working days of mainland China (chinesecalendar, compiled into the catalogue)."""

    def is_working(self, day: dt.date) -> bool:
        """Tell whether offices work on `day`; by weekday where the table ends."""
        ...

    def knows(self, year: int) -> bool:
        """Tell whether the table holds the year's official holidays."""
        ...


class Length(Struct, frozen=True, kw_only=True):
    """How long something takes; `immediate` has 0 days."""

    days: int
    unit: DayUnit


class Task(Struct, frozen=True, kw_only=True):
    """A step as the schedule sees it.

    `takes` are the papers it needs from others, `gives` the ones it makes; `length` None is
    unknown. Tasks with `counts` false keep their place but take no time (optional, unverified).
    """

    service: ServiceId
    after: tuple[After, ...] = ()
    requires: tuple[str, ...] = ()
    before_all: bool = False
    before: tuple[ServiceId, ...] = ()
    takes: tuple[EvidenceId, ...] = ()
    gives: tuple[EvidenceId, ...] = ()
    length: Length | None = None
    counts: bool = True


Waits = Mapping[tuple[ServiceId, ServiceId], Wait]
"""Prescribed waiting times by (earlier service, later service)."""


class Network(Struct, frozen=True, kw_only=True):
    """Tasks in topological order with their links, by service id.

    `stage` counts from 1, `after` are direct prerequisites in authored order, `ancestors` all of
    them.
    """

    tasks: tuple[Task, ...]
    stage: dict[ServiceId, int]
    after: dict[ServiceId, tuple[ServiceId, ...]]
    ancestors: dict[ServiceId, frozenset[ServiceId]]
    waits: Waits


class StepDates(Struct, frozen=True, kw_only=True):
    """When a step can start and when its result is due.

    `certain` is false past the working-day table, with an unknown limit, and after such a step.
    """

    service: str
    starts_on: dt.date
    ready_on: dt.date
    certain: bool


def working_days(length: Length | Wait) -> int:
    """Return a length in working days: calendar days count 5/7, rounded up (catalogue.md §6)."""
    if length.unit == "calendar":
        return -(-length.days * 5 // 7)
    return 0 if length.unit == "immediate" else length.days


def _links(tasks: tuple[Task, ...]) -> dict[tuple[ServiceId, ServiceId], Wait | None]:
    """Return the edges (before, after) between the tasks, with the longest wait each prescribes."""
    makers: dict[EvidenceId, list[ServiceId]] = {}
    for task in tasks:
        for evidence in task.gives:
            makers.setdefault(evidence, []).append(task.service)
    services = {task.service for task in tasks}
    first = [task.service for task in tasks if task.before_all]
    links: dict[tuple[ServiceId, ServiceId], Wait | None] = {}
    for task in tasks:
        for before, later, wait in _wishes(task, makers, first):
            if before != later and before in services and later in services:
                links[before, later] = _longer(links.get((before, later)), wait)
    return links


def _wishes(
    task: Task, makers: Mapping[EvidenceId, list[ServiceId]], first: list[ServiceId]
) -> Iterator[tuple[ServiceId, ServiceId, Wait | None]]:
    """Yield the edges (before, after, wait) that one task asks for, wherever they lead."""
    me = task.service
    earlier = [s for need in task.requires for s in (need, *makers.get(need, ()))]
    # 换证, 变更: who takes and gives the same paper brings the old one and waits for nobody.
    earlier += [s for e in task.takes if e not in task.gives for s in makers.get(e, ())]
    if not task.before_all:
        earlier += first
    yield from ((before, me, None) for before in earlier)
    yield from ((me, later, None) for later in task.before)
    yield from ((after.service, me, after.wait) for after in task.after)


def _longer(one: Wait | None, other: Wait | None) -> Wait | None:
    """Return the wait with more working days; None is no wait."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=working_days)


def _stages(
    tasks: tuple[Task, ...], after: Mapping[ServiceId, tuple[ServiceId, ...]]
) -> dict[ServiceId, int]:
    """Return the stage of every task, from 1: one more than its latest prerequisite.

    Raises:
        InputError: prerequisites form a ring; the message names the services in it.
    """
    stage: dict[ServiceId, int] = {}
    open_ = [task.service for task in tasks]
    while open_:
        ready = [s for s in open_ if all(p in stage for p in after[s])]
        if not ready:
            ring = "、".join(open_)
            raise InputError("catalog.cycle", f"步骤互相等待，排不出先后：{ring}", services=ring)
        for service in ready:
            stage[service] = 1 + max((stage[p] for p in after[service]), default=0)
        open_ = [s for s in open_ if s not in stage]
    return stage


def network(tasks: Iterable[Task]) -> Network:
    """Link and order tasks given in authored order; each service at most once.

    Edges come from `after`, `requires`, producer to consumer, and a circumstance's `before`
    (catalogue.md §3). Edges to services that are not among the tasks vanish.

    Raises:
        InputError: prerequisites form a ring.
    """
    given = tuple(tasks)
    links = _links(given)
    into: dict[ServiceId, set[ServiceId]] = {task.service: set() for task in given}
    for before, later in links:
        into[later].add(before)
    after = {s: tuple(t.service for t in given if t.service in into[s]) for s in into}
    stage = _stages(given, after)
    ordered = tuple(sorted(given, key=lambda t: stage[t.service]))
    ancestors: dict[ServiceId, frozenset[ServiceId]] = {}
    for task in ordered:
        direct = after[task.service]
        ancestors[task.service] = frozenset(direct).union(*(ancestors[p] for p in direct))
    waits = {pair: wait for pair, wait in links.items() if wait is not None}
    return Network(tasks=ordered, stage=stage, after=after, ancestors=ancestors, waits=waits)


def _counted_waits(net: Network) -> dict[tuple[ServiceId, ServiceId], int]:
    """Return the waits in working days between tasks that both count."""
    counts = {task.service for task in net.tasks if task.counts}
    return {
        (before, later): working_days(wait)
        for (before, later), wait in net.waits.items()
        if before in counts and later in counts
    }


def critical_path_days(net: Network) -> int:
    """Return the working days until all that counts is done, each step as early as possible."""
    waits = _counted_waits(net)
    done: dict[ServiceId, int] = {}
    for task in net.tasks:
        me = task.service
        start = max((done[p] + waits.get((p, me), 0) for p in net.after[me]), default=0)
        done[me] = start + (working_days(task.length) if task.counts and task.length else 0)
    return max(done.values(), default=0)


def sequential_days(net: Network) -> int:
    """Return the working days when one step is done after another, each after its longest wait."""
    waits = _counted_waits(net)
    days = sum(working_days(t.length) for t in net.tasks if t.counts and t.length)
    longest: dict[ServiceId, int] = {}
    for (_, later), wait in waits.items():
        longest[later] = max(longest.get(later, 0), wait)
    return days + sum(longest.values())


def _working_day_from(day: dt.date, calendar: WorkingDays) -> dt.date:
    """Return `day`, or the next working day when offices are closed."""
    while not calendar.is_working(day):
        day += dt.timedelta(days=1)
    return day


def _later(day: dt.date, length: Length | Wait, calendar: WorkingDays) -> dt.date:
    """Return the day a span ends that begins on `day`.

    The first day does not count, and a last day on which offices are closed moves to the next
    working day (民法典§201, 203).
    """
    if length.unit == "calendar":
        return _working_day_from(day + dt.timedelta(days=length.days), calendar)
    for _ in range(working_days(length)):
        day = _working_day_from(day + dt.timedelta(days=1), calendar)
    return day


def step_length(step: Step) -> Length | None:
    """Return the limit of a step that counts: promised, else statutory, else None."""
    days = step.days
    if days.promised is not None and days.unit is not None:
        return Length(days=days.promised, unit=days.unit)
    if days.statutory is not None and days.statutory_unit is not None:
        return Length(days=days.statutory, unit=days.statutory_unit)
    return None


def step_counts(step: Step) -> bool:
    """Tell whether a step takes part in the duration: optional and unverified ones do not."""
    return not step.optional and step.status != "unverified"


def plan(
    checklist: Checklist, start_on: dt.date, calendar: WorkingDays, waits: Waits | None = None
) -> tuple[StepDates, ...]:
    """Lay the steps of a list out on the calendar, each as early as its prerequisites allow.

    Steps that do not count get dates of their own but hold nobody up, so that the last date
    agrees with the critical path.

    Args:
        checklist: steps in topological order, as `compose` makes them.
        start_on: the day of the first application; moved to a working day.
        calendar: the working-day table.
        waits: prescribed waiting times between the steps.
    """
    dates: dict[str, StepDates] = {}
    free_on: dict[str, dt.date] = {}
    counting = {step.service for step in checklist.steps if step_counts(step)}
    for step in checklist.steps:
        me = step.service
        earliest = _working_day_from(start_on, calendar)
        for before in step.after:
            day = free_on[before]
            wait = (waits or {}).get((before, me))
            if wait is not None and before in counting and me in counting:
                day = _later(day, wait, calendar)
            earliest = max(earliest, day)
        length = step_length(step)
        ready = earliest if length is None else _later(earliest, length, calendar)
        years = range(start_on.year, ready.year + 1)
        certain = length is not None and step.status != "unverified"
        certain = certain and all(dates[before].certain for before in step.after)
        certain = certain and all(calendar.knows(year) for year in years)
        dates[me] = StepDates(service=me, starts_on=earliest, ready_on=ready, certain=certain)
        free_on[me] = ready if me in counting else earliest
    return tuple(dates.values())


def ready_on(checklist: Checklist, dates: Iterable[StepDates]) -> dt.date | None:
    """Return the last day among the steps that count; None when there is none."""
    counting = {step.service for step in checklist.steps if step_counts(step)}
    return max((d.ready_on for d in dates if d.service in counting), default=None)
