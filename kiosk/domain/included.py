"""What holds for one person: the included services with every conditional field decided.

Evaluates tests and nothing else: merging papers is `materials.py`, order and time `schedule.py`,
the sentences of the list `compose.py`.
"""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from msgspec import Struct

from kiosk.domain.checklist import StepStatus
from kiosk.domain.guide import Guarded, Guide, GuideStep
from kiosk.domain.ids import EvidenceId, ServiceId
from kiosk.domain.kleene import Facts, Predicate
from kiosk.domain.schedule import Length, Task
from kiosk.domain.service import (
    EvidenceLine,
    Holder,
    PresenceChoice,
    ServiceResult,
    Sourced,
    TextChoice,
    TimeLimit,
    VisitsChoice,
)
from kiosk.domain.topic import After

T = TypeVar("T")

OWN_PAPERS: frozenset[Holder] = frozenset({"agent", "guardian", "other"})
"""Whose papers no step makes: people who come along bring their own."""


class Choice(Struct, Generic[T], frozen=True, kw_only=True):
    """A field with several entries, decided; without `value` it is undetermined or unknown."""

    value: T | None = None
    open: bool = False


_UNKNOWN: Choice[Any] = Choice()


class Taken(Struct, frozen=True, kw_only=True):
    """An evidence line that applies (`certain`) or may apply."""

    line: EvidenceLine
    certain: bool
    test: Predicate


class Included(Struct, frozen=True, kw_only=True):
    """One included service for these answers, of one or several includes of it.

    `verified` is false for a service that 请向窗口确认 stands behind, also while a stop marks it.
    """

    step: GuideStep
    service: ServiceId
    optional: bool
    status: StepStatus
    verified: bool
    after: tuple[After, ...]
    name: Choice[TextChoice]
    code: Choice[TextChoice]
    presence: Choice[PresenceChoice]
    visits: Choice[VisitsChoice]
    statutory: Choice[TimeLimit]
    promised: Choice[TimeLimit]
    result: Choice[ServiceResult]
    taken: tuple[Taken, ...]

    @property
    def gives(self) -> EvidenceId | None:
        """Return the evidence type that this service makes, if any."""
        return self.result.value.evidence if self.result.value else None


def choose(choices: tuple[Guarded[T], ...], facts: Facts) -> Choice[T]:
    """Return the entry that holds; an open condition before it makes the field undetermined."""
    if not choices:
        return _UNKNOWN
    is_open = False
    for choice in choices:
        holds = choice.test.value(facts)
        if holds:
            return Choice(value=choice.value)
        is_open = is_open or holds is None
    return Choice(open=is_open)


def holding(elements: Iterable[Guarded[T]], facts: Facts) -> tuple[T, ...]:
    """Return the elements whose condition is true."""
    return tuple([e.value for e in elements if e.test.value(facts)])


def trusted(fact: Sourced | None) -> bool:
    """Tell whether a fact is there and verified."""
    return fact is not None and fact.status == "verified"


def limit(included: Included) -> Length | None:
    """Return the limit that counts: promised, else statutory; None when it is not certain."""
    promised = included.promised
    if promised.open:
        return None
    fact = promised.value or included.statutory.value
    if fact is None or fact.status != "verified":
        return None
    return Length(days=fact.days, unit=fact.unit)


def task(included: Included) -> Task:
    """Return the step as the schedule sees it.

    Alternatives (`any_of`) wait for nobody, since another paper serves as well: such a line takes
    the id of its group, which nobody makes.
    """
    step, gives = included.step, included.gives
    return Task(
        service=included.service,
        after=included.after,
        requires=step.requires,
        before_all=step.before_all,
        before=step.before,
        takes=tuple(
            t.line.use for t in included.taken if t.certain and t.line.holder not in OWN_PAPERS
        ),
        gives=() if gives is None else (gives,),
        length=limit(included),
        counts=not included.optional and included.verified,
    )


def lines_of(step: GuideStep, facts: Facts) -> tuple[Taken, ...]:
    """Return the evidence lines of a step that apply or may apply, in authored order."""
    taken = []
    for element in step.evidence:
        holds = element.test.value(facts)
        if holds is not False:
            taken.append(Taken(line=element.value, certain=bool(holds), test=element.test))
    return tuple(taken)


def _unsure(step: GuideStep, facts: Facts) -> bool:
    """Tell whether a step is unverified, by itself or by a regional switch that is."""
    switched = step.switched
    return step.status == "unverified" or (
        switched is not None and switched.value(facts) is not False
    )


def include(steps: list[GuideStep], facts: Facts) -> Included:
    """Decide one included service, given all its includes whose condition is true.

    Two includes of one service are one step: mandatory when any is, after what any names, certain
    when any is verified.
    """
    step = steps[0]
    blocked = bool(holding(step.stops, facts))
    verified = any(not _unsure(s, facts) for s in steps)
    return Included(
        step=step,
        service=step.service.id,
        optional=all(s.optional for s in steps),
        status="blocked" if blocked else "verified" if verified else "unverified",
        verified=verified,
        after=step.after if len(steps) == 1 else tuple(a for s in steps for a in s.after),
        name=choose(step.name, facts),
        code=choose(step.code, facts),
        presence=choose(step.presence, facts),
        visits=choose(step.visits, facts),
        statutory=choose(step.statutory, facts),
        promised=choose(step.promised, facts),
        result=choose(step.result, facts),
        taken=lines_of(step, facts),
    )


def split(
    guide: Guide, facts: Facts
) -> tuple[dict[ServiceId, list[GuideStep]], tuple[GuideStep, ...]]:
    """Return the true includes by service, in authored order, and those that are still open."""
    true: dict[ServiceId, list[GuideStep]] = {}
    maybe = []
    for step in guide.steps:
        holds = step.test.value(facts)
        if holds:
            true.setdefault(step.service.id, []).append(step)
        elif holds is None:
            maybe.append(step)
    return true, tuple(s for s in maybe if s.service.id not in true)
