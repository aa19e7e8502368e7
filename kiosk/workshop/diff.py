"""What differs between two catalogues, topic by topic, in the shape of `kiosk catalog diff --json`.

What differs inside one document is `diff_parts.py`, reading is `snapshots.py`.
"""

from collections.abc import Iterator

from msgspec import Struct

from kiosk.domain.ids import RegionCode, ServiceId, TopicId
from kiosk.domain.topic import (
    Circumstance,
    RegionOverlay,
    ServicePatch,
    Topic,
    TopicPatch,
)
from kiosk.wire.pack import DocumentKind
from kiosk.workshop.diff_parts import Kind, Part, parts
from kiosk.workshop.diff_words import Words, document_name
from kiosk.workshop.snapshots import Snapshot


class Change(Struct, frozen=True, kw_only=True):
    """One difference. `about`: service, circumstance or shared question; None: the topic."""

    about: str | None
    region: RegionCode | None
    what: str
    kind: Kind
    then: str | None
    now: str | None
    text: str


class TopicChanges(Struct, frozen=True, kw_only=True):
    """What differs in one topic; `text` is one line for people."""

    topic: TopicId
    name: str
    kind: Kind
    text: str
    changes: tuple[Change, ...]


class Difference(Struct, frozen=True, kw_only=True):
    """Two catalogues compared; topics without a difference are left out."""

    old: str
    new: str
    topics: tuple[TopicChanges, ...]


class _About(Struct, frozen=True, kw_only=True):
    """What some differences are about, with the differences."""

    subject: str | None
    name: str
    region: RegionCode | None
    parts: tuple[Part, ...]


def diff(old: Snapshot, new: Snapshot) -> Difference:
    """Compare two catalogues."""
    return Difference(old=old.edition, new=new.edition, topics=tuple(_topics(old, new)))


def _topics(old: Snapshot, new: Snapshot) -> Iterator[TopicChanges]:
    then, now = old.of("topic"), new.of("topic")
    for topic_id in sorted(then.keys() | now.keys()):
        if topic_id not in then or topic_id not in now:
            added = topic_id in now
            name = (now if added else then)[topic_id].name
            text = f"{name}：新主题" if added else f"{name}：没有这个主题了"
            kind: Kind = "added" if added else "removed"
            yield TopicChanges(topic=topic_id, name=name, kind=kind, text=text, changes=())
            continue
        found = [about for about in _Comparison(old, new, topic_id).run() if about.parts]
        if found:
            yield TopicChanges(
                topic=topic_id,
                name=now[topic_id].name,
                kind="changed",
                text=f"{now[topic_id].name}：" + "。".join(_sentence(about) for about in found),
                changes=tuple(_change(about, part) for about in found for part in about.parts),
            )


class _Comparison:
    """One topic that both catalogues have."""

    def __init__(self, old: Snapshot, new: Snapshot, topic_id: TopicId) -> None:
        self._old, self._new, self._id = old, new, topic_id
        self._topics: tuple[Topic, Topic] = (old.of("topic")[topic_id], new.of("topic")[topic_id])
        self._words = Words(old, new)

    def run(self) -> Iterator[_About]:
        """Yield what differs in the topic, its services, its circumstances, and in each place."""
        yield self._about(None, "", None, *self._topics)
        services = self._services()
        yield from self._documents("service", services, "{}")
        yield from self._documents("circumstance", self._circumstances(), "情形“{}”")
        yield from self._documents("question", self._questions(), "问题“{}”")
        for code in sorted(self._old.of("region").keys() | self._new.of("region").keys()):
            yield from self._in_place(code, services)

    def _documents(self, kind: DocumentKind, ids: tuple[str, ...], title: str) -> Iterator[_About]:
        then, now = self._old.of(kind), self._new.of(kind)
        for document_id in ids:
            if document_id in then and document_id in now:
                pair = then[document_id], now[document_id]
                name = title.format(document_name(pair[1]))
                yield self._about(document_id, name, None, *pair)

    def _about(
        self, subject: str | None, name: str, region: RegionCode | None, then: Struct, now: Struct
    ) -> _About:
        found = tuple(parts(then, now, self._words))
        return _About(subject=subject, name=name, region=region, parts=found)

    def _services(self) -> tuple[ServiceId, ...]:
        """Return the services of the topic in either catalogue, those of places included."""
        found = {include.service: None for topic in self._topics for include in topic.includes}
        for side in (self._old, self._new):
            for overlay in side.of("region").values():
                patch = overlay.topics.get(self._id, TopicPatch())
                found |= {include.service: None for include in patch.add_includes}
            for circumstance_id in self._circumstances():
                circumstance: Circumstance | None = side.of("circumstance").get(circumstance_id)
                if circumstance is not None:
                    found |= {include.service: None for include in circumstance.includes}
        return tuple(found)

    def _circumstances(self) -> tuple[str, ...]:
        return tuple({c: None for topic in self._topics for c in topic.circumstances})

    def _questions(self) -> tuple[str, ...]:
        """Return the shared questions of the topic."""
        asked = (question for topic in self._topics for question in topic.questions)
        return tuple(dict.fromkeys(q for q in asked if isinstance(q, str)))

    def _in_place(self, code: RegionCode, services: tuple[ServiceId, ...]) -> Iterator[_About]:
        empty = RegionOverlay(code=code, name=code)
        then: RegionOverlay = self._old.of("region").get(code, empty)
        now: RegionOverlay = self._new.of("region").get(code, empty)
        place = now.name if now is not empty else then.name
        none = TopicPatch()
        pair = then.topics.get(self._id, none), now.topics.get(self._id, none)
        yield self._about(None, f"在{place}，", code, *pair)
        for service in services:
            patches = (side.services.get(service, ServicePatch()) for side in (then, now))
            name = f"在{place}，{self._words.name(service)}"
            yield self._about(service, name, code, *patches)


def _change(about: _About, part: Part) -> Change:
    return Change(
        about=about.subject,
        region=about.region,
        what=part.what,
        kind=part.kind,
        then=part.then,
        now=part.now,
        text=part.text,
    )


def _sentence(about: _About) -> str:
    """Say all differences of one service: 食品经营许可承诺 15→10 个工作日；材料少1样（…）."""
    said: dict[str, None] = {}
    for part in about.parts:
        if part.kind == "changed":
            said[part.text] = None
            continue
        same = [p for p in about.parts if (p.label, p.kind) == (part.label, part.kind)]
        names = "、".join(filter(None, (p.then or p.now for p in same)))
        word = "多" if part.kind == "added" else "少"
        said[f"{part.label}{word}{len(same)}{part.unit}（{names}）"] = None
    return about.name + "；".join(said)
