"""Three-valued conditions compiled to closures, with a trace of what decided them.

Values are True, False and None (not answered yet, or 我不清楚); Kleene's strong logic (catalogue.md §4).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from kiosk.domain.condition import Answers, Atom, Condition, Question
from kiosk.domain.ids import QuestionId


class TraceItem(Struct, frozen=True, kw_only=True):
    """One atom that decided a condition, and its value."""

    atom: Atom
    value: bool | None


class Test(Protocol):
    """A compiled condition."""

    condition: Condition

    def __call__(self, answers: Answers) -> bool | None:
        """Return the Kleene value for these answers."""
        ...

    def trace(self, answers: Answers) -> tuple[TraceItem, ...]:
        """Return the atoms that decided the value, in order of appearance."""
        ...

    def residual(self, answers: Answers) -> frozenset[QuestionId]:
        """Return the questions left in the residual: empty when the value is known."""
        ...


def compile_condition(
    condition: Condition | None, questions: Mapping[QuestionId, Question], as_of: dt.date
) -> Test:
    """Compile once. An atom's value is (`when` of its question) AND (comparison).

    Raises:
        KeyError: the condition names a question that does not exist.
    """
    raise NotImplementedError
