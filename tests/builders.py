"""Readable catalogue data for tests: every builder takes only what its test is about."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from kiosk.domain.condition import Condition, Includes, Is, Not, Option, Question
from kiosk.domain.service import Agency, EvidenceLine, EvidenceType, Service, TextChoice
from kiosk.domain.topic import Catalogue, Category, Circumstance, Include, RegionOverlay, Topic
from tests.fakes.documents import MemoryDocuments

TODAY = dt.date(2026, 11, 21)
REGION = "341602"


def is_(question: str, *options: str) -> Condition:
    """True when the answer is any of `options`."""
    return Is(question=question, values=options)


def includes(question: str, *options: str) -> Condition:
    """True when a `many` answer contains any of `options`."""
    return Includes(question=question, values=options)


def not_(condition: Condition) -> Condition:
    return Not(part=condition)


def a_question(question_id: str, *options: str | Option, **fields: Any) -> Question:
    """A question whose options are ids or Options; without options it is a yes_no."""
    made = tuple(o if isinstance(o, Option) else Option(id=o, label=f"选{o}") for o in options)
    kind = fields.pop("kind", "one" if made else "yes_no")
    if kind == "yes_no":
        made = made or (Option(id="yes", label="是"), Option(id="no", label="不是"))
    fields.setdefault("ask", f"{question_id}?")
    return Question(id=question_id, kind=kind, options=made, **fields)


def a_line(use: str, **fields: Any) -> EvidenceLine:
    """A paper of which the original is shown; `copies` and all else as given."""
    fields.setdefault("original", "show")
    if fields["original"] != "none":
        fields.setdefault("originals", 1)
    return EvidenceLine(use=use, **fields)


def a_service(service_id: str, *lines: str | EvidenceLine, **fields: Any) -> Service:
    """A service of the agency `agency` that takes `lines` (evidence ids or lines)."""
    fields.setdefault("agency", "agency")
    fields.setdefault("plain", f"办{service_id}")
    fields.setdefault("name", (TextChoice(value=f"{service_id}办理"),))
    evidence = tuple(a_line(line) if isinstance(line, str) else line for line in lines)
    return Service(id=service_id, evidence=evidence, **fields)


def a_topic(*served: str | Include, **fields: Any) -> Topic:
    """A published topic `topic` that includes `served` (service ids or includes)."""
    fields.setdefault("id", "topic")
    fields.setdefault("name", "办一件事")
    fields.setdefault("plain", "办事")
    return Topic(
        icon="file-text",
        category="category",
        includes=tuple(Include(service=s) if isinstance(s, str) else s for s in served),
        state="published",
        **fields,
    )


def some_documents(
    topic: Topic,
    services: Iterable[Service] = (),
    *,
    circumstances: Iterable[Circumstance] = (),
    questions: Iterable[Question] = (),
    overlays: Iterable[RegionOverlay] = (),
    evidence: Iterable[EvidenceType] = (),
) -> MemoryDocuments:
    """A catalogue of one topic. Evidence types and agencies that services name are made up."""
    services, circumstances, overlays = tuple(services), tuple(circumstances), tuple(overlays)
    papers = sorted(set(_papers(msgspec.to_builtins((services, circumstances, overlays)))))
    types = {e: EvidenceType(id=e, name=f"{e}证明", plain=e) for e in papers}
    types |= {e.id: e for e in evidence}
    return MemoryDocuments(
        catalogue=a_catalogue(),
        topics=(topic,),
        services=services,
        circumstances=circumstances,
        evidence=types.values(),
        agencies=(Agency(id=a, name=f"{a}局") for a in {s.agency for s in services}),
        questions=questions,
        overlays=overlays,
    )


def a_catalogue(**fields: Any) -> Catalogue:
    return Catalogue(
        name="试验目录",
        publisher="试验县",
        edition=fields.pop("edition", "1"),
        default_region=REGION,
        facts_on=dt.date(2026, 11, 1),
        categories=(Category(id="category", name="分类", icon="house"),),
        **fields,
    )


def _papers(value: Any) -> Iterator[str]:
    """Yield the evidence types that lines, swaps and results name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("use", "to", "evidence") and isinstance(inner, str):
                yield inner
            elif key == "any_of":
                yield from inner
            else:
                yield from _papers(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _papers(inner)
