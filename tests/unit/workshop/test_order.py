"""A ring is reported exactly when some answers make the engine meet it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.catalog import assemble
from kiosk.domain.compose import compose
from kiosk.domain.errors import InputError
from kiosk.domain.service import ServiceResult
from kiosk.domain.topic import After, Include
from kiosk.workshop.explore import Explorer
from kiosk.workshop.lint_order import rings
from tests.builders import TODAY, a_line, a_service, a_topic, some_documents
from tests.reference import completions
from tests.strategies import conditions, questions

NAMES = ("svc-a", "svc-b", "svc-c")


@st.composite
def guides(draw):
    asked = draw(questions(most=3, conditional_options=False))
    maybe = st.none() | conditions(asked, depth=1)
    others = st.sets(st.sampled_from(NAMES), max_size=1)
    papers = tuple(f"paper-{name}" for name in NAMES)
    needs = st.sets(st.sampled_from(NAMES + papers), max_size=1)
    services = [
        a_service(
            name,
            *(a_line(f"paper-{n}", when=draw(maybe)) for n in sorted(draw(others))),
            requires=tuple(sorted(draw(needs))),
            result=(ServiceResult(name="证", evidence=f"paper-{name}", when=draw(maybe)),),
        )
        for name in NAMES
    ]
    includes = [
        Include(
            service=name,
            when=draw(maybe),
            after=tuple(After(service=n) for n in sorted(draw(others))),
        )
        for name in NAMES
    ]
    return assemble(
        some_documents(a_topic(*includes, questions=asked), services), "topic", "00", TODAY
    )


def meets_a_ring(guide, answers):
    try:
        compose(guide, answers)
    except InputError as error:
        assert error.code == "catalog.cycle"
        return True
    return False


@settings(max_examples=80, deadline=None)
@given(guide=guides())
def test_rings_are_those_that_the_engine_meets(guide):
    found = list(rings(guide, Explorer(guide)))
    met = [a for a in completions(guide.questions, {}, TODAY) if meets_a_ring(guide, a)]
    assert bool(found) == bool(met)
    for ring, answers in found:
        assert len(ring) == len(set(ring)) > 1
        assert meets_a_ring(guide, answers)
