"""Three-valued conditions compiled to closures, with a trace of what decided them.

Values are True, False and None (not answered yet, or 我不清楚); Kleene's strong logic (catalogue.md
§4). Which effects a condition controls and which question comes next do not belong here.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct

from kiosk.domain.comparison import Compare, comparison
from kiosk.domain.condition import (
    UNKNOWN_ANSWER,
    All,
    Answers,
    AnyOf,
    Atom,
    Condition,
    Not,
    Question,
)
from kiosk.domain.errors import InputError
from kiosk.domain.ids import QuestionId

_NOBODY: frozenset[QuestionId] = frozenset()


class TraceItem(Struct, frozen=True, kw_only=True):
    """One atom that decided a condition, and its value."""

    atom: Atom
    value: bool | None


class Facts:
    """Answers together with every value already computed from them.

    Make one per replay and pass it to every predicate: shared parts are then evaluated once. The
    answers must not change while it lives; `memo` belongs to the predicates.
    """

    __slots__ = ("given", "left", "memo")

    def __init__(self, given: Answers) -> None:
        self.given = given
        self.memo: dict[object, bool | None] = {}
        self.left: dict[object, frozenset[QuestionId]] = {}


_Value = Callable[[Facts], bool | None]
_Trace = Callable[[Facts], tuple[TraceItem, ...]]
_Left = Callable[[Facts], frozenset[QuestionId]]


class Predicate:
    """A compiled condition. Equal conditions of one `Conditions` are one predicate.

    `value` is the fast way in for callers that hold `Facts`; calling the predicate takes plain
    answers too. Answers are already checked (`guidance.check_answers`).
    """

    __slots__ = ("_key", "_left", "_trace", "condition", "value")

    def __init__(
        self, condition: Condition, key: object, value: _Value, left: _Left, trace: _Trace
    ) -> None:
        self.condition = condition
        self.value = value
        self._key = key
        self._left = left
        self._trace = trace

    def __call__(self, answers: Answers | Facts) -> bool | None:
        """Return the Kleene value for these answers."""
        return self.value(_facts(answers))

    def trace(self, answers: Answers | Facts) -> tuple[TraceItem, ...]:
        """Return the atoms that decided the value, in order of appearance.

        An atom whose question does not apply is false because of that question's `when`: the
        atoms of the `when` stand in its place.
        """
        return self._trace(_facts(answers))

    def residual(self, answers: Answers | Facts) -> frozenset[QuestionId]:
        """Return the questions left in the residual: empty when the value is known."""
        return self._left(_facts(answers))

    def assume(self, facts: Facts, value: bool) -> None:
        """Fix the value for one replay, before anything was computed from `facts`."""
        facts.memo[self._key] = value


class Conditions:
    """Compiles the conditions of one topic; equal parts are compiled, and evaluated, once.

    Args:
        questions: every question that a condition may name.
        as_of: the day on which ages are counted.
    """

    def __init__(self, questions: Mapping[QuestionId, Question], as_of: dt.date) -> None:
        self._questions = questions
        self._as_of = as_of
        self._compiled: dict[Condition, Predicate] = {}
        self._open: list[QuestionId] = []

    def compile(self, condition: Condition | None) -> Predicate:
        """Return the predicate of a condition; None means always.

        Raises:
            KeyError: the condition names a question that does not exist.
            InputError: a question's `when` leads back to the question itself.
        """
        wanted: Condition = All(parts=()) if condition is None else condition
        known = self._compiled.get(wanted)
        if known is None:
            known = self._compiled[wanted] = self._build(wanted)
        return known

    def applies(self, question_id: QuestionId) -> Predicate:
        """Return the predicate of a question's `when`."""
        question = self._questions[question_id]
        if question_id in self._open:
            loop = " → ".join((*self._open, question_id))
            raise InputError("when-cycle", f"问题的 when 绕回了自己: {loop}。请改其中一个。")
        self._open.append(question_id)
        try:
            return self.compile(question.when)
        finally:
            self._open.pop()

    def _build(self, condition: Condition) -> Predicate:
        match condition:
            case All(parts=parts):
                return _junction(condition, tuple(map(self.compile, parts)), decisive=False)
            case AnyOf(parts=parts):
                return _junction(condition, tuple(map(self.compile, parts)), decisive=True)
            case Not(part=part):
                return _negation(condition, self.compile(part))
            case _:
                return self._atom(condition)

    def _atom(self, atom: Atom) -> Predicate:
        question = self._questions[atom.question]
        compare = comparison(atom, self._as_of)
        return _atom(
            atom, self.applies(question.id), _compared(question.id, compare, self._gone(question))
        )

    def _gone(self, question: Question) -> Mapping[str, Predicate]:
        """Return the tests of the options that exist only for some answers."""
        conditional = [o for o in question.options if o.when is not None]
        if not conditional:
            return {}
        self.applies(question.id)
        self._open.append(question.id)
        try:
            return {o.id: self.compile(o.when) for o in conditional}
        finally:
            self._open.pop()


