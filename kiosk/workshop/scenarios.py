"""Running scenarios: what the engine makes of the answers against what the author expects.

The shape of a scenario is `scenario.py`. Only keys that are given are compared (catalogue.md §8).
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from msgspec import UNSET, Struct
from msgspec.structs import asdict

from kiosk.domain.catalog import assemble
from kiosk.domain.checklist import Checklist
from kiosk.domain.compose import compose
from kiosk.domain.condition import Answers
from kiosk.domain.errors import InputError
from kiosk.domain.guidance import Replay, check_answers
from kiosk.domain.guide import Guide
from kiosk.domain.ids import OptionId, QuestionId, TopicId
from kiosk.workshop.loaded import LoadedCatalogue, WrittenScenario
from kiosk.workshop.scenario import Expectation
from kiosk.workshop.scope import scope

Given = tuple[TopicId, QuestionId, OptionId]
_Difference = tuple[str, object, object]


class Uncovered(Struct, frozen=True, kw_only=True, order=True):
    """An option that no scenario answers, in the shape of `kiosk catalog test --json`."""

    topic: TopicId
    question: QuestionId
    option: OptionId


class Failure(Struct, frozen=True, kw_only=True):
    """One expectation that does not hold, in the shape of `kiosk catalog test --json`."""

    file: str
    line: int
    name: str
    what: str
    expected: Any
    got: Any


class Outcome(Struct, frozen=True, kw_only=True):
    """The result of a run, in the shape of `kiosk catalog test --json`."""

    run: int
    failed: int
    uncovered: tuple[Uncovered, ...]
    failures: tuple[Failure, ...]


def run(catalogue: LoadedCatalogue, as_of: dt.date | None = None) -> Outcome:
    """Run all scenarios and see which options none of them answers.

    Args:
        catalogue: what to try.
        as_of: a day instead of the scenarios' own; topics that are not in force then are left out.
    """
    written_ones = [s for s in catalogue.scenarios if _in_force(catalogue, s, as_of)]
    failures: list[Failure] = []
    given: set[Given] = set()
    failed = 0
    for written in written_ones:
        try:
            differences = list(_run_one(catalogue, written, given, as_of))
        except InputError as error:
            differences = [("answers", "可以算出清单", error.message)]
        failed += bool(differences)
        failures += [
            Failure(
                file=written.file,
                line=written.line("expect", what.partition(".")[0]),
                name=written.value.name,
                what=what,
                expected=expected,
                got=got,
            )
            for what, expected, got in differences
        ]
    return Outcome(
        run=len(written_ones),
        failed=failed,
        uncovered=tuple(sorted(_uncovered(catalogue, given))),
        failures=tuple(failures),
    )


def _in_force(catalogue: LoadedCatalogue, written: WrittenScenario, as_of: dt.date | None) -> bool:
    topic = catalogue.of("topic").get(written.topic)
    valid = topic.value.valid if topic else None
    return as_of is None or valid is None or valid.holds_on(as_of)


def walk_questions(guide: Guide, answers: Answers) -> tuple[QuestionId, ...]:
    """Return the questions that are asked and answered when a visit gives these answers."""
    said: dict[QuestionId, tuple[str, ...]] = {}
    while (question := Replay(guide, said).next_question) and question.id in answers:
        said[question.id] = answers[question.id]
    return tuple(said)


def _run_one(
    catalogue: LoadedCatalogue,
    written: WrittenScenario,
    given: set[Given],
    as_of: dt.date | None,
) -> Iterator[_Difference]:
    scenario = written.value
    guide = assemble(catalogue, written.topic, scenario.region, as_of or scenario.as_of)
    answers = check_answers(guide, scenario.answers)
    asked = walk_questions(guide, answers)
    given.update((written.topic, name, option) for name in asked for option in answers[name])
    return _compare(scenario.expect, compose(guide, answers), asked)


def _compare(
    expect: Expectation, got: Checklist, asked: tuple[QuestionId, ...]
) -> Iterator[_Difference]:
    """Yield (what, expected, got) for every expectation that does not hold."""
    yield from _differ("state", expect.state, got.state)
    yield from _differ("asked", expect.asked, asked)
    yield from _compare_steps(expect, got)
    yield from _compare_materials(expect, got)
    names = [line.name for line in got.not_needed]
    if not set(expect.not_needed) <= set(names):
        yield "not_needed", expect.not_needed, names
    yield from _differ_as_sets("stops", expect.stops, [stop.id for stop in got.stops])
    unclear = [entry.question for entry in got.undetermined]
    yield from _differ_as_sets("undetermined", expect.undetermined, unclear)
    yield from _compare_parts("fees", expect.fees, got.fees)
    yield from _differ("trips", expect.trips, got.trips)
    yield from _compare_parts("duration", expect.duration, got.duration)


def _compare_steps(expect: Expectation, got: Checklist) -> Iterator[_Difference]:
    steps = tuple(step.service for step in got.steps)
    yield from _differ("steps", expect.steps, steps)
    if found := [service for service in expect.no_steps if service in steps]:
        yield "no_steps", f"没有 {'、'.join(expect.no_steps)}", found


def _compare_materials(expect: Expectation, got: Checklist) -> Iterator[_Difference]:
    lines = {f"{line.evidence}@{line.holder}": line for line in got.materials}
    for key, wanted in expect.materials.items():
        line = lines.get(_full(key))
        if line is None:
            yield f"materials.{key}", _given(wanted) or "有这一项", f"没有；有 {'、'.join(lines)}"
        else:
            yield from _compare_parts(f"materials.{key}", wanted, line)
    if found := [key for key in expect.no_materials if _full(key) in lines]:
        yield "no_materials", f"没有 {'、'.join(expect.no_materials)}", found


def _full(key: str) -> str:
    return key if "@" in key else f"{key}@applicant"


def _given(expected: Struct) -> dict[str, object]:
    return {name: value for name, value in asdict(expected).items() if value is not UNSET}


def _compare_parts(what: str, expected: Any, got: Struct) -> Iterator[_Difference]:
    for name, value in ({} if expected is UNSET else _given(expected)).items():
        yield from _differ(f"{what}.{name}", value, getattr(got, name))


def _differ(what: str, expected: object, got: object) -> Iterator[_Difference]:
    if expected is not UNSET and expected != got:
        yield what, expected, got


def _differ_as_sets(what: str, expected: Any, got: list[str]) -> Iterator[_Difference]:
    if expected is not UNSET and set(expected) != set(got):
        yield what, expected, got


def _uncovered(catalogue: LoadedCatalogue, given: set[Given]) -> Iterator[Uncovered]:
    for topic_id in catalogue.of("topic"):
        for name, asked in scope(catalogue, topic_id).questions.items():
            question = asked.question
            options = [option.id for option in question.options]
            for option in ["yes", "no"] if question.kind == "yes_no" else options:
                if (topic_id, name, option) not in given:
                    yield Uncovered(topic=topic_id, question=name, option=option)
