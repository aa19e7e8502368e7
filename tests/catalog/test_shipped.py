"""The catalogue that is shipped: clean, its examples hold, and no walk ends nowhere."""

import random
from pathlib import Path

import pytest

from kiosk.domain.catalog import assemble
from kiosk.domain.compose import compose
from kiosk.domain.guidance import Replay
from kiosk.workshop.explore import Explorer
from kiosk.workshop.lint import lint
from kiosk.workshop.lint_answers import NATION
from kiosk.workshop.load import load
from kiosk.workshop.scenarios import run
from kiosk.workshop.scope import scope

FOLDER = Path(__file__).resolve().parents[2] / "db" / "catalog"
TOPICS = (
    *("open-restaurant", "id-card", "resident-pension", "elder-allowance"),
    *("shop", "newborn", "death"),
)
REGIONS = (NATION, "341602", "511602", "330382")
WALKS = 1_000
LONGEST = 60


@pytest.fixture(scope="module")
def catalogue():
    return load(FOLDER)


def test_the_topics_are_there(catalogue):
    assert set(TOPICS) <= set(catalogue.of("topic"))


def test_lint_finds_no_error_and_no_warning(catalogue):
    found = [f.text() for f in lint(catalogue) if f.level != "note"]
    assert found == []


def test_every_topic_is_explored_to_the_end(catalogue):
    assert "sampled" not in {f.code for f in lint(catalogue)}


@pytest.mark.parametrize("topic", TOPICS)
def test_lint_has_the_questions_in_the_order_of_the_engine(catalogue, topic):
    order = list(scope(catalogue, topic).questions)
    for region in REGIONS:
        guide = assemble(catalogue, topic, region, catalogue.catalogue().facts_on)
        asked = [question.id for question in guide.questions]
        assert asked == [name for name in order if name in asked]


def test_all_scenarios_hold_and_touch_every_option(catalogue):
    found = run(catalogue)
    assert [(f.file, f.line, f.name, f.what, f.expected, f.got) for f in found.failures] == []
    assert found.uncovered == ()
    assert found.run >= 25


@pytest.mark.parametrize("topic", TOPICS)
def test_a_thousand_random_walks_reach_an_end(catalogue, topic):
    """Every answer is chosen by chance, 我不清楚 among them; each walk ends in a list or a stop."""
    chance = random.Random(f"walks of {topic}")  # noqa: S311 - no secret
    facts_on = catalogue.catalogue().facts_on
    guides = [assemble(catalogue, topic, region, facts_on) for region in REGIONS]
    values = [_values(guide) for guide in guides]
    ends = set()
    for _ in range(WALKS):
        place = chance.randrange(len(guides))
        answers = _walk(guides[place], values[place], chance)
        state = Replay(guides[place], answers).progress().state
        assert state in ("complete", "blocked"), answers
        ends.add(tuple(sorted(answers.items())))
        if len(ends) % 20 == 0:
            _check_end(guides[place], answers)
    assert len(ends) > 20


def _values(guide):
    return Explorer(guide).classes


def _walk(guide, values, chance):
    answers = {}
    while question := Replay(guide, answers).next_question:
        possible = [
            value
            for value in values[question.id]
            if all(
                test(answers) is not False
                for (name, option), test in guide.options.items()
                if name == question.id and option in value
            )
        ]
        assert possible, (question.id, answers)
        if question.unknown:
            possible.append(("?",))
        assert question.id not in answers, "asked twice"
        answers[question.id] = chance.choice(possible)
        assert len(answers) < LONGEST
    return answers


def _check_end(guide, answers):
    """An end says something: a step, a stop, or what has to be found out first."""
    made = compose(guide, answers)
    assert made.next_question is None
    assert made.steps or made.stops or made.undetermined, answers
