"""Services in CPSV-AP: what one agency does, asks for, takes, gives, and where.

Topics, circumstances and the head of the catalogue are `cpsv_ap.py`; IRIs and texts are made by
`cpsv_graph.py`. Every part is `in_force` on the day of the export.
"""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct
from rdflib import RDFS, SKOS, XSD, URIRef
from rdflib.namespace import DCAT, DCTERMS, ORG

from kiosk.domain.overlay import in_force
from kiosk.domain.service import (
    Agency,
    Service,
    Sourced,
    TimeLimit,
)
from kiosk.domain.wording import CHANNELS, limit, span
from kiosk.workshop.condition_text import Asks
from kiosk.workshop.cpsv_graph import ADMS, CHINESE, CPSV, M8G, OURS, CpsvGraph
from kiosk.workshop.cpsv_parts import PartWriter

T = TypeVar("T", bound=Sourced)

AUDIENCES = {"person": "个人", "company": "法人和其他组织"}
STATUSES = {"verified": "已核实", "unverified": "未核实，请向窗口确认"}
PRESENCES = {"in_person": "要本人到场", "proxy_allowed": "可以请人代办", "nobody": "不用去人"}


class Placed(Struct, frozen=True, kw_only=True):
    """A service as one place has it, and where it stands in the graph."""

    service: Service
    node: URIRef
    location: URIRef
    asks: Asks


