"""Random small catalogues for Hypothesis: questions, conditions, services, circumstances, overlays.

Small on purpose: the reference evaluator enumerates all answers. Bounds of numbers are those that
`reference.NUMBERS` tells apart.
"""

from collections.abc import Sequence

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
from kiosk.domain.service import EvidenceLine, PresenceChoice, Service, Stop
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

PAPERS = ("paper-a", "paper-b", "paper-c")
OVERLAY = "34"


@st.composite
def atoms(draw: DrawFn, questions: Sequence[Question]) -> Condition:
    """An atom that its question's answers can make true and false."""
    question = draw(st.sampled_from(questions))
    if question.kind == "number":
        low, high = draw(st.sampled_from([("10", None), (None, "20"), ("10", "30")]))
        return Range(question=question.id, at_least=low, below=high)
    if question.kind == "yes_no":
        return Is(question=question.id, values=(draw(st.sampled_from(("yes", "no"))),))
    ids = [o.id for o in question.options if not o.none]
    if question.kind == "many":
        return Includes(question=question.id, values=(draw(st.sampled_from(ids)),))
    chosen = draw(st.sets(st.sampled_from(ids), min_size=1, max_size=len(ids) - 1))
    return Is(question=question.id, values=tuple(sorted(chosen)))


@st.composite
def conditions(draw: DrawFn, questions: Sequence[Question], depth: int = 2) -> Condition:
    """Any condition over the questions; questions may be named several times."""
    form = draw(st.sampled_from(("atom", "atom", "not", "all", "any"))) if depth else "atom"
    if form == "atom":
        return draw(atoms(questions))
    if form == "not":
        return Not(part=draw(conditions(questions, depth - 1)))
    parts = tuple(draw(conditions(questions, depth - 1)) for _ in range(2))
    return All(parts=parts) if form == "all" else AnyOf(parts=parts)


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
            atom = draw(atoms([question]))
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
        kind = draw(st.sampled_from(("one", "one", "yes_no", "many", "number")))
        made = _a_question(f"{prefix}{n}", kind, unknown=draw(st.booleans()))
        when = draw(atoms(found)) if found and draw(st.booleans()) else None
        options = made.options
        if found and conditional_options and kind == "one" and not draw(st.integers(0, 2)):
            last = Option(id="last", label="最后", when=draw(atoms(found)))
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
    maybe = st.none() | conditions(asked)
    services = {name: draw(_services(name, maybe)) for name in ("svc-a", "svc-b", "svc-extra")}
    includes = [
        Include(service=name, when=draw(maybe), optional=draw(st.booleans()))
        for name in ("svc-a", "svc-b")
    ]
    circumstances = tuple(
        draw(_circumstances(name, maybe)) for name in ("cir-a", "cir-b")[: draw(st.integers(0, 2))]
    )
    stops = (Stop(id="stop-topic", reason="不行", when=draw(conditions(asked))),)
    topic = a_topic(
        *includes,
        questions=asked,
        circumstances=tuple(c.id for c in circumstances),
        stops=stops if not draw(st.integers(0, 3)) else (),
    )
    overlay = draw(_overlays(services["svc-a"], maybe)) if draw(st.booleans()) else None
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


@st.composite
def _services(draw: DrawFn, name: str, maybe: st.SearchStrategy[Condition | None]) -> Service:
    lines = [
        a_line(
            paper,
            when=draw(maybe),
            copies=draw(st.integers(0, 2)),
            holder=draw(st.sampled_from(("applicant", "child"))),
            promise=draw(st.booleans()),
        )
        for paper in draw(st.sets(st.sampled_from(PAPERS)))
    ]
    if draw(st.booleans()):
        lines.append(a_line("group", any_of=("paper-a", "paper-x"), when=draw(maybe)))
    presence = tuple(
        PresenceChoice(value=value, when=draw(maybe)) for value in ("in_person", "proxy_allowed")
    )
    stops = (Stop(id="stop-own", reason="不行", when=draw(maybe)),) if draw(rarely()) else ()
    return a_service(name, *lines, presence=presence, stops=stops)


def rarely() -> st.SearchStrategy[bool]:
    """True about one time in four."""
    return st.integers(0, 3).map(lambda n: n == 3)


@st.composite
def _applies(draw: DrawFn) -> Applies:
    return Applies(
        services=draw(st.sampled_from(((), ("svc-a",), ("svc-a", "svc-extra")))),
        presence=draw(st.sampled_from(((), ("in_person",), ("proxy_allowed",)))),
        promise=draw(rarely()),
    )


@st.composite
def _circumstances(
    draw: DrawFn, name: str, maybe: st.SearchStrategy[Condition | None]
) -> Circumstance:
    evidence = CircumstanceEvidence(
        use=f"letter-{name}", holder="agent", when=draw(maybe), applies=draw(_applies())
    )
    swap = Swap(
        from_="paper-a",
        to=draw(st.sampled_from(("paper-x", "paper-b"))),
        holder=draw(st.sampled_from((None, "applicant"))),
        except_services=draw(st.sampled_from(((), ("svc-b",)))),
        when=draw(maybe),
        applies=draw(_applies()),
    )
    stop = CircumstanceStop(
        id=f"stop-{name}", reason="x", when=draw(maybe), applies=draw(_applies())
    )
    extra = CircumstanceInclude(
        service=draw(st.sampled_from(("svc-extra", "svc-b"))), when=draw(maybe)
    )
    return Circumstance(
        id=name,
        name=name,
        when=draw(maybe),
        evidence=(evidence,),
        swap=(swap,) if draw(st.booleans()) else (),
        includes=(extra,) if draw(rarely()) else (),
        stops=(stop,) if draw(rarely()) else (),
    )


@st.composite
def _overlays(
    draw: DrawFn, service: Service, maybe: st.SearchStrategy[Condition | None]
) -> RegionOverlay:
    status = st.sampled_from(("verified", "unverified"))
    patch = st.builds(
        LinePatch, off=st.none() | st.just("依据"), copies=st.integers(0, 3), status=status
    )
    lines: tuple[EvidenceLine, ...] = service.evidence
    include = IncludePatch(
        off=draw(st.none() | st.just("依据")), when=draw(maybe), status=draw(status)
    )
    return RegionOverlay(
        code=OVERLAY,
        name="省",
        services={
            service.id: ServicePatch(
                evidence={x.key: draw(patch) for x in lines if draw(st.booleans())},
                add_evidence=(a_line("paper-local", when=draw(maybe)),),
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
