"""A guide: one topic with all it refers to, compiled for one region and one day.

Shapes only. `catalog.assemble` builds them, `guidance.py` walks them, `compose.py` reads the
personal list out of them.
"""

import datetime as dt
from typing import Generic, TypeVar

from msgspec import Struct

from kiosk.domain.condition import Question
from kiosk.domain.ids import (
    AgencyId,
    EvidenceId,
    LineId,
    OptionId,
    QuestionId,
    RegionCode,
    ServiceId,
)
from kiosk.domain.kleene import Predicate
from kiosk.domain.service import (
    Agency,
    Benefit,
    Duty,
    EvidenceLine,
    EvidenceType,
    Fee,
    Note,
    NotNeeded,
    PresenceChoice,
    Service,
    ServiceResult,
    Status,
    Stop,
    TextChoice,
    TimeLimit,
    VisitsChoice,
)
from kiosk.domain.topic import After, Catalogue, Topic, Window

T = TypeVar("T")


class Guarded(Struct, Generic[T], frozen=True, kw_only=True):
    """A catalogue element with the test that switches it.

    `test` already holds everything the element stands in (its include, its circumstance) and,
    in a list of choices, that no earlier entry holds: at most one choice of a field is true, and
    while an earlier one is open all later ones are open or false.
    """

    value: T
    test: Predicate


class GuideStep(Struct, frozen=True, kw_only=True):
    """One included service with overlays and circumstances applied; only what is in force that day.

    `test` is the include's condition, with that of the circumstance which adds it. `status` is
    `unverified` for an unverified service, include or switch. Where only some people have the
    step because of an unverified regional switch, `switched` is true or open for them: the step
    is then `unverified` although `status` is not. `requires` are ids of services or evidence
    types. `before_all` and `before` come from a circumstance: the step precedes every step of
    the topic, or the named services. `stops` are verified ones; a stop that is not stands among
    `notes`. Two lines may have one key if their tests exclude each other (a swapped paper).
    """

    key: LineId
    service: Service
    plain: str
    optional: bool
    status: Status
    test: Predicate
    switched: Predicate | None
    after: tuple[After, ...]
    before_all: bool
    before: tuple[ServiceId, ...]
    requires: tuple[str, ...]
    window: Window | None
    code: tuple[Guarded[TextChoice], ...]
    name: tuple[Guarded[TextChoice], ...]
    presence: tuple[Guarded[PresenceChoice], ...]
    visits: tuple[Guarded[VisitsChoice], ...]
    statutory: tuple[Guarded[TimeLimit], ...]
    promised: tuple[Guarded[TimeLimit], ...]
    result: tuple[Guarded[ServiceResult], ...]
    duty: tuple[Guarded[Duty], ...]
    evidence: tuple[Guarded[EvidenceLine], ...]
    fee: tuple[Guarded[Fee], ...]
    benefit: tuple[Guarded[Benefit], ...]
    stops: tuple[Guarded[Stop], ...]
    notes: tuple[Guarded[Note], ...]
    not_needed: tuple[Guarded[NotNeeded], ...]


class Effect(Struct, frozen=True, kw_only=True):
    """A condition that controls something, and the services of the steps where it does.

    `services` is empty for an effect of the topic itself.
    """

    test: Predicate
    services: tuple[ServiceId, ...]


class Guide(Struct, frozen=True, kw_only=True):
    """A topic ready to be walked: for one region and one as-of day.

    `questions` are in the order of catalogue.md §5, with local labels and without options that the
    region switched off; a `yes_no` question always has its two options. `applies` holds the test
    of every question's `when` and `options` the tests of the options that exist only for some
    answers. `effects` are all conditions that are not constant, each once; every test here is
    one of one `Conditions`, so one `Facts` per replay serves them all. `replaced` are steps that
    an unverified regional switch took away: they stand under not_needed as 请向窗口确认 while
    their test is true.
    """

    catalogue: Catalogue
    topic: Topic
    region: RegionCode
    as_of: dt.date
    hotline: str
    questions: tuple[Question, ...]
    applies: dict[QuestionId, Predicate]
    options: dict[tuple[QuestionId, OptionId], Predicate]
    effects: tuple[Effect, ...]
    steps: tuple[GuideStep, ...]
    replaced: tuple[Guarded[GuideStep], ...]
    stops: tuple[Guarded[Stop], ...]
    notes: tuple[Guarded[Note], ...]
    not_needed: tuple[Guarded[NotNeeded], ...]
    evidence_types: dict[EvidenceId, EvidenceType]
    agencies: dict[AgencyId, Agency]
    e_licences: frozenset[EvidenceId]
