"""The authored catalogue in memory: its documents, each with the lines it was written on.

It serves `kiosk.domain.catalog.Documents`, so the engine runs on it as on the compiled one.
Reading files is `load.py`.
"""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from yaml.nodes import MappingNode, Node, SequenceNode

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
from kiosk.wire.pack import DocumentKind
from kiosk.workshop.findings import Finding, Level
from kiosk.workshop.scenario import Scenario
from kiosk.workshop.yaml_source import line_of

IMPORTS = "imports"
"""The subfolder of imported lists."""

Step = str | int
"""One step of a path inside a document: a field as written in YAML, a key, or a place from 0."""


class Document(Struct, frozen=True, kw_only=True):
    """One document and where it was written; `file` is relative to the catalogue folder."""

    kind: DocumentKind
    id: str
    value: Any
    file: str
    node: Node

    @property
    def imported(self) -> bool:
        """Tell whether it was imported: its words are quoted, not chosen by an editor."""
        return self.file.startswith(f"{IMPORTS}/")

    def line(self, *path: Step) -> int:
        """Return the line of a part, or of what stands there in a short form."""
        return line_at(self.node, *path)

    def finding(
        self, code: str, path: Iterable[Step], message: str, level: Level = "error"
    ) -> Finding:
        """Return a finding about a part of the document."""
        return Finding(
            code=code, level=level, file=self.file, line=self.line(*path), message=message
        )


class WrittenScenario(Struct, frozen=True, kw_only=True):
    """A scenario with its topic and where it was written."""

    topic: TopicId
    value: Scenario
    file: str
    node: Node

    def line(self, *path: Step) -> int:
        """Return the line of a part of the scenario."""
        return line_at(self.node, *path)


class LoadedCatalogue(Struct, frozen=True, kw_only=True):
    """All documents by kind and id, in the order of their files.

    `divisions` maps known division codes to names, `findings` holds what is wrong but can be read,
    `kept` is, by service and element, what imported items say and a service has no field for,
    `icons` names the drawings that there are (none: not known).
    """

    documents: dict[DocumentKind, dict[str, Document]]
    scenarios: tuple[WrittenScenario, ...]
    synonyms: dict[str, tuple[str, ...]]
    divisions: dict[RegionCode, str]
    findings: tuple[Finding, ...]
    kept: dict[ServiceId, dict[str, str]] = {}
    icons: frozenset[str] = frozenset()

    def of(self, kind: DocumentKind) -> dict[str, Document]:
        """Return the documents of one kind by id."""
        return self.documents.get(kind, {})

    def value(self, kind: DocumentKind, document_id: str) -> Any:
        """Return one document's value. Raises KeyError."""
        return self.of(kind)[document_id].value

    def catalogue(self) -> Catalogue:
        """Return the head of the catalogue."""
        head: Catalogue = self.value("catalogue", "catalogue")
        return head

    def topic(self, topic_id: TopicId) -> Topic:
        """Return one topic. Raises KeyError."""
        found: Topic = self.value("topic", topic_id)
        return found

    def service(self, service_id: ServiceId) -> Service:
        """Return one service. Raises KeyError."""
        found: Service = self.value("service", service_id)
        return found

    def circumstance(self, circumstance_id: CircumstanceId) -> Circumstance:
        """Return one circumstance. Raises KeyError."""
        found: Circumstance = self.value("circumstance", circumstance_id)
        return found

    def evidence(self, evidence_id: EvidenceId) -> EvidenceType:
        """Return one evidence type. Raises KeyError."""
        found: EvidenceType = self.value("evidence", evidence_id)
        return found

    def agency(self, agency_id: AgencyId) -> Agency:
        """Return one agency. Raises KeyError."""
        found: Agency = self.value("agency", agency_id)
        return found

    def question(self, question_id: QuestionId) -> Question:
        """Return one shared question. Raises KeyError."""
        found: Question = self.value("question", question_id)
        return found

    def overlay(self, code: RegionCode) -> RegionOverlay | None:
        """Return the overlay of exactly this division, or None."""
        document = self.of("region").get(code)
        return document.value if document else None


def line_at(node: Node, *path: Step) -> int:
    """Return the line of what `path` leads to from `node`; it stops where the path stops."""
    line, last = line_of(node), None
    for step in path:
        found = _enter(node, step, last)
        if found is not None:
            line, node = found
        last = step
    return line


def _enter(node: Node, step: Step, last: Step | None) -> tuple[int, Node] | None:
    """Return line and node one step deeper, or None where the short form ends the path."""
    if isinstance(step, int):
        if isinstance(node, SequenceNode) and step < len(node.value):
            return line_of(node.value[step]), node.value[step]
        if isinstance(node, MappingNode) and last == "options" and step < len(node.value):
            key, value = node.value[step]
            return line_of(key), value
        return None
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return line_of(key), value
    return None
