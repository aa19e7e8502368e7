"""What is left of conditions after answers: the algebra that makes exact search possible.

A condition is kept with the `when` of its questions written into it, and equal ones are one number.
Two answer paths that leave the same numbers behind have the same future, however they differ.
Evaluating a single set of answers is `kiosk/domain/kleene.py`.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from kiosk.domain.comparison import comparison
from kiosk.domain.condition import (
    ALWAYS,
    NEVER,
    All,
    AnyOf,
    Atom,
    Condition,
    Not,
    Question,
    all_of,
    any_of,
    negate,
)
from kiosk.domain.ids import QuestionId
from kiosk.workshop.walk import atoms

Ref = int
"""A condition of one `Residuals`."""

Value = tuple[str, ...]
TRUE: Ref = 0
FALSE: Ref = 1


class TooLargeError(Exception):
    """A search was given up at its stated bound."""


class Residuals:
    """Conditions over some questions, as seen on one day.

    Args:
        questions: every question that a condition may name, in the order of asking.
        as_of: the day on which ages are counted.
    """

    def __init__(self, questions: Mapping[QuestionId, Question], as_of: dt.date) -> None:
        self._questions = questions
        self._order = {name: place for place, name in enumerate(questions)}
        self._as_of = as_of
        self._conditions: list[Condition] = [ALWAYS, NEVER]
        self._refs: dict[Condition, Ref] = {ALWAYS: TRUE, NEVER: FALSE}
        self._after: dict[tuple[Ref, QuestionId, Value], Ref] = {}
        self._names: dict[Ref, frozenset[QuestionId]] = {}
        self._whens: dict[QuestionId, Condition] = {}

    def add(self, condition: Condition | None) -> Ref:
        """Return the number of a condition; None means always. Raises KeyError."""
        return self._ref(self._expand(ALWAYS if condition is None else condition))

    def condition(self, ref: Ref) -> Condition:
        """Return the condition of a number, with the `when` of its questions in it."""
        return self._conditions[ref]

    def names(self, ref: Ref) -> frozenset[QuestionId]:
        """Return the questions that a condition still depends on."""
        if ref not in self._names:
            self._names[ref] = frozenset(a.question for a in atoms(self._conditions[ref]))
        return self._names[ref]

    def first(self, ref: Ref) -> QuestionId:
        """Return the question asked first among those that a condition depends on."""
        return min(self.names(ref), key=self._order.__getitem__)

    def after(self, ref: Ref, question: QuestionId, value: Value) -> Ref:
        """Return what is left of a condition when a question is answered."""
        if question not in self.names(ref):
            return ref
        key = (ref, question, value)
        if key not in self._after:
            self._after[key] = self._ref(self._put(self._conditions[ref], question, value))
        return self._after[key]

    def both(self, one: Ref, other: Ref) -> Ref:
        """Return the AND of two conditions."""
        return self._ref(all_of(self._conditions[one], self._conditions[other]))

    def contrary(self, ref: Ref) -> Ref:
        """Return the NOT of a condition."""
        return self._ref(negate(self._conditions[ref]))

    def _ref(self, condition: Condition) -> Ref:
        ref = self._refs.setdefault(condition, len(self._conditions))
        if ref == len(self._conditions):
            self._conditions.append(condition)
        return ref

    def _expand(self, condition: Condition) -> Condition:
        match condition:
            case All(parts=parts):
                return all_of(*map(self._expand, parts))
            case AnyOf(parts=parts):
                return any_of(*map(self._expand, parts))
            case Not(part=part):
                return negate(self._expand(part))
            case _:
                return all_of(self._when(condition.question), condition)

    def _when(self, name: QuestionId) -> Condition:
        if name not in self._whens:
            self._whens[name] = ALWAYS  # a ring of whens ends here; lint_questions.py reports it
            when = self._questions[name].when
            self._whens[name] = ALWAYS if when is None else self._expand(when)
        return self._whens[name]

    def _put(self, condition: Condition, question: QuestionId, value: Value) -> Condition:
        match condition:
            case All(parts=parts):
                return all_of(*(self._put(p, question, value) for p in parts))
            case AnyOf(parts=parts):
                return any_of(*(self._put(p, question, value) for p in parts))
            case Not(part=part):
                return negate(self._put(part, question, value))
            case _:
                if condition.question != question:
                    return condition
                return ALWAYS if comparison(condition, self._as_of)(value) else NEVER


def all_atoms(conditions: Iterable[Condition | None]) -> tuple[Atom, ...]:
    """Return the different atoms of some conditions."""
    found = (a for c in conditions if c is not None for a in atoms(c))
    return tuple(dict.fromkeys(found))
