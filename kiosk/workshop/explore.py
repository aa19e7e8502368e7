"""Trying every answer of a topic, as a visit would ask, without walking equal futures twice.

What is wrong about what was found is said by `lint_answers.py`; the questions come from the
engine itself (`kiosk/domain/guidance.py`), so what is explored is what residents get.
"""

from collections.abc import Iterator

from msgspec import Struct

from kiosk.domain.condition import Answers, Atom, Condition, Question, all_of, any_of
from kiosk.domain.guidance import Replay
from kiosk.domain.guide import Guide
from kiosk.domain.ids import OptionId, QuestionId
from kiosk.workshop.residuals import FALSE, TRUE, Ref, Residuals, TooLargeError, Value, all_atoms
from kiosk.workshop.value_classes import classes, is_exact

MAX_STATES = 20_000
"""More than these different futures of one topic in one region are not explored."""

MAX_TRIES = 50_000
"""More partial answers than these are not tried to fulfil one condition."""


class Exploration(Struct, frozen=True, kw_only=True):
    """What was found for one guide; every entry with an example of answers that lead there.

    `empty_ends` are answers after which nothing is left to ask, nothing to do and nothing said.
    `exact` is false when the bound was reached or a `many` question has too many options.
    """

    asked: dict[QuestionId, Answers]
    chosen: dict[tuple[QuestionId, OptionId], Answers]
    matters: frozenset[QuestionId]
    empty_ends: tuple[Answers, ...]
    states: int
    exact: bool


class _State(Struct, frozen=True, kw_only=True):
    """Where a visit can stand: what its effects, its stops and its options still hang on."""

    effects: frozenset[Ref]
    goal: Ref
    block: Ref
    options: frozenset[tuple[QuestionId, OptionId, Ref]]


class Explorer:
    """Search over the answers of one guide.

    `classes` holds, per question, one answer for each way in which conditions tell them apart.
    """

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._residuals = Residuals({q.id: q for q in guide.questions}, guide.as_of)
        whens = [q.when for q in guide.questions]
        option_whens = [o.when for q in guide.questions for o in q.options]
        effects = [effect.test.condition for effect in guide.effects]
        self._atoms: tuple[Atom, ...] = all_atoms((*effects, *whens, *option_whens))
        self.classes = {q.id: classes(q, self._atoms, guide.as_of) for q in guide.questions}

    def explore(self, max_states: int = MAX_STATES) -> Exploration:
        """Walk every visit, or stop at `max_states` different futures."""
        start = self._start()
        found: dict[_State, dict[QuestionId, Value]] = {start: {}}
        waiting = [start]
        asked: dict[QuestionId, Answers] = {}
        chosen: dict[tuple[QuestionId, OptionId], Answers] = {}
        empty: list[Answers] = []
        while waiting and len(found) < max_states:
            state = waiting.pop()
            answers = found[state]
            replay = Replay(self._guide, answers)
            question = replay.next_question
            if question is None:
                if state.goal != TRUE and replay.progress().state != "blocked":
                    empty.append(answers)
                continue
            asked.setdefault(question.id, answers)
            for value in self._offered(question, answers):
                path = {**answers, question.id: value}
                for option in value:
                    chosen.setdefault((question.id, option), path)
                after = self._next(state, question.id, value)
                if after not in found:
                    found[after] = path
                    waiting.append(after)
        exact = not waiting and all(is_exact(q, self._atoms) for q in self._guide.questions)
        return Exploration(
            asked=asked,
            chosen=chosen,
            matters=frozenset(n for r in start.effects for n in self._residuals.names(r)),
            empty_ends=tuple(empty),
            states=len(found),
            exact=exact,
        )

    def fulfil(self, condition: Condition) -> Answers | None:
        """Return answers that make a condition true, or None when there are none.

        Raises:
            TooLargeError: the bound was reached.
        """
        ref = self._residuals.add(condition)
        return fulfil(self._residuals, self._guide.questions, self.classes, ref)

    def _start(self) -> _State:
        add, guide = self._residuals.add, self._guide
        options = ((q, o, add(test.condition)) for (q, o), test in guide.options.items())
        return _State(
            effects=frozenset(add(e.test.condition) for e in guide.effects) - {TRUE, FALSE},
            goal=add(any_of(*(step.test.condition for step in guide.steps))),
            block=add(any_of(*self._blocking())),
            options=frozenset(options),
        )

    def _blocking(self) -> Iterator[Condition]:
        """Yield the conditions that end the questions: stops of the topic and of its own steps."""
        for stop in self._guide.stops:
            yield stop.test.condition
        for step in self._guide.steps:
            for other in self._guide.steps:
                if other.service.id == step.service.id and not other.optional and other.stops:
                    for stop in step.stops:
                        yield all_of(stop.test.condition, other.test.condition)

    def _next(self, state: _State, name: QuestionId, value: Value) -> _State:
        after = self._residuals.after
        effects = frozenset(after(r, name, value) for r in state.effects) - {TRUE, FALSE}
        open_ = {n for r in effects for n in self._residuals.names(r)}
        left = ((q, o, after(r, name, value)) for q, o, r in state.options)
        return _State(
            effects=effects,
            goal=after(state.goal, name, value),
            block=after(state.block, name, value),
            options=frozenset(item for item in left if item[0] in open_),
        )

    def _offered(self, question: Question, answers: Answers) -> Iterator[Value]:
        """Yield the answers that a resident could give now, one of each class."""
        gone = {
            option
            for (name, option), test in self._guide.options.items()
            if name == question.id and test(answers) is False
        }
        for value in self.classes[question.id]:
            if gone.isdisjoint(value):
                yield value


def fulfil(
    residuals: Residuals,
    questions: tuple[Question, ...],
    values: dict[QuestionId, tuple[Value, ...]],
    wanted: Ref,
) -> Answers | None:
    """Return answers that make a condition true, or None when there are none.

    Raises:
        TooLargeError: more than `MAX_TRIES` partial answers were tried.
    """
    known = {question.id: question for question in questions}
    waiting: list[tuple[Ref, dict[QuestionId, Value]]] = [(wanted, {})]
    for _ in range(MAX_TRIES):
        if not waiting:
            return None
        ref, answers = waiting.pop()
        if ref == TRUE:
            return answers
        if ref == FALSE:
            continue
        name = residuals.first(ref)
        for value in reversed(values[name]):
            needed = all_of(*(o.when for o in known[name].options if o.id in value))
            left = residuals.both(residuals.after(ref, name, value), residuals.add(needed))
            left = _replay(residuals, left, answers)
            waiting.append((left, {**answers, name: value}))
    raise TooLargeError


def _replay(residuals: Residuals, ref: Ref, answers: Answers) -> Ref:
    """Return what is left of a condition after all answers so far."""
    for name, value in answers.items():
        ref = residuals.after(ref, name, value)
    return ref
