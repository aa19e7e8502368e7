"""Conditions for readers outside: as one Chinese sentence, and as the data authors write.

Evaluating them is `kiosk/domain/kleene.py`; why a line stands on one person's list is
`kiosk/domain/reasons.py`. Used by the exports.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from kiosk.domain.condition import (
    Age,
    All,
    AnyOf,
    Atom,
    Between,
    Condition,
    Includes,
    Is,
    Not,
    Question,
    Range,
)
from kiosk.domain.ids import QuestionId
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.scope import scope

Asks = Mapping[QuestionId, Question]


class AskedWhere:
    """Which question an id means in each document: ids are local to the topics that ask them."""

    def __init__(self, catalogue: LoadedCatalogue) -> None:
        self._catalogue = catalogue

    def of(self, document_id: str) -> Asks:
        """Return the questions that a topic, service or circumstance can name, by id."""
        shared = {q: d.value for q, d in self._catalogue.of("question").items()}
        return shared | self._asked.get(document_id, {})

    @cached_property
    def _asked(self) -> dict[str, dict[QuestionId, Question]]:
        """Return questions by the ids of all documents of the topics that ask them."""
        found: dict[str, dict[QuestionId, Question]] = {}
        for topic in self._catalogue.of("topic"):
            inside = scope(self._catalogue, topic)
            questions = {name: asked.question for name, asked in inside.questions.items()}
            for part in inside.parts:
                name = str(part.path[-1]) if part.path else part.document.id
                found[name] = questions | found.get(name, {})
        return found


def sentence(condition: Condition, asks: Asks) -> str:
    """Return a condition in words, e.g. “您的狗有多大”选“35厘米以上”, 并且 …."""
    match condition:
        case All(parts=parts):
            return "，并且".join(_inside(p, asks) for p in parts) or "总是"
        case AnyOf(parts=parts):
            return "，或者".join(_inside(p, asks) for p in parts) or "从不"
        case Not(part=part):
            return f"不是（{sentence(part, asks)}）"
        case _:
            return _atom(condition, asks)


def written(condition: Condition) -> str:
    """Return a condition as JSON in the form of catalogue.md §4, which YAML can hold as it is."""
    return msgspec.json.encode(_data(condition)).decode()


def _inside(condition: Condition, asks: Asks) -> str:
    words = sentence(condition, asks)
    return f"（{words}）" if isinstance(condition, All | AnyOf) else words


def _atom(atom: Atom, asks: Asks) -> str:
    question = asks.get(atom.question)
    ask = f"“{question.ask.rstrip('？?')}”" if question else f"“{atom.question}”"
    match atom:
        case Is(values=values):
            return f"{ask}选{_labels(question, values)}"
        case Includes(values=values):
            return f"{ask}里有{_labels(question, values)}"
        case Range(at_least=low, below=high):
            unit = question.unit or "" if question else ""
            return ask + _span(low, high, ("不少于{}" + unit, "少于{}" + unit))
        case Between(from_=first, before=end):
            return ask + _span(first, end, ("在{}或以后", "在{}以前"))
        case Age(at_least=low, below=high):
            return ask + _span(low, high, ("满{}岁", "不满{}岁"))


def _labels(question: Question | None, values: Iterable[str]) -> str:
    words = {option.id: option.label for option in question.options} if question else {}
    return "或".join(f"“{words.get(value, value)}”" for value in values)


def _span(low: object, high: object, words: tuple[str, str]) -> str:
    ends = zip(words, (low, high), strict=True)
    return "、".join(word.format(end) for word, end in ends if end is not None)


def _data(condition: Condition) -> Any:
    match condition:
        case All(parts=parts):
            return {"all": [_data(part) for part in parts]}
        case AnyOf(parts=parts):
            return {"any": [_data(part) for part in parts]}
        case Not(part=part):
            return {"not": _data(part)}
        case _:
            return {condition.question: _comparison(condition)}


def _comparison(atom: Atom) -> Any:
    match atom:
        case Is(values=values):
            return values[0] if len(values) == 1 else values
        case Includes(values=values):
            return {"includes": values}
        case Range(at_least=low, below=high):
            return _given(at_least=low, below=high)
        case Between(from_=first, before=end):
            return _given(**{"from": first, "before": end})
        case Age(at_least=low, below=high):
            return _given(age_at_least=low, age_below=high)


def _given(**ends: object) -> dict[str, object]:
    return {name: value for name, value in ends.items() if value is not None}
