"""Conditions as authors write them become the tagged conditions of `kiosk/domain/condition.py`.

Whether a comparison fits its question is checked by lint, which knows the questions; here only
the form counts. Source: catalogue.md §4.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kiosk.domain.condition import (
    UNKNOWN_ANSWER,
    Age,
    All,
    AnyOf,
    Between,
    Condition,
    Includes,
    Is,
    Not,
    Range,
)

CONNECTIVES = ("all", "any", "not")
"""Words of conditions; no question may have one of them as its id."""

FORMS = (
    "{问题: 选项}、{问题: [选项, 选项]}、{问题: {includes: 选项}}、"
    "{问题: {at_least: 数, below: 数}}、{问题: {from: 日期, before: 日期}}、"
    "{问题: {age_at_least: 岁, age_below: 岁}}、{all: […]}、{any: […]}、{not: …}"
)

Report = Callable[[Node, str], None]
"""Takes the node and what is wrong with it."""


class ConditionError(Exception):
    """A condition that has no meaning; holds the node to blame."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.node = node
        self.message = message


def read_condition(node: Node, report: Report) -> Condition | None:
    """Return the condition, or None after reporting the first thing wrong in it."""
    try:
        return _condition(node)
    except ConditionError as error:
        report(error.node, error.message)
        return None


def _condition(node: Node) -> Condition:
    if not isinstance(node, MappingNode) or len(node.value) != 1:
        raise ConditionError(node, f"条件要写成其中一种：{FORMS}")
    key, value = node.value[0]
    if key.value == "all":
        return All(parts=_parts(value, "all"))
    if key.value == "any":
        return AnyOf(parts=_parts(value, "any"))
    if key.value == "not":
        return Not(part=_condition(value))
    return _atom(key.value, value)


def _parts(node: Node, word: str) -> tuple[Condition, ...]:
    if not isinstance(node, SequenceNode) or not node.value:
        raise ConditionError(node, f"{word} 后面要列出条件，至少一个")
    return tuple(_condition(item) for item in node.value)


def _atom(question: str, node: Node) -> Condition:
    if not isinstance(node, MappingNode):
        return Is(question=question, values=_values(node))
    given = {key.value: value for key, value in node.value}
    for keys, build in _COMPARISONS:
        if given and given.keys() <= keys:
            return build(question, given)
    raise ConditionError(node, f"比较写得不对（{'、'.join(given) or '空'}）；可以写：{FORMS}")


def _values(node: Node) -> tuple[str, ...]:
    items = node.value if isinstance(node, SequenceNode) else [node]
    if not items or not all(isinstance(item, ScalarNode) and item.value for item in items):
        raise ConditionError(node, "这里要写一个选项，或一列选项")
    values = tuple(str(item.value) for item in items)
    if UNKNOWN_ANSWER in values:
        raise ConditionError(node, "我不清楚不能作条件；没有答案的，引擎自己会处理")
    return values


def _text(node: Node | None) -> str | None:
    if node is None:
        return None
    if not isinstance(node, ScalarNode):
        raise ConditionError(node, "这里要写一个值")
    return str(node.value).strip()


def _number(node: Node | None) -> str | None:
    text = _text(node)
    if node is None or text is None:
        return None
    try:
        finite = Decimal(text).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        raise ConditionError(node, f"要写数字，现在是“{text}”")
    return text


def _day(node: Node | None) -> dt.date | None:
    text = _text(node)
    if node is None or text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ConditionError(node, f"要写日期，如 2025-01-31，现在是“{text}”") from None


def _years(node: Node | None) -> int | None:
    text = _text(node)
    if node is None or text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= 150):
        raise ConditionError(node, f"要写 0 到 150 的整数岁数，现在是“{text}”")
    return int(text)


def _includes(question: str, given: dict[str, Node]) -> Condition:
    return Includes(question=question, values=_values(given["includes"]))


def _range(question: str, given: dict[str, Node]) -> Condition:
    return Range(
        question=question,
        at_least=_number(given.get("at_least")),
        below=_number(given.get("below")),
    )


def _between(question: str, given: dict[str, Node]) -> Condition:
    return Between(
        question=question, from_=_day(given.get("from")), before=_day(given.get("before"))
    )


def _age(question: str, given: dict[str, Node]) -> Condition:
    return Age(
        question=question,
        at_least=_years(given.get("age_at_least")),
        below=_years(given.get("age_below")),
    )


_Build = Callable[[str, dict[str, Node]], Condition]
_COMPARISONS: tuple[tuple[frozenset[str], _Build], ...] = (
    (frozenset({"includes"}), _includes),
    (frozenset({"at_least", "below"}), _range),
    (frozenset({"from", "before"}), _between),
    (frozenset({"age_at_least", "age_below"}), _age),
)
