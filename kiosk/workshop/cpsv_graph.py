"""The graph of a CPSV-AP export while it is filled: IRIs, namespaces, concepts, texts.

What a catalogue says in CPSV-AP is `cpsv_services.py` and `cpsv_topics.py`. The only module that
knows rdflib. Every node has an IRI, so two exports of one catalogue are the same file.
"""

import json
from collections.abc import Iterable
from typing import Literal
from urllib.parse import quote, unquote

from rdflib import RDF, SKOS, XSD, Graph, Namespace, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG

from kiosk.domain.condition import Condition
from kiosk.workshop.condition_text import Asks, sentence, written

CPSV = Namespace("http://purl.org/vocab/cpsv#")
M8G = Namespace("http://data.europa.eu/m8g/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
TIME = Namespace("http://www.w3.org/2006/time#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
OURS = Namespace("https://banshiting.example/ns#")
"""What CPSV-AP has no word for: conditions, holders, copies. docs/formats.md lists the words."""

CHINESE = URIRef("http://publications.europa.eu/resource/authority/language/ZHO")
YUAN = URIRef("http://publications.europa.eu/resource/authority/currency/CNY")
CHINA = URIRef("http://publications.europa.eu/resource/authority/country/CHN")

GraphFormat = Literal["turtle", "json-ld"]
_PREFIXES = {
    "cpsv": CPSV,
    "m8g": M8G,
    "eli": ELI,
    "locn": LOCN,
    "time": TIME,
    "adms": ADMS,
    "ours": OURS,
    "dct": DCTERMS,
    "dcat": DCAT,
    "foaf": FOAF,
    "org": ORG,
    "skos": SKOS,
    "xsd": XSD,
}
_LANGUAGE = "zh"


class CpsvGraph:
    """A graph whose nodes live under one base IRI.

    Args:
        base: absolute, ends with `/`; the same base gives the same IRIs in every edition.
    """

    def __init__(self, base: str) -> None:
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in _PREFIXES.items():
            self.graph.bind(prefix, namespace)
        self._base = base

    def iri(self, *parts: str) -> URIRef:
        """Return the IRI of what has these names, e.g. of ("topic", "keep-dog")."""
        return URIRef(self._base + "/".join(quote(part, safe="") for part in parts))

    def under(self, node: URIRef, *parts: str) -> URIRef:
        """Return the IRI of a part of `node`."""
        return URIRef("/".join([node, *(quote(part, safe="") for part in parts)]))

    def node(
        self, node: URIRef, *kinds: URIRef, identifier: str | None = None, title: str | None = None
    ) -> URIRef:
        """Add a node of one or more classes and return it.

        Args:
            node: its IRI.
            kinds: its classes.
            identifier: by default what its IRI adds to the base.
            title: its name.
        """
        for kind in kinds:
            self.graph.add((node, RDF.type, kind))
        own = unquote(node.removeprefix(self._base))
        self.plain(node, DCTERMS.identifier, identifier or own)
        self.text(node, DCTERMS.title, title)
        return node

    def link(self, node: URIRef, name: URIRef, *targets: URIRef) -> None:
        """Add links to other nodes."""
        for target in targets:
            self.graph.add((node, name, target))

    def text(self, node: URIRef, name: URIRef, *texts: str | None) -> None:
        """Add Chinese texts; None and empty ones are left out."""
        for text in texts:
            if text:
                self.graph.add((node, name, RdfLiteral(text, lang=_LANGUAGE)))

    def plain(self, node: URIRef, name: URIRef, value: object, kind: URIRef | None = None) -> None:
        """Add a value without language, unless it is None."""
        if value is not None:
            self.graph.add((node, name, RdfLiteral(str(value), datatype=kind)))

    def flag(self, node: URIRef, name: URIRef, value: bool) -> None:
        """Add `true`, or nothing."""
        if value:
            self.plain(node, name, "true", XSD.boolean)

    def concept(self, scheme: str, key: str, label: str | None = None) -> URIRef:
        """Add a concept of one of our lists, e.g. ("channel", "window", "窗口"), and return it."""
        return self.known(self.iri("concept", scheme, key), SKOS.Concept, label or key, key)

    def known(self, node: URIRef, kind: URIRef, label: str, key: str | None = None) -> URIRef:
        """Add a node that has a label only, ours or one of the EU's lists, and return it."""
        self.graph.add((node, RDF.type, kind))
        self.text(node, SKOS.prefLabel, label)
        self.plain(node, SKOS.notation, key)
        return node

    def when(self, node: URIRef, condition: Condition | None, asks: Asks) -> None:
        """Say when something applies: in words, and as the data that authors write."""
        if condition is not None:
            self.text(node, OURS.whenText, sentence(condition, asks))
            self.plain(node, OURS.when, written(condition))

    def laws(self, node: URIRef, name: URIRef, basis: Iterable[str | None]) -> None:
        """Link the laws behind something; a text names several with ；between them."""
        for text in dict.fromkeys(p.strip() for b in basis if b for p in b.split("；")):
            if text:
                law = self.iri("legal", text)
                self.link(node, name, self.node(law, ELI.LegalResource, title=text))

    def encode(self, format_: GraphFormat) -> bytes:
        """Return the graph as a file; the same graph gives the same bytes."""
        if format_ == "turtle":
            return self.graph.serialize(format="turtle", encoding="utf-8")
        context = {prefix: str(namespace) for prefix, namespace in _PREFIXES.items()}
        document = json.loads(self.graph.serialize(format="json-ld", context=context))
        return (json.dumps(_sorted(document), ensure_ascii=False, indent=1) + "\n").encode()


def _sorted(value: object) -> object:
    """Return a JSON-LD document with lists and names in a fixed order: none of ours has one."""
    if isinstance(value, dict):
        return {name: _sorted(part) for name, part in sorted(value.items())}
    if isinstance(value, list):
        return sorted((_sorted(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True))
    return value