def compile_condition(
    condition: Condition | None, questions: Mapping[QuestionId, Question], as_of: dt.date
) -> Predicate:
    """Compile one condition. An atom's value is (`when` of its question) AND (comparison).

    An answer with an option which does not exist for these answers is unknown, as 我不清楚 is.

    Raises:
        KeyError: the condition names a question that does not exist.
        InputError: a question's `when` leads back to the question itself.
    """
    return Conditions(questions, as_of).compile(condition)


def _facts(answers: Answers | Facts) -> Facts:
    return answers if isinstance(answers, Facts) else Facts(answers)


def _junction(condition: Condition, parts: tuple[Predicate, ...], *, decisive: bool) -> Predicate:
    """Build AND (`decisive` False) or OR (True): one decisive part decides, else None spreads."""
    key = object()
    value = _junction_value(key, tuple(p.value for p in parts), decisive)

    def left(facts: Facts) -> frozenset[QuestionId]:
        if value(facts) is not None:
            return _NOBODY
        if key not in facts.left:
            facts.left[key] = _NOBODY.union(*(p.residual(facts) for p in parts))
        return facts.left[key]

    def trace(facts: Facts) -> tuple[TraceItem, ...]:
        result = value(facts)
        deciding = [p for p in parts if p.value(facts) is result]
        if result is decisive:
            del deciding[1:]
        return tuple(item for p in deciding for item in p.trace(facts))

    return Predicate(condition, key, value, left, trace)


def _junction_value(key: object, parts: tuple[_Value, ...], decisive: bool) -> _Value:
    def value(facts: Facts) -> bool | None:
        memo = facts.memo
        if key in memo:
            return memo[key]
        result: bool | None = not decisive
        for part in parts:
            found = part(facts)
            if found is decisive:
                result = decisive
                break
            if found is None:
                result = None
        memo[key] = result
        return result

    return value


def _negation(condition: Condition, part: Predicate) -> Predicate:
    key, inner = object(), part.value

    def value(facts: Facts) -> bool | None:
        memo = facts.memo
        if key not in memo:
            found = inner(facts)
            memo[key] = None if found is None else not found
        return memo[key]

    def left(facts: Facts) -> frozenset[QuestionId]:
        return _NOBODY if value(facts) is not None else part.residual(facts)

    return Predicate(condition, key, value, left, part.trace)


def _atom(atom: Atom, applies: Predicate, compared: _Value) -> Predicate:
    """Build (`applies`) AND (`compared`), where None of `compared` means no certain answer."""
    key = object()
    applied, mine = applies.value, frozenset((atom.question,))

    def value(facts: Facts) -> bool | None:
        memo = facts.memo
        if key not in memo:
            result = compared(facts)
            if result is not False:
                there = applied(facts)
                result = result if there else there
            memo[key] = result
        return memo[key]

    def left(facts: Facts) -> frozenset[QuestionId]:
        if value(facts) is not None:
            return _NOBODY
        behind = applies.residual(facts)
        return behind if compared(facts) is not None else behind | mine

    def trace(facts: Facts) -> tuple[TraceItem, ...]:
        if applied(facts) is False:
            return applies.trace(facts)
        return (TraceItem(atom=atom, value=value(facts)),)

    return Predicate(atom, key, value, left, trace)


def _compared(question: QuestionId, compare: Compare, gone: Mapping[str, Predicate]) -> _Value:
    """Return the comparison alone: None without an answer, for 我不清楚 and for a gone option."""

    def value(facts: Facts) -> bool | None:
        given = facts.given.get(question)
        if given is None or given[0] == UNKNOWN_ANSWER:
            return None
        if gone and any(v in gone and gone[v].value(facts) is False for v in given):
            return None
        return compare(given)

    return value
