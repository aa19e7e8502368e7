"""Three-valued conditions: each atom by example, then against the reference evaluator."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.condition import (
    ALWAYS,
    NEVER,
    Age,
    All,
    AnyOf,
    Between,
    Option,
    Range,
    all_of,
    any_of,
    negate,
)
from kiosk.domain.errors import InputError
from kiosk.domain.kleene import Facts, compile_condition
from tests.builders import TODAY, a_question, includes, is_, not_
from tests.reference import completions, exact, holds
from tests.strategies import conditions, conditions_naming_once, named_by, questions

ASKED = {
    q.id: q
    for q in (
        a_question("size", "small", "large"),
        a_question("extras", "gas", "wine", kind="many"),
        a_question("area", kind="number"),
        a_question("born", kind="date"),
        a_question("rent", when=is_("size", "large")),
        a_question("deep", when=is_("rent", "yes")),
        a_question("kind", "aa", Option(id="bb", label="b", when=is_("size", "large"))),
    )
}


def value(condition, **answers):
    given = {q: a if isinstance(a, tuple) else (a,) for q, a in answers.items()}
    return compile_condition(condition, ASKED, TODAY)(given)


@pytest.mark.parametrize(
    ("condition", "answer", "expected"),
    [
        (is_("size", "small"), {}, None),
        (is_("size", "small"), {"size": "?"}, None),
        (is_("size", "small"), {"size": "small"}, True),
        (is_("size", "small"), {"size": "large"}, False),
        (is_("size", "small", "large"), {"size": "large"}, True),
        (includes("extras", "gas"), {"extras": ("gas", "wine")}, True),
        (includes("extras", "gas"), {"extras": "wine"}, False),
        (Range(question="area", at_least="50", below="300"), {"area": "50"}, True),
        (Range(question="area", at_least="50", below="300"), {"area": "49.99"}, False),
        (Range(question="area", at_least="50", below="300"), {"area": "300"}, False),
        (Range(question="area", below="300"), {"area": "-1"}, True),
        (Between(question="born", from_=dt.date(1946, 1, 1)), {"born": "1946-01-01"}, True),
        (Between(question="born", before=dt.date(1946, 1, 1)), {"born": "1946-01-01"}, False),
        (Age(question="born", at_least=80), {"born": "1946-11-21"}, True),
        (Age(question="born", at_least=80), {"born": "1946-11-22"}, False),
        (Age(question="born", below=80), {"born": "1946-11-22"}, True),
        (Age(question="born", below=80), {"born": "1946-11-21"}, False),
        (Age(question="born", at_least=0), {"born": "2026-11-22"}, False),
        (ALWAYS, {}, True),
        (NEVER, {}, False),
    ],
)
def test_atoms(condition, answer, expected):
    assert value(condition, **answer) is expected


def test_leap_day_is_a_year_older_on_the_first_of_march():
    age = Age(question="born", at_least=80)
    for day, expected in ((28, False), (1, True)):
        as_of = dt.date(2028, 2, 28) if day == 28 else dt.date(2028, 3, 1)
        test = compile_condition(age, ASKED, as_of)
        assert test({"born": ("1948-02-29",)}) is expected


@pytest.mark.parametrize("x", ["yes", "no", "?"])
@pytest.mark.parametrize("y", ["yes", "no", "?"])
def test_connectives_are_kleenes(x, y):
    asked = {q: a_question(q) for q in ("xx", "yy")}
    logic = {"yes": 1.0, "?": 0.5, "no": 0.0}
    back = {1.0: True, 0.5: None, 0.0: False}
    parts = (is_("xx", "yes"), is_("yy", "yes"))
    answers = {"xx": (x,), "yy": (y,)}
    both = compile_condition(All(parts=parts), asked, TODAY)
    either = compile_condition(AnyOf(parts=parts), asked, TODAY)
    denied = compile_condition(not_(parts[0]), asked, TODAY)
    assert both(answers) is back[min(logic[x], logic[y])]
    assert either(answers) is back[max(logic[x], logic[y])]
    assert denied(answers) is back[1 - logic[x]]


def test_question_that_does_not_apply_makes_the_atom_false_and_its_not_true():
    assert value(is_("rent", "yes"), size="small", rent="yes") is False
    assert value(not_(is_("rent", "yes")), size="small") is True
    assert value(is_("deep", "yes"), size="small") is False
    assert value(is_("rent", "yes"), rent="yes") is None
    assert value(is_("rent", "yes"), rent="no") is False


def test_option_that_does_not_exist_is_unknown():
    assert value(is_("kind", "bb"), kind="bb", size="large") is True
    assert value(is_("kind", "bb"), kind="bb") is True
    assert value(is_("kind", "bb"), kind="bb", size="small") is None
    assert value(is_("kind", "aa"), kind="bb", size="small") is None


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({}, {"rent", "size"}),
        ({"size": ("?",)}, {"rent", "size"}),
        ({"size": ("large",)}, {"rent"}),
        ({"rent": ("yes",)}, {"size"}),
        ({"rent": ("no",)}, set()),
        ({"size": ("small",)}, set()),
    ],
)
def test_residual_of_a_question_behind_another(answers, left):
    test = compile_condition(is_("rent", "yes"), ASKED, TODAY)
    assert test.residual(answers) == left
    assert compile_condition(not_(is_("rent", "yes")), ASKED, TODAY).residual(answers) == left


def test_residual_leaves_out_what_is_known():
    condition = AnyOf(
        parts=(
            All(parts=(is_("size", "small"), includes("extras", "gas"))),
            Range(question="area", below="10"),
        )
    )
    test = compile_condition(condition, ASKED, TODAY)
    assert test.residual({}) == {"size", "extras", "area"}
    assert test.residual({"size": ("large",)}) == {"area"}
    assert test.residual({"area": ("20",)}) == {"size", "extras"}
    assert test.residual({"area": ("5",)}) == set()


def traced(condition, **answers):
    test = compile_condition(condition, ASKED, TODAY)
    return [(t.atom.question, t.value) for t in test.trace({q: (a,) for q, a in answers.items()})]


def test_trace_names_the_deciding_atoms():
    both = All(parts=(is_("size", "small"), not_(is_("kind", "aa"))))
    assert traced(both, size="small", kind="bb") == [("kind", None)]
    assert traced(both, size="large", kind="aa") == [("size", False)]
    assert traced(both, size="small", kind="aa") == [("kind", True)]
    either = AnyOf(parts=both.parts)
    assert traced(either, size="small", kind="aa") == [("size", True)]
    assert traced(either, size="large", kind="aa") == [("size", False), ("kind", True)]


def test_trace_of_a_question_that_does_not_apply_is_that_of_its_when():
    assert traced(not_(is_("rent", "yes")), size="small") == [("size", False)]
    assert traced(is_("deep", "yes"), size="small") == [("size", False)]


def test_when_that_leads_back_is_refused():
    asked = {
        "aa": a_question("aa", when=is_("bb", "yes")),
        "bb": a_question("bb", "xx", Option(id="yy", label="y", when=is_("aa", "yes"))),
    }
    for name, option in (("aa", "yes"), ("bb", "yy")):
        with pytest.raises(InputError, match="绕回"):
            compile_condition(is_(name, option), asked, TODAY)
    with pytest.raises(KeyError):
        compile_condition(is_("gone", "yes"), ASKED, TODAY)


def test_joining_drops_constants_and_repetitions():
    size = is_("size", "small")
    assert all_of(size, None, ALWAYS, size) == any_of(size, NEVER, size) == size
    assert all_of(size, NEVER) == any_of() == negate(None) == NEVER
    assert any_of(size, None) == all_of() == negate(NEVER) == ALWAYS


@st.composite
def cases(draw, condition, **fields):
    """Questions, a condition over them, and some answers: missing, 我不清楚 or certain."""
    asked = draw(questions(**fields))
    total = draw(st.sampled_from(list(completions(asked, {}, TODAY))))
    answers = {}
    for name, answer in total.items():
        kept = draw(st.sampled_from((answer, answer, None, ("?",))))
        if kept is not None:
            answers[name] = kept
    return asked, draw(condition(asked)), answers, total


@given(cases(conditions))
def test_known_value_is_the_exact_one(case):
    asked, condition, answers, _ = case
    test = compile_condition(condition, {q.id: q for q in asked}, TODAY)
    known = test(answers)
    if known is not None:
        assert exact(condition, asked, answers, TODAY) is known
        assert test.residual(answers) == set()
    else:
        assert test.residual(answers)


@given(cases(conditions_naming_once, conditional_options=False))
def test_value_is_the_exact_one_when_each_question_is_named_once(case):
    asked, condition, answers, _ = case
    test = compile_condition(condition, {q.id: q for q in asked}, TODAY)
    assert test(answers) is exact(condition, asked, answers, TODAY)


@given(cases(conditions))
def test_total_answers_leave_nothing_open(case):
    asked, condition, _, total = case
    test = compile_condition(condition, {q.id: q for q in asked}, TODAY)
    assert test(total) is holds(condition, total, TODAY)


@given(cases(conditions))
def test_trace_decides_alone(case):
    """Answers to the questions of the trace give the value without any other answer."""
    asked, condition, answers, _ = case
    test = compile_condition(condition, {q.id: q for q in asked}, TODAY)
    known = test(answers)
    if known is not None:
        by_id = {q.id: q for q in asked}
        items = test.trace(answers)
        named = {n for t in items for n in named_by(by_id[t.atom.question], asked)}
        assert test({q: a for q, a in answers.items() if q in named}) is known


@given(cases(conditions))
def test_one_replay_gives_what_single_calls_give(case):
    asked, condition, answers, _ = case
    tests = [
        compile_condition(c, {q.id: q for q in asked}, TODAY)
        for c in (condition, negate(condition))
    ]
    facts = Facts(answers)
    assert [t(facts) for t in tests] == [t(answers) for t in tests]
    assert [t.residual(facts) for t in tests] == [t.residual(answers) for t in tests]
