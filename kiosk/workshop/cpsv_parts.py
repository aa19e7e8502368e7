"""Parts of services and circumstances in CPSV-AP: papers, rules, costs, contacts.

What they are parts of links them itself (`cpsv_services.py`, `cpsv_ap.py`); IRIs and texts are made
by `cpsv_graph.py`.
"""

import msgspec
from rdflib import RDFS, SKOS, XSD, URIRef
from rdflib.namespace import DCTERMS

from kiosk.domain.service import Conditional, EvidenceLine, EvidenceType, Fee, Stop
from kiosk.domain.wording import HOLDERS
from kiosk.workshop.condition_text import Asks
from kiosk.workshop.cpsv_graph import CHINESE, CPSV, M8G, OURS, TIME, YUAN, CpsvGraph

NECESSITIES = {
    "required": "必要",
    "optional": "非必要",
    "later": "容缺后补",
    "on_site": "核查时备好",
}


class PartWriter:
    """Writes parts into a graph.

    Args:
        out: the graph.
        evidence: every evidence type by id.
    """

    def __init__(self, out: CpsvGraph, evidence: dict[str, EvidenceType]) -> None:
        self._out = out
        self._evidence = evidence

    def papers(self, line: EvidenceLine) -> list[EvidenceType]:
        """Return the kinds of paper of a line, one of which is enough."""
        return [self._evidence[i] for i in line.any_of or (line.use,) if i in self._evidence]

    def evidence_type(self, paper: EvidenceType) -> None:
        """Add one kind of paper."""
        out = self._out
        node = out.node(out.iri("evidence", paper.id), M8G.EvidenceType, title=paper.name)
        out.text(node, SKOS.altLabel, paper.plain, *paper.aliases)
        out.text(node, OURS.issuer, paper.issuer)
        out.text(node, OURS.where, paper.where)
        out.flag(node, OURS.identityDocument, paper.identity)

    def contact(
        self, owner: URIRef, *, phone: str | None, hours: str | None = None, key: str = "contact"
    ) -> URIRef:
        """Add a contact point under `owner` and return it."""
        out = self._out
        node = out.node(out.under(owner, key), M8G.ContactPoint)
        out.plain(node, M8G.telephone, phone)
        if hours:
            opening = out.node(out.under(node, "hours"), TIME.TemporalEntity)
            out.text(opening, DCTERMS.description, hours)
            out.link(node, M8G.openingHours, opening)
        return node

    def requirement(self, owner: URIRef, line: EvidenceLine, asks: Asks) -> URIRef:
        """Add an evidence line; each of its alternatives is a list of its own, as in CCCEV."""
        out = self._out
        papers = self.papers(line)
        title = "或".join(paper.name for paper in papers) or line.use
        node = out.node(
            out.under(owner, "requirement", line.key),
            M8G.Requirement,
            title=title,
        )
        kind = out.concept("necessity", line.necessity, NECESSITIES[line.necessity])
        out.link(node, DCTERMS.type, kind)
        out.text(node, DCTERMS.description, line.why)
        out.text(node, RDFS.comment, line.note)
        out.plain(node, OURS.holder, line.holder)
        out.plain(node, OURS.original, line.original)
        out.plain(node, OURS.originals, line.originals, XSD.integer)
        out.plain(node, OURS.copies, line.copies, XSD.integer)
        out.text(node, OURS.fillOnSite, line.fill)
        out.flag(node, OURS.promiseMayReplace, line.promise)
        for paper in papers:
            self._paper(node, line, paper)
        self.conditional(node, line, asks, line.basis)
        return node

    def _paper(self, requirement: URIRef, line: EvidenceLine, paper: EvidenceType) -> None:
        out, kind = self._out, self._out.iri("evidence", paper.id)
        node = out.node(
            out.under(requirement, "evidence", paper.id),
            M8G.Evidence,
            title=f"{paper.name}（{HOLDERS[line.holder]}）",
        )
        out.link(node, DCTERMS.conformsTo, kind)
        out.link(node, M8G.supportsRequirement, requirement)
        out.link(node, DCTERMS.language, CHINESE)
        out.link(requirement, M8G.hasSupportingEvidence, node)
        choice = out.node(out.under(requirement, "list", paper.id), M8G.EvidenceTypeList)
        out.link(choice, M8G.specifiesEvidenceType, kind)
        out.link(requirement, M8G.hasEvidenceTypeList, choice)

    def stop(self, owner: URIRef, stop: Stop, asks: Asks) -> URIRef:
        """Add a stop as a rule and return it."""
        said = f"{stop.reason}{'。' + stop.instead if stop.instead else ''}"
        node = self._out.under(owner, "stop", stop.id)
        rule = self.rule(node, ("stop", "不予受理情形"), said, stop, asks)
        self._out.laws(rule, CPSV.implements, [stop.basis])
        return rule

    def rule(
        self, node: URIRef, kind: tuple[str, str], said: str, fact: Conditional, asks: Asks
    ) -> URIRef:
        """Add a rule and return it; `kind` is its key and its name, `said` its whole text."""
        out = self._out
        out.node(node, CPSV.Rule, title=kind[1])
        out.text(node, DCTERMS.description, said)
        out.link(node, DCTERMS.language, CHINESE)
        out.link(node, DCTERMS.type, out.concept("rule", *kind))
        self.conditional(node, fact, asks)
        return node

    def cost(self, owner: URIRef, key: str, fee: Fee, asks: Asks) -> URIRef:
        """Add one fee; without an amount the sum is not known."""
        out = self._out
        node = out.node(out.under(owner, "fee", key), M8G.Cost)
        out.plain(node, M8G.hasValue, fee.amount and float(fee.amount), XSD.double)
        out.link(node, M8G.currency, YUAN)
        out.text(node, DCTERMS.description, fee.note)
        self.conditional(node, fee, asks, fee.basis)
        return node

    def conditional(
        self, node: URIRef, fact: Conditional, asks: Asks, basis: str | None = None
    ) -> None:
        """Say when a fact applies, whether it was verified, and where it was read."""
        self._out.when(node, fact.when, asks)
        applies = getattr(fact, "applies", None)
        if applies is not None:
            self._out.plain(node, OURS.applies, msgspec.json.encode(applies).decode())
        self._out.plain(node, OURS.status, fact.status)
        self._out.text(node, OURS.place, fact.place)
        self._out.text(node, DCTERMS.source, fact.source)
        self._out.laws(node, OURS.basis, [basis])