class ServiceWriter:
    """Writes services into a graph.

    Args:
        out: the graph.
        parts: writes what services consist of.
        as_of: the day on which the facts must hold.
    """

    def __init__(self, out: CpsvGraph, parts: PartWriter, as_of: dt.date) -> None:
        self._out = out
        self._parts = parts
        self._as_of = as_of

    def live(self, elements: Iterable[T]) -> tuple[T, ...]:
        """Return what holds on the day of the export."""
        return tuple(e for e in elements if in_force(e, self._as_of))

    def agency(self, agency: Agency, location: URIRef) -> None:
        """Add one agency. Its area is the country: the names of a catalogue are generic."""
        out = self._out
        node = out.node(
            out.iri("agency", agency.id),
            M8G.PublicOrganisation,
            ORG.Organization,
            title=agency.name,
        )
        out.text(node, SKOS.prefLabel, agency.name)
        out.text(node, SKOS.altLabel, agency.plain)
        out.link(node, DCTERMS.spatial, location)
        out.plain(node, OURS.level, agency.level)
        if agency.phone:
            out.link(node, M8G.contactPoint, self._parts.contact(node, phone=agency.phone))

    def service(self, placed: Placed, categories: Iterable[URIRef], dataset: URIRef) -> None:
        """Add a service with all its parts."""
        out, service, node = self._out, placed.service, placed.node
        names = [choice.value for choice in self.live(service.name)] or [service.plain]
        codes = [c.value for c in self.live(service.code) if c.when is None]
        out.node(
            node,
            CPSV.PublicService,
            identifier=codes[0] if codes else None,
            title=names[0],
        )
        out.text(node, SKOS.altLabel, *names[1:])
        out.text(node, DCTERMS.description, service.plain)
        out.text(node, DCAT.keyword, *service.aliases)
        out.plain(node, OURS.id, service.id)
        out.link(node, M8G.hasCompetentAuthority, out.iri("agency", service.agency))
        out.link(node, DCTERMS.language, CHINESE)
        out.link(node, DCTERMS.spatial, placed.location)
        out.link(node, DCTERMS.isPartOf, dataset)
        out.link(node, M8G.thematicArea, *categories)
        self._kinds(service, node)
        self._times(placed)
        self._channels(service, node)
        self._contacts(service, node)
        self._costs(placed)
        self._outputs(placed)
        for line in self.live(service.evidence):
            out.link(node, M8G.holdsRequirement, self._parts.requirement(node, line, placed.asks))
            for paper in self._parts.papers(line):
                out.link(node, M8G.hasInputType, out.iri("evidence", paper.id))
        for stop in self.live(service.stops):
            out.link(node, CPSV.follows, self._parts.stop(node, stop, placed.asks))
        self._duties(placed)
        out.laws(node, M8G.hasLegalResource, service.basis)

    def _kinds(self, service: Service, node: URIRef) -> None:
        out = self._out
        audiences = AUDIENCES if service.for_ == "both" else (service.for_,)
        for key in audiences:
            out.link(node, DCTERMS.audience, out.concept("audience", key, AUDIENCES[key]))
        if service.type:
            out.link(node, DCTERMS.type, out.concept("service-type", service.type))
        status = out.concept("status", service.status, STATUSES[service.status])
        out.link(node, ADMS.status, status)
        out.text(node, OURS.place, service.place)
        out.text(node, DCTERMS.source, service.source)
        out.plain(node, DCTERMS.modified, service.verified, XSD.date)
        for choice in self.live(service.presence):
            out.text(node, OURS.presence, PRESENCES[choice.value])

    def _times(self, placed: Placed) -> None:
        out, node, time = self._out, placed.node, placed.service.time
        limits = {"statutory": self.live(time.statutory), "promised": self.live(time.promised)}
        for kind, found in limits.items():
            for n, value in enumerate(found, start=1):
                part = out.node(out.under(node, kind, str(n)), OURS.TimeLimit)
                out.text(part, DCTERMS.description, limit(value.days, value.unit))
                out.text(part, RDFS.comment, value.note)
                self._parts.conditional(part, value, placed.asks, value.basis)
                out.link(node, OURS[kind], part)
        certain = [v for v in (*limits["promised"], *limits["statutory"]) if _is_certain(v)]
        if certain:
            out.plain(node, M8G.processingTime, f"P{certain[0].days}D", XSD.duration)

    def _channels(self, service: Service, node: URIRef) -> None:
        out = self._out
        for channel in service.channels:
            part = out.node(out.under(node, "channel", channel), M8G.Channel)
            out.text(part, DCTERMS.description, CHANNELS[channel])
            out.link(part, DCTERMS.type, out.concept("channel", channel, CHANNELS[channel]))
            out.link(node, M8G.hasChannel, part)

    def _contacts(self, service: Service, node: URIRef) -> None:
        given = service.contacts
        if given is None:
            return
        for key, phone in (("consult", given.consult), ("complain", given.complain)):
            if phone:
                part = self._parts.contact(node, phone=phone, hours=given.hours, key=key)
                self._out.link(node, M8G.contactPoint, part)

    def _costs(self, placed: Placed) -> None:
        for n, fee in enumerate(self.live(placed.service.fee), start=1):
            cost = self._parts.cost(placed.node, fee.id or str(n), fee, placed.asks)
            self._out.link(placed.node, M8G.hasCost, cost)

    def _outputs(self, placed: Placed) -> None:
        out = self._out
        for n, result in enumerate(self.live(placed.service.result), start=1):
            place = out.under(placed.node, "output", str(n))
            node = out.node(place, M8G.Output, title=result.name)
            out.link(node, DCTERMS.language, CHINESE)
            if result.type:
                out.link(node, DCTERMS.type, out.concept("output-type", result.type))
            if result.evidence:
                out.link(node, DCTERMS.conformsTo, out.iri("evidence", result.evidence))
            out.plain(node, OURS.collect, result.collect)
            self._parts.conditional(node, result, placed.asks)
            out.link(placed.node, CPSV.produces, node)

    def _duties(self, placed: Placed) -> None:
        for n, duty in enumerate(self.live(placed.service.duty), start=1):
            within = span(duty.within, duty.unit)
            said = f"{duty.from_}起{within}内办。{duty.consequence or ''}"
            node = self._out.under(placed.node, "duty", str(n))
            kind = ("duty", "申请人期限")
            rule = self._parts.rule(node, kind, said, duty, placed.asks)
            self._out.laws(rule, CPSV.implements, [duty.basis])
            self._out.link(placed.node, CPSV.follows, rule)


def _is_certain(value: TimeLimit) -> bool:
    """Tell whether a limit is verified and for everybody, so that one number may stand for all.

    A working day is counted as a day of the duration; the exact words stand beside it.
    """
    return value.when is None and value.status == "verified"
