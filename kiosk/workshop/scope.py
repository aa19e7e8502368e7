"""What belongs to a topic wherever it is used: its documents and its questions in their order.

All regions together: an include or a question of any overlay counts. The topic as one region has
it is `kiosk.domain.catalog.assemble`. Ids that lead nowhere are passed over; lint names them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from kiosk.domain.condition import ALWAYS, Condition, Question
from kiosk.domain.ids import QuestionId, ServiceId, TopicId
from kiosk.workshop.findings import Finding, Level
from kiosk.workshop.loaded import Document, LoadedCatalogue, Step
from kiosk.workshop.walk import Path

PROXY = "proxy"
WHO = "who"


class Place(Struct, frozen=True, kw_only=True):
    """Where something is written."""

    document: Document
    path: Path

    @property
    def line(self) -> int:
        """The line in the document's file."""
        return self.document.line(*self.path)

    @property
    def value(self) -> Any:
        """What is written here; the path must not run through a short form."""
        value = self.document.value
        for step in self.path:
            value = value[step] if isinstance(value, dict) else getattr(value, str(step))
        return value

    def finding(self, code: str, message: str, level: Level = "error") -> Finding:
        """Return a finding about what is written here."""
        return self.document.finding(code, self.path, message, level)


def at(document: Document, *path: Step) -> Place:
    """Return the place of a part of a document."""
    return Place(document=document, path=path)


class Asked(Struct, frozen=True, kw_only=True):
    """A question of a topic and where it is written."""

    question: Question
    place: Place


class Scope(Struct, frozen=True, kw_only=True):
    """A topic with everything in it.

    `parts` are the documents, or the parts of overlays, whose conditions count; `questions` are
    in the order of catalogue.md §5; `clashes` are second definitions of a question's id.
    """

    topic: Document
    parts: tuple[Place, ...]
    questions: dict[QuestionId, Asked]
    clashes: tuple[Asked, ...]


def scope(catalogue: LoadedCatalogue, topic_id: TopicId) -> Scope:
    """Return what belongs to a topic. Raises KeyError for an unknown topic."""
    topic = catalogue.of("topic")[topic_id]
    circumstances = _found(catalogue.of("circumstance"), topic.value.circumstances)
    documents = [topic, *_found(catalogue.of("service"), _included(catalogue, topic))]
    for circumstance in circumstances:
        added = (include.service for include in circumstance.value.includes)
        documents += [circumstance, *_found(catalogue.of("service"), added)]
    parts = tuple(
        part
        for document in {d.file: d for d in documents}.values()
        for part in (at(document), *_patches(catalogue, document))
    )
    questions, clashes = _questions(catalogue, topic, parts)
    return Scope(topic=topic, parts=parts, questions=questions, clashes=clashes)


def included_when(whole: Scope, service_id: ServiceId) -> list[Condition]:
    """Return, for each step that is this service, when it is there; at least one entry."""
    found = [
        include.when
        for part in whole.parts
        for include in _includes(part)
        if include.service == service_id
    ]
    return [ALWAYS if when is None else when for when in found] or [ALWAYS]


def _includes(part: Place) -> Iterator[Any]:
    for name in ("includes", "add_includes"):
        found = getattr(part.value, name, ())
        yield from found if isinstance(found, tuple) else ()


def _found(documents: dict[str, Document], ids: Iterable[str]) -> tuple[Document, ...]:
    return tuple(documents[i] for i in dict.fromkeys(ids) if i in documents)


def _included(catalogue: LoadedCatalogue, topic: Document) -> Iterator[ServiceId]:
    yield from (include.service for include in topic.value.includes)
    for overlay in catalogue.of("region").values():
        patch = overlay.value.topics.get(topic.id)
        if patch is not None:
            yield from (include.service for include in patch.add_includes)


def _patches(catalogue: LoadedCatalogue, document: Document) -> Iterator[Place]:
    """Yield what overlays change in a topic or a service."""
    field = {"topic": "topics", "service": "services"}.get(document.kind)
    for overlay in catalogue.of("region").values():
        if field is not None and document.id in getattr(overlay.value, field):
            yield at(overlay, field, document.id)


def _questions(
    catalogue: LoadedCatalogue, topic: Document, parts: tuple[Place, ...]
) -> tuple[dict[QuestionId, Asked], tuple[Asked, ...]]:
    found: dict[QuestionId, Asked] = {}
    clashes: list[Asked] = []
    named: list[tuple[Place, Question | QuestionId]] = []
    if PROXY in topic.value.circumstances:
        named.append((at(topic, "circumstances"), WHO))
    for part in parts:
        field = "add_questions" if part.path else "questions"
        named += [
            (at(part.document, *part.path, field, n), q)
            for n, q in enumerate(getattr(part.value, field))
        ]
    for place, entry in named:
        asked = _asked(catalogue, place, entry)
        if asked is None:
            continue
        first = found.setdefault(asked.question.id, asked)
        if first.question != asked.question:
            clashes.append(asked)
    return found, tuple(clashes)


def _asked(catalogue: LoadedCatalogue, place: Place, entry: Question | QuestionId) -> Asked | None:
    if isinstance(entry, Question):
        return Asked(question=entry, place=place)
    shared = catalogue.of("question").get(entry)
    return None if shared is None else Asked(question=shared.value, place=at(shared))
