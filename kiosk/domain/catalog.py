"""One topic with all it refers to: region overlays and the as-of day applied, ready for guidance.

Reading documents from a file or a database does not belong here; that is a `Documents` behind a port.
"""

import datetime as dt
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from kiosk.domain.condition import Question
from kiosk.domain.ids import (
    AgencyId,
    CircumstanceId,
    EvidenceId,
    LineId,
    QuestionId,
    RegionCode,
    ServiceId,
    TopicId,
)
from kiosk.domain.kleene import Test
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
from kiosk.domain.topic import After, Catalogue, Circumstance, RegionOverlay, Topic, Window

T = TypeVar("T")


class Documents(Protocol):
    """Where catalogue documents come from, one by one. Unknown ids raise KeyError."""

    def catalogue(self) -> Catalogue:
        """Return the head of the catalogue."""
        ...

    def topic(self, topic_id: TopicId) -> Topic:
        """Return one topic."""
        ...

    def service(self, service_id: ServiceId) -> Service:
        """Return one service."""
        ...

    def circumstance(self, circumstance_id: CircumstanceId) -> Circumstance:
        """Return one circumstance."""
        ...

    def evidence(self, evidence_id: EvidenceId) -> EvidenceType:
        """Return one evidence type."""
        ...

    def agency(self, agency_id: AgencyId) -> Agency:
        """Return one agency."""
        ...

    def question(self, question_id: QuestionId) -> Question:
        """Return one shared question."""
        ...

    def overlay(self, code: RegionCode) -> RegionOverlay | None:
        """Return the overlay of exactly this division, or None when it has none."""
        ...


class Division(Struct, frozen=True, kw_only=True):
    """行政区划: a division of db/divisions.csv with its full code."""

    code: RegionCode
    name: str


class Guarded(Struct, Generic[T], frozen=True, kw_only=True):
    """A catalogue element with the test that switches it.

    `test` already holds everything the element stands in (its include, its circumstance) and,
    in a list of choices, that no earlier entry holds: at most one choice of a field is true.
    """

    value: T
    test: Test


class GuideStep(Struct, frozen=True, kw_only=True):
    """One included service with overlays and circumstances applied.

    `test` is the include's condition. `status` is `unverified` for an unverified service,
    include or switch. `requires` are ids of services or evidence types.
    """

    key: LineId
    service: Service
    plain: str
    optional: bool
    status: Status
    test: Test
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


class Guide(Struct, frozen=True, kw_only=True):
    """A topic ready to be walked: for one region and one as-of day.

    `questions` are in the order of catalogue.md §5, with local labels and without options that the
    region switched off. `replaced` are includes that an unverified regional switch took away: they
    stand under not_needed as 请向窗口确认 while their test is true.
    """

    catalogue: Catalogue
    topic: Topic
    region: RegionCode
    as_of: dt.date
    hotline: str
    questions: tuple[Question, ...]
    applies: dict[QuestionId, Test]
    steps: tuple[GuideStep, ...]
    replaced: tuple[Guarded[GuideStep], ...]
    stops: tuple[Guarded[Stop], ...]
    notes: tuple[Guarded[Note], ...]
    not_needed: tuple[Guarded[NotNeeded], ...]
    evidence_types: dict[EvidenceId, EvidenceType]
    agencies: dict[AgencyId, Agency]
    e_licences: frozenset[EvidenceId]


def assemble(documents: Documents, topic_id: TopicId, region: RegionCode, as_of: dt.date) -> Guide:
    """Return the topic as it holds in `region` on `as_of`, compiled for guidance.

    Raises:
        InputError: the topic or a document it names does not exist.
    """
    raise NotImplementedError
