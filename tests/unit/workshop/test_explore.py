"""Exploring equals walking every visit, on small random topics."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.catalog import assemble
from kiosk.domain.comparison import comparison
from kiosk.domain.condition import Age, Between, Includes, Option, Range
from kiosk.domain.guidance import Replay
from kiosk.domain.kleene import compile_condition
from kiosk.workshop.explore import Explorer
from kiosk.workshop.residuals import FALSE, TRUE, Residuals
from kiosk.workshop.value_classes import classes
from tests.builders import TODAY, a_line, a_question, a_service, a_topic, is_, some_documents
from tests.reference import completions, possible_answers
from tests.strategies import OVERLAY, catalogues, conditions, documents_of, questions


def every_visit(guide):
    """Walk every visit, one by one, without any cleverness."""
    asked, chosen, empty = set(), set(), False
    waiting = [{}]
    while waiting:
        answers = waiting.pop()
        replay = Replay(guide, answers)
        question = replay.next_question
        if question is None:
            found = any(step.test(answers) for step in guide.steps)
            empty |= not found and replay.progress().state != "blocked"
            continue
        asked.add(question.id)
        for value in possible_answers(question, answers, TODAY):
            chosen.update((question.id, option) for option in value)
            waiting.append({**answers, question.id: value})
    return asked, chosen, empty


@settings(max_examples=60, deadline=None)
@given(catalogue=catalogues(), region=st.sampled_from(("00", OVERLAY)))
def test_exploring_finds_what_walking_every_visit_finds(catalogue, region):
    guide = assemble(documents_of(catalogue), "topic", region, TODAY)
    found = Explorer(guide).explore()
    seen, chosen, empty = every_visit(guide)
    with_options = {q.id for q in guide.questions if q.options}
    assert found.exact
    assert set(found.asked) == seen
    assert {c for c in found.chosen if c[0] in with_options} == {
        c for c in chosen if c[0] in with_options
    }
    assert bool(found.empty_ends) == empty
    for (name, option), answers in found.chosen.items():
        assert option in answers[name]
        before = {q: v for q, v in answers.items() if q != name}
        assert Replay(guide, before).next_question.id == name


def test_answers_that_only_open_an_option_are_told_apart():
    last = Option(id="last", label="最后", when=is_("qq0", "bb"))
    asked = (a_question("qq0", "aa", "bb"), a_question("qq1", "aa", "bb", last))
    service = a_service("svc", a_line("paper", when=is_("qq1", "aa")))
    guide = assemble(
        some_documents(a_topic("svc", questions=asked), [service]), "topic", "00", TODAY
    )
    assert ("qq1", "last") in Explorer(guide).explore().chosen


def test_a_search_that_reaches_its_bound_says_so():
    topic = a_topic("svc", questions=tuple(a_question(f"qq{n}", "aa", "bb") for n in range(3)))
    lines = [a_line(f"paper-{n}", when=is_(f"qq{n}", "aa")) for n in range(3)]
    guide = assemble(some_documents(topic, [a_service("svc", *lines)]), "topic", "00", TODAY)
    assert Explorer(guide).explore().exact
    found = Explorer(guide).explore(max_states=2)
    assert not found.exact
    assert found.states == 2


@st.composite
def asked_and_condition(draw):
    asked = draw(questions(conditional_options=False))
    return {q.id: q for q in asked}, draw(conditions(asked))


@settings(max_examples=80, deadline=None)
@given(drawn=asked_and_condition())
def test_residuals_end_in_the_value_of_the_whole_answers(drawn):
    """Answering one by one ends in the value that the engine gives for all answers at once."""
    asked, condition = drawn
    residuals = Residuals(asked, TODAY)
    test = compile_condition(condition, asked, TODAY)
    for answers in completions(tuple(asked.values()), {}, TODAY):
        ref = residuals.add(condition)
        for name, value in answers.items():
            ref = residuals.after(ref, name, value)
        assert ref == (TRUE if test(answers) else FALSE)


def test_classes_cut_numbers_and_days_at_every_threshold():
    area = a_question("area", kind="number", min="0", max="500")
    atoms = [
        Range(question="area", at_least="50.01", below="300"),
        Range(question="area", below="900"),
    ]
    assert classes(area, atoms, TODAY) == (("0",), ("50.01",), ("300",))
    day = a_question("day", kind="date")
    between = Between(question="day", from_=dt.date(2025, 1, 1), before=dt.date(2026, 1, 1))
    assert classes(day, [between], TODAY) == (("2024-12-31",), ("2025-01-01",), ("2026-01-01",))


def test_classes_of_ages_stand_on_both_sides_of_the_birthday():
    atom = Age(question="born", at_least=80)
    for as_of in (TODAY, dt.date(2024, 2, 29), dt.date(2023, 2, 28)):
        values = classes(a_question("born", kind="date"), [atom], as_of)
        assert [comparison(atom, as_of)(value) for value in values] == [True, False]


def test_classes_of_many_hold_every_set_that_conditions_name():
    none = Option(id="none", label="都没有", none=True)
    extras = a_question("extras", "aa", "bb", "cc", none, kind="many")
    atoms = [Includes(question="extras", values=(name,)) for name in ("aa", "bb", "none")]
    found = classes(extras, atoms, TODAY)
    assert set(found) == {("aa",), ("bb",), ("cc",), ("none",), ("aa", "bb")}
