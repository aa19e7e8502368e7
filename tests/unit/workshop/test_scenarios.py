import pytest

from kiosk.workshop.load import load
from kiosk.workshop.scenarios import run

NAME = "scenarios/keep-dog.yaml"
ONE = """
- name: 小狗
  region: "341602"
  as_of: 2026-11-21
  answers: {answers}
  expect: {expect}
"""


def outcome(write, expect, answers='{size: small, lost: "no"}'):
    text = ONE.replace("{answers}", answers).replace("{expect}", expect)
    return run(load(write({NAME: text})))


def test_scenarios_that_hold_leave_nothing_to_say(write):
    found = run(load(write()))
    assert (found.run, found.failed, found.failures, found.uncovered) == (2, 0, (), ())


@pytest.mark.parametrize(
    ("expect", "what", "got"),
    [
        ("{state: blocked}", "state", "complete"),
        ("{steps: []}", "steps", ("dog-licence",)),
        ("{no_steps: [dog-licence]}", "no_steps", ["dog-licence"]),
        ("{materials: {id-card: {status: ask}}}", "materials.id-card.status", "bring"),
        ("{materials: {id-card: {copies: 3}}}", "materials.id-card.copies", 1),
        ("{materials: {id-card@agent: {}}}", "materials.id-card@agent", None),
        ("{no_materials: [id-card]}", "no_materials", ["id-card"]),
        ("{not_needed: [户口簿]}", "not_needed", []),
        ("{stops: [too-big]}", "stops", []),
        ("{undetermined: [size]}", "undetermined", []),
        ("{asked: [lost, size]}", "asked", ("size", "lost")),
        ('{fees: {total: "5.00"}}', "fees.total", "0.00"),
        ("{trips: 7}", "trips", None),
        ("{duration: {critical_path_days: 9}}", "duration.critical_path_days", 5),
    ],
)
def test_an_expectation_that_does_not_hold_is_named(write, expect, what, got):
    found = outcome(write, expect)
    assert found.failed == 1
    (failure,) = found.failures
    assert (failure.what, failure.file, failure.name) == (what, NAME, "小狗")
    if got is not None:
        assert failure.got == got


def test_only_given_keys_are_compared(write):
    assert outcome(write, "{state: complete}").failures == ()


def test_a_failure_names_the_line_of_its_expectation(write):
    found = run(load(write({NAME: ONE.format(answers="{size: small}", expect="\n    steps: []")})))
    assert found.failures[0].line == 7


def test_wrong_answers_are_failures_and_not_crashes(write):
    (failure,) = outcome(write, "{state: complete}", "{size: huge}").failures
    assert failure.what == "answers"
    assert "huge" in failure.got


def test_options_that_no_walk_reaches_are_uncovered(write):
    found = outcome(write, "{}", "{size: small}")
    missing = [(u.question, u.option) for u in found.uncovered]
    assert missing == [("lost", "no"), ("lost", "yes"), ("size", "big")]


def test_a_question_left_open_is_not_asked_and_answered(write):
    assert outcome(write, "{state: needs_answers, asked: [size]}", "{size: small}").failures == ()
