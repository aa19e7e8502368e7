"""Random small topics with answers, and what a patient person would read out of them.

The recount evaluates conditions and counts papers straight from the documents; it shares no code
with the engine.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.domain.catalog import assemble
from kiosk.domain.condition import All, AnyOf, Condition, Is, Not
from kiosk.domain.guide import Guide
from kiosk.domain.service import EvidenceLine, Service
from kiosk.domain.topic import Include, Topic
from tests.builders import (
    REGION,
    TODAY,
    a_line,
    a_question,
    a_service,
    a_topic,
    is_,
    not_,
    some_documents,
)

QUESTIONS = ("q0", "q1", "q2")
OPTIONS = ("x", "y")
ATOMS = st.builds(is_, st.sampled_from(QUESTIONS), st.sampled_from(OPTIONS))
CONDITIONS = st.one_of(
    st.none(),
    ATOMS,
    st.builds(not_, ATOMS),
    st.builds(All, parts=st.tuples(ATOMS, ATOMS)),
    st.builds(AnyOf, parts=st.tuples(ATOMS, ATOMS)),
)
LINES = st.builds(
    a_line,
    st.sampled_from(["card", "book", "photo"]),
    holder=st.sampled_from(["applicant", "agent"]),
    original=st.sampled_from(["show", "submit", "none"]),
    originals=st.integers(1, 3),
    copies=st.integers(0, 3),
    when=CONDITIONS,
)


class Case:
    """A topic, its services and the guide made of them."""

    def __init__(self, topic: Topic, services: tuple[Service, ...]) -> None:
        self.topic = topic
        self.services = {s.id: s for s in services}
        self.guide: Guide = assemble(
            some_documents(topic, services), topic.id, REGION, TODAY
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"Case({self.topic.includes}, {self.services})"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to four services of up to three lines each; any include or line may be conditional."""
    count = draw(st.integers(1, 4))
    services = tuple(
        a_service(f"s{n}", *keyed(draw(st.lists(LINES, max_size=3)))) for n in range(count)
    )
    includes = tuple(Include(service=s.id, when=draw(CONDITIONS)) for s in services)
    questions = tuple(a_question(q, *OPTIONS, unknown=True) for q in QUESTIONS)
    return Case(a_topic(*includes, questions=questions), services)


def keyed(lines: list[EvidenceLine]) -> Iterator[EvidenceLine]:
    """Give every line an id of its own."""
    return (replace(line, id=f"line-{n}") for n, line in enumerate(lines))


def answers(*values: str) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    """Every question answered with one of `values`."""
    return st.fixed_dictionaries(
        {q: st.sampled_from(values).map(lambda v: (v,)) for q in QUESTIONS}
    )


def completions(given: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield all answers that replace every 我不清楚 by an option."""
    open_ = [q for q in given if given[q] == ("?",)]
    for values in product(OPTIONS, repeat=len(open_)):
        yield {**given, **{q: (v,) for q, v in zip(open_, values, strict=True)}}


def holds(condition: Condition | None, given: Mapping[str, tuple[str, ...]]) -> bool:
    """Evaluate a condition on complete answers."""
    match condition:
        case None:
            return True
        case Is(question=question, values=values):
            return given[question][0] in values
        case Not(part=part):
            return not holds(part, given)
        case All(parts=parts):
            return all(holds(p, given) for p in parts)
        case AnyOf(parts=parts):
            return any(holds(p, given) for p in parts)
    raise AssertionError(condition)


def lines_by_paper(
    case: Case, given: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, str], dict[str, list[EvidenceLine]]]:
    """Return the lines that apply by (evidence, holder), then by service."""
    found: dict[tuple[str, str], dict[str, list[EvidenceLine]]] = {}
    for include in case.topic.includes:
        for line in case.services[include.service].evidence:
            if holds(include.when, given) and holds(line.when, given):
                paper = found.setdefault((line.use, line.holder), {})
                paper.setdefault(include.service, []).append(line)
    return found


def recount(by_service: Mapping[str, list[EvidenceLine]]) -> tuple[int, int]:
    """Count originals and copies of one paper, service by service."""
    shown: list[int] = []
    handed_in: list[int] = []
    copies: list[int] = []
    for lines in by_service.values():
        originals = max(line.originals if line.original != "none" else 0 for line in lines)
        kept = any(line.original == "submit" for line in lines)
        (handed_in if kept else shown).append(originals)
        copies.append(max(line.copies for line in lines))
    return max(max(shown, default=0), sum(handed_in)), sum(copies)


def papers(checklist: Any) -> dict[tuple[str, str], Any]:
    """Return the materials of a list by (evidence, holder)."""
    found = {(m.evidence, m.holder): m for m in checklist.materials}
    assert len(found) == len(checklist.materials)
    return found
