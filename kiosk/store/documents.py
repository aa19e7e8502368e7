"""Typed documents from encoded ones: what a cache in use and one in the making have in common.

Those in use are `catalog_db.py`; how documents get into a cache is `catalog_fill.py`.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.domain.catalog import Division
from kiosk.domain.condition import Question
from kiosk.domain.service import Agency, EvidenceType, Service
from kiosk.domain.spelling import Readings
from kiosk.domain.topic import Catalogue, Circumstance, RegionOverlay, Topic
from kiosk.store.overlay_parts import overlay_in_parts
from kiosk.store.typed import typed
from kiosk.wire.pack import CalendarYear, DocumentKind

Synonyms = dict[str, tuple[str, ...]]

DOCUMENT_TYPES: dict[DocumentKind, Any] = {
    "catalogue": Catalogue,
    "agency": Agency,
    "evidence": EvidenceType,
    "question": Question,
    "service": Service,
    "circumstance": Circumstance,
    "topic": Topic,
    "region": RegionOverlay,
    "synonyms": Synonyms,
    "readings": dict[str, tuple[str, ...]],
    "calendar": CalendarYear,
    "division": Division,
}
MAX_DECODED = 1024
"""Decoded documents kept; a topic in full depth needs about a hundred."""


class TypedDocuments(ABC):
    """Decodes documents on first use and keeps them. Implements `domain.catalog.Documents`."""

    def __init__(self) -> None:
        self._decoded: dict[tuple[str, str], Any] = {}

    @abstractmethod
    def _encoded(self, kind: DocumentKind, key: str) -> bytes | None:
        """Return one encoded document, or None when there is none."""

    def _get(self, kind: DocumentKind, key: str) -> Any:
        """Return one decoded document. Raises KeyError when there is none."""
        found = self._find(kind, key)
        if found is None:
            raise KeyError(key)
        return found

    def _find(self, kind: DocumentKind, key: str) -> Any:
        """Return one decoded document or None."""
        cached = self._decoded.get((kind, key))
        if cached is not None:
            return cached
        encoded = self._encoded(kind, key)
        if encoded is None:
            return None
        document = decode(kind, key, encoded)
        self._keep(kind, key, document)
        return document

    def _keep(self, kind: DocumentKind, key: str, document: object) -> None:
        """Keep a decoded document; when there are too many, first let all of them go."""
        if len(self._decoded) >= MAX_DECODED:
            self._decoded.clear()
        self._decoded[kind, key] = document

    def catalogue(self) -> Catalogue:
        """Return the head of the catalogue."""
        found: Catalogue = self._get("catalogue", "catalogue")
        return found

    def topic(self, topic_id: str) -> Topic:
        """Return one published topic. Raises KeyError."""
        found: Topic = self._get("topic", topic_id)
        return found

    def service(self, service_id: str) -> Service:
        """Return one service. Raises KeyError."""
        found: Service = self._get("service", service_id)
        return found

    def circumstance(self, circumstance_id: str) -> Circumstance:
        """Return one circumstance. Raises KeyError."""
        found: Circumstance = self._get("circumstance", circumstance_id)
        return found

    def evidence(self, evidence_id: str) -> EvidenceType:
        """Return one evidence type. Raises KeyError."""
        found: EvidenceType = self._get("evidence", evidence_id)
        return found

    def agency(self, agency_id: str) -> Agency:
        """Return one agency. Raises KeyError."""
        found: Agency = self._get("agency", agency_id)
        return found

    def question(self, question_id: str) -> Question:
        """Return one shared question. Raises KeyError."""
        found: Question = self._get("question", question_id)
        return found

    def overlay(self, code: str) -> RegionOverlay | None:
        """Return the overlay of exactly this division, or None."""
        if ("region", code) not in self._decoded:
            encoded = self._encoded("region", code)
            if encoded is None:
                return None
            self._keep("region", code, overlay_in_parts(code, encoded))
        found: RegionOverlay = self._decoded["region", code]
        return found

    def synonyms(self) -> Synonyms:
        """Return everyday words and the words of the catalogue that they stand for."""
        found: Synonyms | None = self._find("synonyms", "synonyms")
        return found or {}

    def readings(self) -> Readings:
        """Return the syllables of the catalogue's characters."""
        found: Readings | None = self._find("readings", "readings")
        return found or {}


def decode(kind: DocumentKind, key: str, encoded: bytes | msgspec.Raw) -> Any:
    """Decode one document by its kind.

    Raises:
        Unavailable: it does not fit its type: the catalogue is of another version.
    """
    return typed(encoded, DOCUMENT_TYPES[kind], f"{kind} {key}")


class ServiceName(Struct, frozen=True, kw_only=True):
    """One of the names of a service, without its condition."""

    value: str


class ServiceNames(Struct, frozen=True, kw_only=True):
    """What search needs of a service; to decode all of it takes three times as long."""

    id: str
    plain: str
    name: tuple[ServiceName, ...]
    aliases: tuple[str, ...] = ()


class StoredDocuments(TypedDocuments):
    """The documents of a cache that is being built, read from its own tables.

    Nothing but the newest decoded ones stays in memory: a province has 400,000.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection
        topics = (topic for topic in self._all("topic") if topic.state == "published")
        self.topics: list[Topic] = sorted(topics, key=lambda one: (-one.popularity, one.id))
        sql = "SELECT id, doc FROM document WHERE kind = 'region' ORDER BY id"
        self.overlays = [overlay_in_parts(*row) for row in connection.execute(sql)]

    def _encoded(self, kind: DocumentKind, key: str) -> bytes | None:
        sql = "SELECT doc FROM document WHERE kind = ? AND id = ?"
        row: tuple[bytes] | None = self._connection.execute(sql, (kind, key)).fetchone()
        return row[0] if row else None

    def names(self, service_id: str) -> ServiceNames:
        """Return what a service is called. Raises KeyError."""
        encoded = self._encoded("service", service_id)
        if encoded is None:
            raise KeyError(service_id)
        found: ServiceNames = typed(encoded, ServiceNames, f"service {service_id}")
        return found

    def _all(self, kind: DocumentKind) -> Iterator[Any]:
        sql = "SELECT id, doc FROM document WHERE kind = ? ORDER BY id"
        for key, doc in self._connection.execute(sql, (kind,)):
            yield decode(kind, key, doc)
