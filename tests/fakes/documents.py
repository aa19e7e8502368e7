"""Catalogue documents in memory: the `Documents` of tests that need no file."""

from collections.abc import Iterable

from kiosk.domain.condition import Question
from kiosk.domain.ids import (
    AgencyId,
    CircumstanceId,
    EvidenceId,
    QuestionId,
    RegionCode,
    ServiceId,
    TopicId,
)
from kiosk.domain.service import Agency, EvidenceType, Service
from kiosk.domain.topic import Catalogue, Circumstance, RegionOverlay, Topic


class MemoryDocuments:
    """Documents given by value. Ids that were not given raise KeyError."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        topics: Iterable[Topic] = (),
        services: Iterable[Service] = (),
        circumstances: Iterable[Circumstance] = (),
        evidence: Iterable[EvidenceType] = (),
        agencies: Iterable[Agency] = (),
        questions: Iterable[Question] = (),
        overlays: Iterable[RegionOverlay] = (),
    ) -> None:
        self._catalogue = catalogue
        self._topics = {t.id: t for t in topics}
        self._services = {s.id: s for s in services}
        self._circumstances = {c.id: c for c in circumstances}
        self._evidence = {e.id: e for e in evidence}
        self._agencies = {a.id: a for a in agencies}
        self._questions = {q.id: q for q in questions}
        self._overlays = {o.code: o for o in overlays}

    def catalogue(self) -> Catalogue:
        return self._catalogue

    def topic(self, topic_id: TopicId) -> Topic:
        return self._topics[topic_id]

    def service(self, service_id: ServiceId) -> Service:
        return self._services[service_id]

    def circumstance(self, circumstance_id: CircumstanceId) -> Circumstance:
        return self._circumstances[circumstance_id]

    def evidence(self, evidence_id: EvidenceId) -> EvidenceType:
        return self._evidence[evidence_id]

    def agency(self, agency_id: AgencyId) -> Agency:
        return self._agencies[agency_id]

    def question(self, question_id: QuestionId) -> Question:
        return self._questions[question_id]

    def overlay(self, code: RegionCode) -> RegionOverlay | None:
        return self._overlays.get(code)
