"""Putting one topic together: documents, the overlays of a region, circumstances, one day.

Reading documents from a file or a database does not belong here; that is a `Documents` behind a
port. How overlays patch is `overlay.py`, how circumstances add is `weave.py`, conditions are
compiled by `binding.py`.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.binding import Binder, collect_effects, evidence_ids
from kiosk.domain.condition import NEVER, Question
from kiosk.domain.errors import InputError
from kiosk.domain.guide import Guarded, Guide, GuideStep
from kiosk.domain.ids import (
    AgencyId,
    CircumstanceId,
    EvidenceId,
    Id,
    QuestionId,
    RegionCode,
    ServiceId,
    TopicId,
    region_chain,
)
from kiosk.domain.overlay import (
    in_force,
    local_windows,
    localize_question,
    localize_service,
    localize_topic,
    unknown_options,
)
from kiosk.domain.questions import each_once, in_order
from kiosk.domain.service import Agency, EvidenceType, Service
from kiosk.domain.topic import Catalogue, Circumstance, Include, RegionOverlay, Topic, Window
from kiosk.domain.weave import (
    Draft,
    add_elements,
    add_included,
    draft,
    pieces,
    split_stops,
    swap_evidence,
    topic_notes,
)

T = TypeVar("T")

_WHICH = "能办哪些，用 kiosk topics 看。"


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


def assemble(documents: Documents, topic_id: TopicId, region: RegionCode, as_of: dt.date) -> Guide:
    """Return the topic as it holds in `region` on `as_of`, compiled for guidance.

    Raises:
        InputError: the topic or a document it names does not exist.
    """
    return _Assembly(documents, topic_id, region, as_of).guide()


class _Assembly:
    """One topic, region and day while they are being put together."""

    def __init__(
        self, documents: Documents, topic_id: TopicId, region: RegionCode, as_of: dt.date
    ) -> None:
        self._documents = documents
        self._region = region
        self._as_of = as_of
        found = (documents.overlay(code) for code in region_chain(region))
        self._overlays = tuple(o for o in found if o is not None)
        try:
            topic = documents.topic(topic_id)
        except KeyError:
            raise InputError("unknown-topic", f"没有办事主题 {topic_id}。{_WHICH}") from None
        if not in_force(topic, as_of):
            raise InputError("unknown-topic", f"办事主题 {topic_id} 在 {as_of} 不适用。{_WHICH}")
        self._local = localize_topic(topic, self._overlays, as_of)
        self._windows = local_windows(self._overlays, as_of)
        self._services: dict[ServiceId, Service] = {}

    def guide(self) -> Guide:
        """Do the work of `assemble`."""
        circumstances = self._circumstances()
        own = self._drafts(self._local.topic.includes)
        drafts = own
        for circumstance in circumstances:
            self._load(circumstance.id, (i.service for i in circumstance.includes))
            drafts = add_included(drafts, circumstance, self._services, self._as_of)
        binder = Binder(self._local.topic.id, self._questions(own, circumstances), self._as_of)
        for circumstance in circumstances:
            drafts = add_elements(drafts, circumstance, self._as_of)
        for circumstance in circumstances:
            drafts = swap_evidence(drafts, circumstance, self._as_of)
        return self._bind(binder, drafts, circumstances)

    def _bind(
        self, binder: Binder, drafts: Iterable[Draft], circumstances: Iterable[Circumstance]
    ) -> Guide:
        topic, day = self._local.topic, self._as_of
        steps = tuple(
            binder.step(d, self._window(d.service), self._local.switched.get(d.key)) for d in drafts
        )
        replaced = self._replaced(binder)
        certain, doubtful = split_stops(pieces(topic.stops, day))
        stops = binder.guard(topic.id, certain)
        notes = binder.guard(topic.id, (*pieces(topic.notes, day), *doubtful))
        for circumstance in circumstances:
            notes += binder.guard(circumstance.id, topic_notes(circumstance, day))
        not_needed = binder.guard(topic.id, pieces(topic.not_needed, day))
        shown = (*steps, *(g.value for g in replaced))
        catalogue = self._documents.catalogue()
        return Guide(
            catalogue=catalogue,
            topic=topic,
            region=self._region,
            as_of=day,
            hotline=self._hotline(catalogue),
            questions=tuple(binder.questions.values()),
            applies=binder.applies(),
            options=binder.options(),
            effects=collect_effects(steps, (stops, notes, not_needed, replaced)),
            steps=steps,
            replaced=replaced,
            stops=stops,
            notes=notes,
            not_needed=not_needed,
            evidence_types=self._evidence_types(steps),
            agencies=self._agencies(shown),
            e_licences=frozenset(e for o in self._overlays for e in o.e_licences),
        )

    def _replaced(self, binder: Binder) -> tuple[Guarded[GuideStep], ...]:
        """Return what unverified switches took away, as steps without circumstances."""
        return tuple(
            Guarded(value=binder.step(d, self._window(d.service)), test=binder.test(d.key, when))
            for include, when in self._local.replaced
            if when != NEVER
            for d in self._drafts((include,))
        )

    def _window(self, service: Service) -> Window | None:
        return self._windows.get(service.id) or self._windows.get(service.agency)

    def _hotline(self, catalogue: Catalogue) -> str:
        local = [o.hotline for o in self._overlays if o.hotline is not None]
        return local[-1] if local else catalogue.hotline

    def _evidence_types(self, steps: Iterable[GuideStep]) -> dict[EvidenceId, EvidenceType]:
        found = {}
        for evidence, (where, must) in evidence_ids(steps).items():
            try:
                found[evidence] = self._documents.evidence(evidence)
            except KeyError:
                if must:
                    raise _dangling(f"{where} 的材料", evidence) from None
        return found

    def _agencies(self, steps: Iterable[GuideStep]) -> dict[AgencyId, Agency]:
        return {
            step.service.agency: self._get(
                self._documents.agency, step.service.agency, f"{step.key} 的部门"
            )
            for step in steps
        }

    def _circumstances(self) -> tuple[Circumstance, ...]:
        topic = self._local.topic
        found = (
            self._get(self._documents.circumstance, c, f"主题 {topic.id} 的情形")
            for c in topic.circumstances
        )
        return tuple(c for c in found if in_force(c, self._as_of))

    def _drafts(self, includes: Iterable[Include]) -> tuple[Draft, ...]:
        """Return a draft per include that is in force and can ever be true."""
        live = [i for i in includes if in_force(i, self._as_of) and i.when != NEVER]
        self._load(self._local.topic.id, (i.service for i in live))
        return tuple(
            replace(draft(i, service, i.key, self._as_of), after=i.after)
            for i in live
            for service in (self._services[i.service],)
            if in_force(service, self._as_of)
        )

    def _load(self, where: Id, services: Iterable[ServiceId]) -> None:
        for service_id in services:
            if service_id not in self._services:
                service = self._get(self._documents.service, service_id, f"{where} 的事项")
                self._services[service_id] = localize_service(service, self._overlays, self._as_of)

    def _questions(
        self, drafts: Iterable[Draft], circumstances: Iterable[Circumstance]
    ) -> dict[QuestionId, Question]:
        """Return the questions in order, each once, as this region words them."""
        included = [(c, [self._services[i.service] for i in c.includes]) for c in circumstances]
        named = in_order(self._local.topic, (d.service for d in drafts), included)
        found = each_once(
            named,
            lambda where, q: self._get(self._documents.question, q, f"{where} 的问题"),
        )
        strange = unknown_options(found.values(), self._local)
        if strange:
            raise _dangling(f"地区 {self._region} 改的选项", "、".join(strange))
        patches, day = self._local.options, self._as_of
        return {q.id: localize_question(q, patches, day) for q in found.values()}

    def _get(self, read: Callable[[Id], T], wanted: Id, what: str) -> T:
        try:
            return read(wanted)
        except KeyError:
            raise _dangling(what, wanted) from None


def _dangling(what: str, wanted: Id) -> InputError:
    return InputError("dangling-id", f"{what} {wanted} 不存在。请检查 id，或补上这份文件。")
