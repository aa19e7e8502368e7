"""Random small catalogues for Hypothesis: questions, conditions, services, circumstances, overlays.

Small on purpose: the reference evaluator enumerates all answers. Bounds of numbers are those that
`reference.NUMBERS` tells apart.
"""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kiosk.domain.condition import (
    All,
    AnyOf,
    Condition,
    Includes,
    Is,
    Not,
    Option,
    Question,
    Range,
)
from kiosk.domain.service import PresenceChoice, Service, Stop
from kiosk.domain.topic import (
    Applies,
    Circumstance,
    CircumstanceEvidence,
    CircumstanceInclude,
    CircumstanceStop,
    Include,
    IncludePatch,
    LinePatch,
    RegionOverlay,
    ServicePatch,
    Swap,
    TopicPatch,
)
from tests.builders import a_line, a_question, a_service, a_topic, some_documents
from tests.fakes.documents import MemoryDocuments
from tests.reference import Catalogue

T = TypeVar("T")

PAPERS = ("paper-a", "paper-b", "paper-c")
OVERLAY = "34"


def pick(draw: DrawFn, choices: Sequence[T]) -> T:
    """Draw one of a few; much cheaper than a strategy made for every choice."""
    return choices[draw(st.integers(0, len(choices) - 1))]


def an_atom(draw: DrawFn, questions: Sequence[Question]) -> Condition:
    """Draw an atom that its question's answers can make true and false."""
    question = pick(draw, questions)
    if question.kind == "number":
        low, high = pick(draw, (("10", None), (None, "20"), ("10", "30")))
        return Range(question=question.id, at_least=low, below=high)
    if question.kind == "yes_no":
        return Is(question=question.id, values=(pick(draw, ("yes", "no")),))
    ids = [o.id for o in question.options if not o.none]
    if question.kind == "many":
        return Includes(question=question.id, values=(pick(draw, ids),))
    size, start = draw(st.integers(1, len(ids) - 1)), draw(st.integers(0, len(ids) - 1))
    return Is(question=question.id, values=tuple(sorted((ids + ids)[start : start + size])))


def a_condition(draw: DrawFn, questions: Sequence[Question], depth: int = 2) -> Condition:
    """Draw any condition over the questions; questions may be named several times."""
    form = pick(draw, ("atom", "atom", "not", "all", "any")) if depth else "atom"
    if form == "atom":
        return an_atom(draw, questions)
    if form == "not":
        return Not(part=a_condition(draw, questions, depth - 1))
    parts = tuple(a_condition(draw, questions, depth - 1) for _ in range(2))
    return All(parts=parts) if form == "all" else AnyOf(parts=parts)


def maybe(draw: DrawFn, questions: Sequence[Question]) -> Condition | None:
    """Draw a condition half of the time."""
    return a_condition(draw, questions) if draw(st.booleans()) else None


@st.composite
def conditions(draw: DrawFn, questions: Sequence[Question], depth: int = 2) -> Condition:
    """Any condition over the questions."""
    return a_condition(draw, questions, depth)


def named_by(question: Question, questions: Sequence[Question]) -> frozenset[str]:
    """Return the question and all that its `when` leads to."""
    found = {question.id}
    for atom in _atoms_of(question.when):
        found |= named_by(next(q for q in questions if q.id == atom), questions)
    return frozenset(found)


def _atoms_of(condition: Condition | None) -> list[str]:
    match condition:
        case None:
            return []
        case All(parts=parts) | AnyOf(parts=parts):
            return [a for p in parts for a in _atoms_of(p)]
        case Not(part=part):
            return _atoms_of(part)
        case atom:
            return [atom.question]


@st.composite
def conditions_naming_once(draw: DrawFn, questions: Sequence[Question]) -> Condition:
    """A condition that names every question at most once, the `when`s of its questions included."""
    used: set[str] = set()
    parts: list[Condition] = []
    for question in draw(st.permutations(questions)):
        if used.isdisjoint(named_by(question, questions)):
            used |= named_by(question, questions)
            atom = an_atom(draw, [question])
            parts.append(Not(part=atom) if draw(st.booleans()) else atom)
    while len(parts) > 1 and draw(st.integers(0, 3)):
        pair = (parts.pop(), parts.pop())
        joined = All(parts=pair) if draw(st.booleans()) else AnyOf(parts=pair)
        parts.insert(0, Not(part=joined) if draw(st.booleans()) else joined)
    return parts[0]


@st.composite
def questions(
    draw: DrawFn, *, most: int = 4, conditional_options: bool = True, prefix: str = "qq"
) -> tuple[Question, ...]:
    """A few questions; a `when` names only earlier ones, the first option always exists."""
    found: list[Question] = []
    for n in range(draw(st.integers(1, most))):
        kind = pick(draw, ("one", "one", "yes_no", "many", "number"))
        made = _a_question(f"{prefix}{n}", kind, unknown=draw(st.booleans()))
        when = an_atom(draw, found) if found and draw(st.booleans()) else None
        options = made.options
        if found and conditional_options and kind == "one" and not draw(st.integers(0, 2)):
            last = Option(id="last", label="最后", when=an_atom(draw, found))
            options = (*options, last)
        found.append(
            Question(
                id=made.id,
                ask=made.ask,
                kind=made.kind,
                options=options,
                unknown=made.unknown,
                when=when,
            )
        )
    return tuple(found)


