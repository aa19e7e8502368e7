"""The whole catalogue as CPSV-AP 3.2: what other programs of public administrations read.

Each document becomes nodes with stable IRIs; a service that a region changes stands once more
under the region. The parts of a service are `cpsv_services.py`, IRIs and texts `cpsv_graph.py`.
Which class stands for what: docs/glossary.md. Source: CPSV-AP 3.2.0 and its SHACL shapes.
"""

import datetime as dt
import re
from collections.abc import Iterator

from rdflib import RDFS, SKOS, XSD, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF

from kiosk.domain.errors import InputError
from kiosk.domain.ids import region_chain
from kiosk.domain.overlay import localize_service
from kiosk.domain.service import Service
from kiosk.domain.topic import Circumstance, RegionOverlay, Topic, Window
from kiosk.domain.wording import CHANNELS
from kiosk.workshop.condition_text import AskedWhere, Asks
from kiosk.workshop.cpsv_graph import CHINA, CHINESE, CPSV, LOCN, M8G, OURS, YUAN, CpsvGraph
from kiosk.workshop.cpsv_parts import PartWriter
from kiosk.workshop.cpsv_services import Placed, ServiceWriter
from kiosk.workshop.loaded import LoadedCatalogue

DEFAULT_BASE = "https://banshiting.example/id/"
"""Under a reserved name: a publisher gives an address of its own."""

_EVENTS = {"person": (M8G.LifeEvent,), "company": (M8G.BusinessEvent,)}
_BOTH = (M8G.LifeEvent, M8G.BusinessEvent)
_BASE = re.compile(r"https?://[A-Za-z0-9.:-]+/(?:[A-Za-z0-9._~/-]*/)?|urn:[a-z0-9][a-z0-9:-]+:")


def to_cpsv_ap(
    catalogue: LoadedCatalogue, base: str = DEFAULT_BASE, as_of: dt.date | None = None
) -> CpsvGraph:
    """Return the catalogue as a graph.

    Args:
        catalogue: its public topics (`editorial.py`); ids lead somewhere (`lint_references.py`).
        base: what every IRI begins with.
        as_of: the day on which facts must hold; by default the day of the catalogue's facts.

    Raises:
        InputError: `base` is no absolute IRI that ends with a slash.
    """
    if not _BASE.fullmatch(base):
        said = f"--base 要写以 / 结尾的网址，如 {DEFAULT_BASE}；现在是“{base}”"
        raise InputError("bad-base", said)
    return _Export(catalogue, base, as_of or catalogue.catalogue().facts_on).run()


