"""What belongs to a topic wherever it is used: its documents and its questions in their order.

All regions together: an include or a question of any overlay counts. The topic as one region has
it is `kiosk.domain.catalog.assemble`. Ids that lead nowhere are passed over; lint names them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from kiosk.domain.condition import Question
from kiosk.domain.ids import QuestionId, ServiceId, TopicId
from kiosk.workshop.findings import Finding, Level
from kiosk.workshop.loaded import Document, LoadedCatalogue
from kiosk.workshop.walk import Path

PROXY = "proxy"
WHO = "who"


class Place(Struct, frozen=True):
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


class Asked(Struct, frozen=True):
    """A question of a topic and where it is written."""

    question: Question
    place: Place


class Scope(Struct, frozen=True):
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
    own = _found(catalogue.of("service"), _included(catalogue, topic))
    added = _found(
        catalogue.of("service"),
        (i.service for c in circumstances for i in c.value.includes),
    )
    services = tuple({d.id: d for d in (*own, *added)}.values())
    patches = tuple(_patches(catalogue, topic_id, {d.id for d in services}))
    whole = tuple(Place(d, ()) for d in (topic, *own, *circumstances, *added))
    questions, clashes = _questions(catalogue, topic, whole, patches)
    parts = tuple({(p.document.file, p.path): p for p in (*whole, *patches)}.values())
    return Scope(topic=topic, parts=parts, questions=questions, clashes=clashes)


def _found(documents: dict[str, Document], ids: Iterable[str]) -> tuple[Document, ...]:
    return tuple(documents[i] for i in dict.fromkeys(ids) if i in documents)


def _included(catalogue: LoadedCatalogue, topic: Document) -> Iterator[ServiceId]:
    yield from (include.service for include in topic.value.includes)
    for overlay in catalogue.of("region").values():
        patch = overlay.value.topics.get(topic.id)
        if patch is not None:
            yield from (include.service for include in patch.add_includes)


def _patches(
    catalogue: LoadedCatalogue, topic_id: TopicId, services: set[ServiceId]
) -> Iterator[Place]:
    for overlay in catalogue.of("region").values():
        if topic_id in overlay.value.topics:
            yield Place(overlay, ("topics", topic_id))
        for service in overlay.value.services:
            if service in services:
                yield Place(overlay, ("services", service))


def _questions(
    catalogue: LoadedCatalogue,
    topic: Document,
    whole: tuple[Place, ...],
    patches: tuple[Place, ...],
) -> tuple[dict[QuestionId, Asked], tuple[Asked, ...]]:
    found: dict[QuestionId, Asked] = {}
    clashes: list[Asked] = []
    named: list[tuple[Place, Question | QuestionId]] = []
    if PROXY in topic.value.circumstances:
        named.append((Place(topic, ("circumstances",)), WHO))
    named += [
        (Place(p.document, (*p.path, "questions", n)), q)
        for p in whole
        for n, q in enumerate(p.document.value.questions)
    ]
    for patch in patches:
        named += [
            (Place(patch.document, (*patch.path, "add_questions", n)), q)
            for n, q in enumerate(patch.value.add_questions)
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
        return Asked(entry, place)
    shared = catalogue.of("question").get(entry)
    return None if shared is None else Asked(shared.value, Place(shared, ()))
