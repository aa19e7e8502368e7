"""The catalogue as rows of plain tables (db/export/catalogue.sql), all days and regions in them.

Writing a database is `store/catalog_export.py`. Nothing is evaluated: what holds on a day or in a
region is for the reader to choose by the columns `valid_from`, `valid_to` and `region`.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import UNSET

from kiosk.domain.ids import RegionCode
from kiosk.domain.service import Agency, EvidenceType, Service
from kiosk.domain.topic import Circumstance, RegionOverlay, ServicePatch, Topic, TopicPatch
from kiosk.wire.pack import DocumentKind
from kiosk.workshop.condition_text import AskedWhere
from kiosk.workshop.fact_rows import (
    FactRows,
    Owner,
    Rows,
    as_json,
    changes,
    fees,
    includes,
    row,
    when_cells,
    window_row,
)
from kiosk.workshop.loaded import LoadedCatalogue

_REPLACED = ("fee", "result", "time", "duty", "benefit")
"""What a region replaces as a whole and has rows of its own."""


def rows(catalogue: LoadedCatalogue) -> Rows:
    """Yield every row. The ids of the catalogue must lead somewhere (`lint_references.py`)."""
    yield from _Tables(catalogue).all()


class _Tables:
    """One run."""

    def __init__(self, catalogue: LoadedCatalogue) -> None:
        self._catalogue = catalogue
        self._asked = AskedWhere(catalogue)
        self._facts = FactRows()

    def all(self) -> Rows:
        yield from self._head()
        parts: tuple[tuple[DocumentKind, Callable[[Any], Rows]], ...] = (
            ("agency", self._agency),
            ("evidence", self._evidence),
            ("question", lambda question: self._facts.question(question, {}, self._asked.of(""))),
            ("service", self._service),
            ("circumstance", self._circumstance),
            ("topic", self._topic),
            ("region", self._region),
        )
        for kind, write in parts:
            for document in self._catalogue.of(kind).values():
                yield from write(document.value)
        for word, meanings in self._catalogue.synonyms.items():
            for meaning in dict.fromkeys(meanings):
                yield row("synonym", word=word, means=meaning)

    def _agency(self, agency: Agency) -> Rows:
        yield row(
            "agency",
            id=agency.id,
            name=agency.name,
            plain=agency.plain,
            level=agency.level,
            phone=agency.phone,
        )

    def _head(self) -> Rows:
        head = self._catalogue.catalogue()
        yield row(
            "about",
            name=head.name,
            publisher=head.publisher,
            edition=head.edition,
            licence=head.licence,
            hotline=head.hotline,
            facts_on=head.facts_on.isoformat(),
            default_region=head.default_region,
        )
        for c in head.categories:
            yield row("category", id=c.id, name=c.name, hint=c.hint, audience=c.for_)
        overlays = {code: d.value.name for code, d in self._catalogue.of("region").items()}
        names = overlays | self._catalogue.divisions
        for code, name in names.items():
            parents = [code[:n] for n in (9, 6, 4, 2) if n < len(code) and code[:n] in names]
            yield row("region", code=code, name=name, parent=parents[0] if parents else None)

    def _evidence(self, paper: EvidenceType) -> Rows:
        yield row(
            "evidence",
            id=paper.id,
            name=paper.name,
            plain=paper.plain,
            aliases=as_json(paper.aliases),
            issuer=paper.issuer,
            get_from=paper.where,
            form=paper.form,
            sample=paper.sample,
            is_identity=int(paper.identity),
        )

    def _service(self, service: Service) -> Rows:
        asks = self._asked.of(service.id)
        owner: Owner = {"service": service.id}
        yield row(
            "service",
            id=service.id,
            code=service.code[0].value if service.code else None,
            name=service.name[0].value,
            plain=service.plain,
            aliases=as_json(service.aliases),
            type=service.type,
            agency=service.agency,
            level=service.level,
            audience=service.for_,
            channels=as_json(service.channels),
            presence=as_json(service.presence),
            visits=as_json(service.visits),
            requires=as_json(service.requires),
            handling=as_json(service.handling) if service.handling else None,
            contacts=as_json(service.contacts) if service.contacts else None,
            faq=as_json(service.faq),
            flow=as_json(service.flow),
            basis=as_json(service.basis),
            status=service.status,
            place=service.place,
            source=service.source,
            verified=service.verified.isoformat() if service.verified else None,
        )
        yield from self._facts.whole(service, owner, asks)
        yield from self._facts.evidence_lines(service.evidence, owner, asks)
        yield from self._facts.not_needed(service.not_needed, owner, asks)
        yield from self._facts.said(service.stops, service.notes, owner, asks)
        yield from self._facts.own_questions(service.questions, owner, asks)

    def _circumstance(self, value: Circumstance) -> Rows:
        asks = self._asked.of(value.id)
        owner: Owner = {"circumstance": value.id}
        yield row(
            "circumstance",
            id=value.id,
            name=value.name,
            plain=value.plain,
            swap=as_json(value.swap),
            includes=as_json(value.includes),
            basis=as_json(value.basis),
            **when_cells(value.when, asks),
        )
        yield from self._facts.evidence_lines(value.evidence, owner, asks)
        yield from fees(value.fee, owner, asks)
        yield from self._facts.said(value.stops, value.notes, owner, asks)
        yield from self._facts.own_questions(value.questions, owner, asks)

    def _topic(self, topic: Topic) -> Rows:
        asks = self._asked.of(topic.id)
        owner: Owner = {"topic": topic.id}
        yield row(
            "topic",
            id=topic.id,
            name=topic.name,
            plain=topic.plain,
            aliases=as_json(topic.aliases),
            category=topic.category,
            audience=topic.for_,
            one_thing=topic.one_thing,
            popularity=topic.popularity,
            state=topic.state,
        )
        for circumstance in dict.fromkeys(topic.circumstances):
            yield row("topic_circumstance", topic=topic.id, circumstance=circumstance)
        yield from includes(topic.includes, owner, asks)
        yield from self._facts.not_needed(topic.not_needed, owner, asks)
        yield from self._facts.said(topic.stops, topic.notes, owner, asks)
        yield from self._facts.own_questions(topic.questions, owner, asks)

    def _region(self, overlay: RegionOverlay) -> Rows:
        for key, given in overlay.windows.items():
            kind = "service" if key in self._catalogue.of("service") else "agency"
            for window in given if isinstance(given, tuple) else (given,):
                yield window_row(window, {"region": overlay.code, kind: key})
        for service, patch in overlay.services.items():
            yield from self._service_patch(overlay.code, service, patch)
        for topic, change in overlay.topics.items():
            yield from self._topic_patch(overlay.code, topic, change)

    def _service_patch(self, region: RegionCode, service: str, patch: ServicePatch) -> Rows:
        owner: Owner = {"region": region, "service": service}
        asks = self._asked.of(service)
        yield from self._facts.whole(patch, owner, asks)
        yield from self._facts.evidence_lines(patch.add_evidence, owner, asks)
        yield from self._facts.said(patch.add_stops, patch.add_notes, owner, asks)
        yield from self._facts.own_questions(patch.add_questions, owner, asks)
        for name, value in msgspec.structs.asdict(patch).items():
            own = name in ("evidence", *_REPLACED) or name.startswith("add_")
            if value is not UNSET and not own:
                yield row(
                    "regional_change", **owner, part="service", id=name, change=as_json(value)
                )
        yield from changes("evidence", patch.evidence, owner)

    def _topic_patch(self, region: RegionCode, topic: str, patch: TopicPatch) -> Rows:
        owner: Owner = {"region": region, "topic": topic}
        asks = self._asked.of(topic)
        yield from includes(patch.add_includes, owner, asks)
        yield from self._facts.said(patch.add_stops, patch.add_notes, owner, asks)
        yield from self._facts.own_questions(patch.add_questions, owner, asks)
        yield from changes("include", patch.includes, owner)
        yield from changes("option", patch.options, owner)
