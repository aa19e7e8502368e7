"""Answers: checked as given, put into canonical form, and worded as the resident saw them.

Whether an answer counts is `guidance.py`; comparing answers is `comparison.py`.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from kiosk.domain.checklist import GivenAnswer
from kiosk.domain.condition import UNKNOWN_ANSWER, Answers, Question
from kiosk.domain.errors import InputError
from kiosk.domain.guide import Guide

DONT_KNOW = "我不清楚"
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHOWN_CHARS = 24


def check_answers(guide: Guide, given: Mapping[str, Iterable[str]]) -> Answers:
    """Return the answers in canonical form (options in authored order, numbers without padding).

    Questions stand in the guide's order. An option that does not exist for the other answers is
    no mistake: it is ignored while they stand (`Progress.dropped`).

    Raises:
        InputError: unknown question or option, two values for a `one`, a value outside min/max,
            no date, `?` where `unknown` is false; the message names what is allowed.
    """
    known = {q.id: q for q in guide.questions}
    for name in given:
        if name not in known:
            raise InputError(
                "unknown-question",
                f"办事主题 {guide.topic.id} 没有问题 {_short(name)}。"
                f"可以回答的有：{'、'.join(known) or '无'}。",
            )
    return {q.id: _check(q, tuple(given[q.id])) for q in guide.questions if q.id in given}


def _check(question: Question, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return one answer in canonical form."""
    values = tuple(dict.fromkeys(values))
    if not values:
        raise _wrong(question, "没有给出回答")
    if UNKNOWN_ANSWER in values:
        return _unknown(question, values)
    if len(values) > 1 and question.kind != "many":
        raise _wrong(question, f"只能有一个回答，给了{len(values)}个：{_listed(values)}")
    match question.kind:
        case "number":
            return (_number(question, values[0]),)
        case "date":
            return (_day(question, values[0]),)
        case _:
            return _options(question, values)


def _unknown(question: Question, values: tuple[str, ...]) -> tuple[str, ...]:
    if not question.unknown:
        raise _wrong(question, f"不能答 {UNKNOWN_ANSWER}（{DONT_KNOW}）")
    if len(values) > 1:
        raise _wrong(question, f"答了 {UNKNOWN_ANSWER}（{DONT_KNOW}）就不能再答别的")
    return values


def _options(question: Question, values: tuple[str, ...]) -> tuple[str, ...]:
    known = {o.id for o in question.options}
    strange = [v for v in values if v not in known]
    if strange:
        raise _wrong(question, f"没有选项 {_listed(strange)}")
    alone = [o.id for o in question.options if o.none and o.id in values]
    if alone and len(values) > 1:
        raise _wrong(question, f"选了 {alone[0]} 就不能再选别的")
    return tuple(o.id for o in question.options if o.id in values)


def _number(question: Question, value: str) -> str:
    if not _NUMBER.fullmatch(value):
        raise _wrong(question, f"要填数字，给的是 {_short(value)}")
    number = Decimal(value)
    too_low = question.min is not None and number < Decimal(question.min)
    if too_low or (question.max is not None and number > Decimal(question.max)):
        raise _wrong(question, f"{_short(value)} 不在范围内")
    plain = format(number.normalize(), "f")
    return "0" if plain == "-0" else plain


def _day(question: Question, value: str) -> str:
    try:
        if not _DAY.fullmatch(value):
            raise ValueError
        day = dt.date.fromisoformat(value)
    except ValueError:
        raise _wrong(question, f"要填日期，给的是 {_short(value)}") from None
    too_early = question.min is not None and day < dt.date.fromisoformat(question.min)
    if too_early or (question.max is not None and day > dt.date.fromisoformat(question.max)):
        raise _wrong(question, f"{value} 不在范围内")
    return value


def _wrong(question: Question, what: str) -> InputError:
    return InputError(
        "wrong-answer",
        f"问题 {question.id}（{question.ask}）{what}。{_allowed(question)}",
        question=question.id,
    )


def _allowed(question: Question) -> str:
    """Return one sentence that says what may be answered."""
    bounds = "".join(
        f"，{word}{bound}{question.unit or ''}"
        for word, bound in (("最小", question.min), ("最大", question.max))
        if bound is not None
    )
    match question.kind:
        case "number":
            allowed = f"要填一个数字，例如 60{bounds}"
        case "date":
            allowed = f"要填一个日期，例如 1990-01-31{bounds}"
        case _:
            options = "、".join(f"{o.id}（{o.label}）" for o in question.options)
            allowed = f"可以选：{options}"
    return (
        f"{allowed}，或 {UNKNOWN_ANSWER}（{DONT_KNOW}）。" if question.unknown else f"{allowed}。"
    )


def _listed(values: Iterable[str]) -> str:
    return "、".join(_short(v) for v in values)


def _short(value: str) -> str:
    """Return a given value on one line, cut where it is too long to be a slip of the pen."""
    shown = value if value.isprintable() else ascii(value)
    return (shown or "（空）") if len(shown) <= _SHOWN_CHARS else f"{shown[:_SHOWN_CHARS]}…"


def given_answer(question: Question, answer: tuple[str, ...]) -> GivenAnswer:
    """Return an answer with the words the resident saw."""
    return GivenAnswer(
        question=question.id, ask=question.ask, answer=answer, label=_label(question, answer)
    )


def _label(question: Question, answer: tuple[str, ...]) -> tuple[str, ...]:
    if answer[0] == UNKNOWN_ANSWER:
        return (DONT_KNOW,)
    match question.kind:
        case "number":
            return (f"{answer[0]}{question.unit or ''}",)
        case "date":
            day = dt.date.fromisoformat(answer[0])
            return (f"{day.year}年{day.month}月{day.day}日",)
        case _:
            return tuple(o.label for o in question.options if o.id in answer)