def _a_question(question_id: str, kind: str, *, unknown: bool) -> Question:
    match kind:
        case "one":
            return a_question(question_id, "aa", "bb", unknown=unknown)
        case "many":
            none = Option(id="none", label="都没有", none=True)
            return a_question(question_id, "aa", "bb", none, kind="many", unknown=unknown)
        case _:
            return a_question(question_id, kind=kind, unknown=unknown)


@st.composite
def catalogues(draw: DrawFn) -> Catalogue:
    """A topic of up to three services with circumstances and a provincial overlay."""
    asked = draw(questions())
    services = {name: _service(draw, name, asked) for name in ("svc-a", "svc-b", "svc-extra")}
    includes = [
        Include(service=name, when=maybe(draw, asked), optional=draw(st.booleans()))
        for name in ("svc-a", "svc-b")
    ]
    circumstances = tuple(
        _circumstance(draw, name, asked) for name in ("cir-a", "cir-b")[: draw(st.integers(0, 2))]
    )
    stops = (Stop(id="stop-topic", reason="不行", when=a_condition(draw, asked)),)
    topic = a_topic(
        *includes,
        questions=asked,
        circumstances=tuple(c.id for c in circumstances),
        stops=stops if not draw(st.integers(0, 3)) else (),
    )
    overlay = _overlay(draw, services["svc-a"], asked) if draw(st.booleans()) else None
    return Catalogue(
        topic=topic, services=services, circumstances=circumstances, shared=(), overlay=overlay
    )


@st.composite
def simple_catalogues(draw: DrawFn) -> Catalogue:
    """A topic whose every condition names each question once."""
    asked = draw(questions(conditional_options=False))
    lines = [a_line(p, when=draw(conditions_naming_once(asked))) for p in PAPERS[:2]]
    return Catalogue(
        topic=a_topic("svc-a", questions=asked),
        services={"svc-a": a_service("svc-a", *lines)},
        circumstances=(),
        shared=(),
        overlay=None,
    )


def _service(draw: DrawFn, name: str, asked: Sequence[Question]) -> Service:
    lines = [
        a_line(
            paper,
            when=maybe(draw, asked),
            copies=draw(st.integers(0, 2)),
            holder=pick(draw, ("applicant", "child")),
            promise=draw(st.booleans()),
        )
        for paper in PAPERS
        if draw(st.booleans())
    ]
    if draw(st.booleans()):
        lines.append(a_line("group", any_of=("paper-a", "paper-x"), when=maybe(draw, asked)))
    presence = tuple(
        PresenceChoice(value=value, when=maybe(draw, asked))
        for value in ("in_person", "proxy_allowed")
    )
    stops = (Stop(id="stop-own", reason="不行", when=maybe(draw, asked)),) if rarely(draw) else ()
    return a_service(name, *lines, presence=presence, stops=stops)


def rarely(draw: DrawFn) -> bool:
    """Draw True about one time in four."""
    return draw(st.integers(0, 3)) == 3


def _applies(draw: DrawFn) -> Applies:
    return Applies(
        services=pick(draw, ((), ("svc-a",), ("svc-a", "svc-extra"))),
        presence=pick(draw, ((), ("in_person",), ("proxy_allowed",))),
        promise=rarely(draw),
    )


def _circumstance(draw: DrawFn, name: str, asked: Sequence[Question]) -> Circumstance:
    evidence = CircumstanceEvidence(
        use=f"letter-{name}", holder="agent", when=maybe(draw, asked), applies=_applies(draw)
    )
    swap = Swap(
        from_="paper-a",
        to=pick(draw, ("paper-x", "paper-b")),
        holder=pick(draw, (None, "applicant")),
        except_services=pick(draw, ((), ("svc-b",))),
        when=maybe(draw, asked),
        applies=_applies(draw),
    )
    stop = CircumstanceStop(
        id=f"stop-{name}", reason="x", when=maybe(draw, asked), applies=_applies(draw)
    )
    extra = CircumstanceInclude(service=pick(draw, ("svc-extra", "svc-b")), when=maybe(draw, asked))
    return Circumstance(
        id=name,
        name=name,
        when=maybe(draw, asked),
        evidence=(evidence,),
        swap=(swap,) if draw(st.booleans()) else (),
        includes=(extra,) if rarely(draw) else (),
        stops=(stop,) if rarely(draw) else (),
    )


def _overlay(draw: DrawFn, service: Service, asked: Sequence[Question]) -> RegionOverlay:
    status = ("verified", "unverified")
    off = (None, "依据")
    patches = {
        line.key: LinePatch(
            off=pick(draw, off), copies=draw(st.integers(0, 3)), status=pick(draw, status)
        )
        for line in service.evidence
        if draw(st.booleans())
    }
    include = IncludePatch(off=pick(draw, off), when=maybe(draw, asked), status=pick(draw, status))
    return RegionOverlay(
        code=OVERLAY,
        name="省",
        services={
            service.id: ServicePatch(
                evidence=patches,
                add_evidence=(a_line("paper-local", when=maybe(draw, asked)),),
            )
        },
        topics={"topic": TopicPatch(includes={"svc-b": include} if draw(st.booleans()) else {})},
    )


def documents_of(catalogue: Catalogue) -> MemoryDocuments:
    """Return the same catalogue as documents."""
    return some_documents(
        catalogue.topic,
        catalogue.services.values(),
        circumstances=catalogue.circumstances,
        questions=catalogue.shared,
        overlays=() if catalogue.overlay is None else (catalogue.overlay,),
    )