class _Export:
    """One run."""

    def __init__(self, catalogue: LoadedCatalogue, base: str, as_of: dt.date) -> None:
        self._catalogue = catalogue
        self._as_of = as_of
        self._out = CpsvGraph(base)
        papers = {i: d.value for i, d in catalogue.of("evidence").items()}
        self._parts = PartWriter(self._out, papers)
        self._services = ServiceWriter(self._out, self._parts, as_of)
        self._asked = AskedWhere(catalogue)
        self._dataset = self._out.iri("dataset")

    def run(self) -> CpsvGraph:
        self._head()
        for document in self._catalogue.of("agency").values():
            self._services.agency(document.value, CHINA)
        for document in self._catalogue.of("evidence").values():
            self._parts.evidence_type(document.value)
        for placed in (*self._national(), *self._regional()):
            categories = self._categories(placed.service.id)
            self._services.service(placed, categories, self._dataset)
            self._out.link(placed.node, M8G.contactPoint, self._hotline)
            self._out.link(self._dataset, DCTERMS.hasPart, placed.node)
            self._requires(placed)
        for document in self._catalogue.of("region").values():
            self._windows(document.value)
        for document in self._catalogue.of("circumstance").values():
            self._circumstance(document.value)
        for document in self._catalogue.of("topic").values():
            self._topic(document.value)
        return self._out

    def _head(self) -> None:
        out, head = self._out, self._catalogue.catalogue()
        publisher = out.node(out.iri("publisher"), FOAF.Agent, title=head.publisher)
        out.node(self._dataset, DCAT.Dataset, title=head.name)
        out.text(self._dataset, DCTERMS.description, f"{head.name}第{head.edition}版")
        out.link(self._dataset, DCTERMS.publisher, publisher)
        out.plain(self._dataset, OURS.edition, head.edition)
        out.plain(self._dataset, DCTERMS.modified, head.facts_on, XSD.date)
        out.plain(self._dataset, DCTERMS.rights, head.licence)
        out.known(CHINESE, DCTERMS.LinguisticSystem, "中文")
        out.known(YUAN, SKOS.Concept, "人民币")
        out.known(CHINA, DCTERMS.Location, "中国")
        self._hotline = self._parts.contact(self._dataset, phone=head.hotline, key="hotline")

    def _national(self) -> Iterator[Placed]:
        for document in self._catalogue.of("service").values():
            node = self._out.iri("service", document.id)
            yield self._placed(document.value, node, CHINA, self._asked.of(document.id))

    def _regional(self) -> Iterator[Placed]:
        """Yield each service that a region changes, with the changes of all regions above it."""
        for code, document in self._catalogue.of("region").items():
            chain = [self._catalogue.overlay(c) for c in region_chain(code)]
            overlays = [overlay for overlay in chain if overlay is not None]
            for service_id in document.value.services:
                national = self._catalogue.service(service_id)
                node = self._out.iri("region", code, "service", service_id)
                local = localize_service(national, overlays, self._as_of)
                asks = self._asked.of(service_id)
                yield self._placed(local, node, self._location(code), asks)
                self._out.link(node, M8G.relatedService, self._out.iri("service", service_id))

    @staticmethod
    def _placed(service: Service, node: URIRef, location: URIRef, asks: Asks) -> Placed:
        return Placed(service=service, node=node, location=location, asks=asks)

    def _location(self, code: str) -> URIRef:
        overlay = self._catalogue.overlay(code)
        known = self._catalogue.divisions.get(code)
        name = known or (overlay.name if overlay else code)
        return self._out.known(self._out.iri("region", code), DCTERMS.Location, name, code)

    def _categories(self, service: str) -> list[URIRef]:
        topics = (d.value for d in self._catalogue.of("topic").values())
        return [self._category(t) for t in topics if service in (i.service for i in t.includes)]

    def _category(self, topic: Topic) -> URIRef:
        names = {c.id: c.name for c in self._catalogue.catalogue().categories}
        return self._out.concept("category", topic.category, names.get(topic.category))

    def _requires(self, placed: Placed) -> None:
        for needed in placed.service.requires:
            if needed in self._catalogue.of("service"):
                self._out.link(placed.node, DCTERMS.requires, self._out.iri("service", needed))
            else:
                self._out.link(placed.node, M8G.hasInputType, self._out.iri("evidence", needed))

    def _windows(self, overlay: RegionOverlay) -> None:
        """Add the windows of a region as channels of the services they are for."""
        out = self._out
        for key, given in overlay.windows.items():
            for n, window in enumerate(given if isinstance(given, tuple) else (given,), start=1):
                if window.valid is not None and not window.valid.holds_on(self._as_of):
                    continue
                node = self._window(overlay, key, n, window)
                for service in self._catalogue.of("service").values():
                    if key in (service.id, service.value.agency):
                        owner = out.iri("agency", service.value.agency)
                        out.link(out.iri("service", service.id), M8G.hasChannel, node)
                        out.link(node, M8G.ownedBy, owner)

    def _window(self, overlay: RegionOverlay, key: str, n: int, window: Window) -> URIRef:
        out = self._out
        node = out.node(out.iri("region", overlay.code, "window", key, str(n)), M8G.Channel)
        out.text(node, DCTERMS.description, window.name)
        out.link(node, DCTERMS.type, out.concept("channel", "window", CHANNELS["window"]))
        out.link(node, DCTERMS.spatial, self._location(overlay.code))
        if window.address or window.building:
            address = out.node(out.under(node, "address"), LOCN.Address)
            out.text(address, LOCN.fullAddress, window.address)
            out.text(address, LOCN.locatorName, window.building)
            out.link(node, LOCN.address, address)
        if window.phone or window.hours:
            contact = self._parts.contact(node, phone=window.phone, hours=window.hours)
            out.link(node, M8G.contactPoint, contact)
        return node

    def _circumstance(self, value: Circumstance) -> None:
        """Add a circumstance as a rule that its papers fulfil."""
        out, asks, live = self._out, self._asked.of(value.id), self._services.live
        said = "。".join((value.plain or value.name, *(n.text for n in live(value.notes))))
        node = out.iri("circumstance", value.id)
        rule = self._parts.rule(node, ("circumstance", value.name), said, value, asks)
        for line in live(value.evidence):
            out.link(self._parts.requirement(rule, line, asks), M8G.fulfils, rule)
        for stop in live(value.stops):
            out.link(rule, OURS.stop, self._parts.stop(rule, stop, asks))
        for n, fee in enumerate(live(value.fee), start=1):
            out.link(rule, OURS.fee, self._parts.cost(rule, fee.id or str(n), fee, asks))
        out.laws(rule, CPSV.implements, value.basis)

    def _topic(self, topic: Topic) -> None:
        out, asks = self._out, self._asked.of(topic.id)
        kinds = _EVENTS.get(topic.for_, _BOTH)
        node = out.node(out.iri("topic", topic.id), M8G.Event, *kinds, title=topic.name)
        out.text(node, DCTERMS.description, topic.plain)
        out.text(node, SKOS.altLabel, topic.one_thing, *topic.aliases)
        out.link(node, DCTERMS.type, self._category(topic))
        for include in self._services.live(topic.includes):
            service = out.iri("service", include.service)
            out.link(node, M8G.hasRelatedService, service)
            out.link(service, M8G.isGroupedBy, node)
            step = out.node(out.under(node, "step", include.key), OURS.Step)
            out.link(node, OURS.step, step)
            out.link(step, OURS.service, service)
            out.flag(step, OURS.optional, include.optional)
            out.text(step, RDFS.comment, include.plain)
            out.when(step, include.when, asks)
            for edge in include.after:
                out.link(step, OURS.after, out.iri("service", edge.service))
        for stop in self._services.live(topic.stops):
            out.link(node, OURS.stop, self._parts.stop(node, stop, asks))
        for circumstance in topic.circumstances:
            out.link(node, OURS.circumstance, out.iri("circumstance", circumstance))
