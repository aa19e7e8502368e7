"""Composing the personal list from a guide and answers: one `Checklist`, complete and hashed.

The rules are those of catalogue.md §6. Which fields hold is `included.py`, papers are merged by
`materials.py`, order and days are `schedule.py`, single lines are built by `lines.py`; which
question comes next is `guidance.py`.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kiosk.domain import lines, schedule
from kiosk.domain.checklist import Checklist, Duration, Material, Saved
from kiosk.domain.condition import Answers
from kiosk.domain.digest import digest
from kiosk.domain.guidance import Replay
from kiosk.domain.guide import Guide, GuideStep
from kiosk.domain.ids import EvidenceId
from kiosk.domain.included import (
    Included,
    Taken,
    include,
    limit,
    lines_of,
    split,
    task,
)
from kiosk.domain.materials import Demand, merge, status_of
from kiosk.domain.reasons import Reasons
from kiosk.domain.schedule import Network, Waits, WorkingDays
from kiosk.domain.trips import count_trips


def compose(
    guide: Guide,
    answers: Answers,
    start_on: dt.date | None = None,
    calendar: WorkingDays | None = None,
) -> Checklist:
    """Build the personal list. With `start_on` and `calendar`, `duration.ready_on` is a date.

    Args:
        guide: a topic for one region and day.
        answers: checked answers (`guidance.check_answers`); those that do not count
            are named in `dropped`.
        start_on: the day of the first application.
        calendar: the working-day table of the catalogue.

    Raises:
        InputError: the steps wait for each other (a catalogue that lint would refuse).
    """
    case = _Case(guide, answers)
    progress = case.replay.progress()
    made = case.materials()
    trips = count_trips(case.steps, case.net.stage)
    topic = guide.topic
    draft = Checklist(
        topic=topic.id,
        name=topic.name,
        plain=topic.plain,
        region=guide.region,
        edition=guide.catalogue.edition,
        as_of=guide.as_of.isoformat(),
        facts_on=guide.catalogue.facts_on.isoformat(),
        hotline=guide.hotline,
        state=progress.state,
        answers=progress.answered,
        next_question=progress.next_question,
        undetermined=progress.undetermined,
        steps=tuple(lines.step(s, n, case.net, guide, case.facts) for n, s in case.numbered()),
        materials=made,
        not_needed=lines.not_needed(guide, case.steps, case.facts),
        notes=lines.notes(guide, case.steps, case.facts),
        duties=lines.duties(case.steps, case.facts),
        benefits=lines.benefits(case.steps, case.facts),
        duration=case.duration(),
        trips=trips.count,
        trips_estimate=trips.estimate,
        fees=lines.fees(case.steps, case.maybe, case.facts),
        stops=progress.stops,
        saved=_saved(made),
        dropped=progress.dropped,
        digest="",
    )
    return _dated(replace(draft, digest=digest(draft)), case.net, start_on, calendar)


def waits(guide: Guide, answers: Answers) -> Waits:
    """Return the prescribed waiting times between the included services of these answers."""
    return _Case(guide, answers).net.waits


class _Case:
    """One guide and one set of answers while a list is made; nothing outlives `compose`."""

    def __init__(self, guide: Guide, answers: Answers) -> None:
        self.guide = guide
        self.replay = Replay(guide, answers)
        self.facts = self.replay.facts
        true, self.maybe = split(guide, self.facts)
        authored = [include(same, self.facts) for same in true.values()]
        self.net: Network = schedule.network(task(i) for i in authored)
        self.steps = sorted(authored, key=lambda i: self.net.stage[i.service])
        self._reasons = Reasons(self.facts, guide.questions)

    def numbered(self) -> Iterable[tuple[int, Included]]:
        """Return the steps with their numbers from 1."""
        return enumerate(self.steps, start=1)

    def materials(self) -> tuple[Material, ...]:
        """Return the merged lines; those that hang on an unanswered question are left out."""
        makers = {s.service: s.gives for s in self.steps if _is_done(s)}
        demands: list[Demand] = []
        for step in self.steps:
            earlier = (makers.get(s) for s in self.net.ancestors[step.service])
            demands += self._demands(step, frozenset(e for e in earlier if e is not None))
        for open_step in self.maybe:
            demands += self._open_demands(open_step)
        return merge(demands, self.guide)

    def duration(self) -> Duration:
        """Return the working days of the steps that count."""
        counted = [s for s in self.steps if not s.optional and s.verified]
        may_come = any(not s.optional and s.status == "verified" for s in self.maybe)
        return Duration(
            critical_path_days=schedule.critical_path_days(self.net),
            sequential_days=schedule.sequential_days(self.net),
            unit="working",
            lower_bound=may_come or any(limit(s) is None for s in counted),
            ready_on=None,
        )

    def _demands(self, step: Included, made: frozenset[EvidenceId]) -> list[Demand]:
        return [
            Demand(
                service=step.service,
                line=taken.line,
                status=status_of(taken, step, made, self.guide),
                why=self._sentence(taken),
                when=taken.test.condition,
            )
            for taken in step.taken
            if self._shown(taken)
        ]

    def _open_demands(self, step: GuideStep) -> list[Demand]:
        """Return the papers of a service that may come in: what may be needed is not dropped."""
        return [
            Demand(
                service=step.service.id,
                line=taken.line,
                status="undetermined",
                why=self._sentence(taken),
                when=taken.test.condition,
            )
            for taken in lines_of(step, self.facts)
            if self._shown(taken)
        ]

    def _shown(self, taken: Taken) -> bool:
        return taken.certain or self.replay.is_unclear(taken.test)

    def _sentence(self, taken: Taken) -> str | None:
        return taken.line.why or self._reasons.sentence(taken.test)


def _is_done(step: Included) -> bool:
    """Tell whether a step can be gone through: a stop of an optional one leaves it out."""
    return not (step.optional and step.status == "blocked")


def _saved(materials: Sequence[Material]) -> Saved:
    """Count what merging saved: every further use of a paper that is certainly on the list."""
    certain = [m for m in materials if m.status != "undetermined"]
    return Saved(
        duplicate_papers=sum(
            sum(1 for u in m.uses if u.status != "undetermined") - 1 for m in certain
        ),
        produced=sum(1 for m in certain if m.status == "produced"),
        e_licence=sum(1 for m in certain if m.status == "e_licence"),
    )


def _dated(
    checklist: Checklist, net: Network, start_on: dt.date | None, calendar: WorkingDays | None
) -> Checklist:
    """Return the list with the day it is ready, when a start day is given."""
    if start_on is None or calendar is None:
        return checklist
    day = schedule.ready_on(checklist, schedule.plan(checklist, start_on, calendar, net.waits))
    if day is None:
        return checklist
    return replace(checklist, duration=replace(checklist.duration, ready_on=day.isoformat()))
