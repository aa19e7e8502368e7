"""The catalogue's conditions in the languages of zen-engine and json-logic."""

from collections.abc import Callable, Mapping
from typing import Any

from kiosk.domain.condition import (
    All,
    Answers,
    AnyOf,
    Condition,
    Includes,
    Is,
    Not,
    Question,
    Range,
)

Context = dict[str, object]


def variable(question: str) -> str:
    """Return a name that every expression language takes."""
    return "q_" + question.replace("-", "_")


def context(answers: Answers, questions: Mapping[str, Question]) -> Context:
    """Return complete answers as the variables of one evaluation; what was not asked is empty."""
    values: Context = {}
    for name, question in questions.items():
        given = answers.get(name, ())
        if question.kind == "many":
            values[variable(name)] = list(given)
        elif question.kind == "number":
            values[variable(name)] = float(given[0]) if given else -1.0
        else:
            values[variable(name)] = given[0] if given else ""
    return values


def with_when(atom: Condition, question: Question, translate: Callable[[Condition], Any]) -> Any:
    """Return the translated `when` of the atom's question, or None when it has none."""
    return translate(question.when) if question.when is not None else None


class JsonLogic:
    """Conditions as json-logic data."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self._questions = questions

    def translate(self, condition: Condition) -> Any:
        """Return the rule as json-logic data."""
        match condition:
            case All(parts=parts):
                return {"and": [self.translate(p) for p in parts]} if parts else True
            case AnyOf(parts=parts):
                return {"or": [self.translate(p) for p in parts]} if parts else False
            case Not(part=part):
                return {"!": self.translate(part)}
        rule = self._atom(condition)
        when = with_when(condition, self._questions[condition.question], self.translate)
        return rule if when is None else {"and": [when, rule]}

    def _atom(self, atom: Condition) -> Any:
        match atom:
            case Is(question=q, values=values):
                return {"in": [{"var": variable(q)}, list(values)]}
            case Includes(question=q, values=values):
                return {"or": [{"in": [v, {"var": variable(q)}]} for v in values]}
            case Range(question=q, at_least=low, below=high):
                parts: list[Any] = [{">=": [{"var": variable(q)}, 0]}]
                parts += [{">=": [{"var": variable(q)}, float(low)]}] if low else []
                parts += [{"<": [{"var": variable(q)}, float(high)]}] if high else []
                return {"and": parts}
        raise NotImplementedError(f"{type(atom).__name__} stands in no shipped topic")


class Zen:
    """Conditions as zen-engine expressions."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self._questions = questions

    def translate(self, condition: Condition) -> str:
        """Return the rule as an expression."""
        match condition:
            case All(parts=parts):
                return "(" + " and ".join(map(self.translate, parts)) + ")" if parts else "true"
            case AnyOf(parts=parts):
                return "(" + " or ".join(map(self.translate, parts)) + ")" if parts else "false"
            case Not(part=part):
                return f"(not {self.translate(part)})"
        rule = self._atom(condition)
        when = with_when(condition, self._questions[condition.question], self.translate)
        return rule if when is None else f"({when} and {rule})"

    def _atom(self, atom: Condition) -> str:
        match atom:
            case Is(question=q, values=values):
                return f"({variable(q)} in [{', '.join(map(repr, values))}])"
            case Includes(question=q, values=values):
                return f"some({variable(q)}, # in [{', '.join(map(repr, values))}])"
            case Range(question=q, at_least=low, below=high):
                parts = [f"{variable(q)} >= 0"]
                parts += [f"{variable(q)} >= {low}"] if low else []
                parts += [f"{variable(q)} < {high}"] if high else []
                return "(" + " and ".join(parts) + ")"
        raise NotImplementedError(f"{type(atom).__name__} stands in no shipped topic")
