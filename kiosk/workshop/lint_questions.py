"""Rules about questions and conditions: what a condition names exists, fits and was asked before.

Whether a condition can ever be true is found by exploring answers, in `lint_answers.py`.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from kiosk.domain.condition import (
    Age,
    Atom,
    Between,
    Condition,
    Includes,
    Is,
    Question,
    Range,
)
from kiosk.domain.ids import QuestionId
from kiosk.workshop.conditions import CONNECTIVES
from kiosk.workshop.findings import Finding
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.scope import Place, Scope, at
from kiosk.workshop.walk import atoms, conditions, walk

_KINDS: dict[type, tuple[str, ...]] = {
    Is: ("one", "yes_no"),
    Includes: ("many",),
    Range: ("number",),
    Between: ("date",),
    Age: ("date",),
}
_FORM = {
    "one": "{问题: 选项}",
    "yes_no": '{问题: "yes"}',
    "many": "{问题: {includes: 选项}}",
    "number": "{问题: {at_least: 数, below: 数}}",
    "date": "{问题: {from: 日期, before: 日期}} 或 {问题: {age_at_least: 岁}}",
}
_KIND_NAMES = {
    "one": "单选题",
    "yes_no": "两选一（kind: yes_no）",
    "many": "多选题（kind: many）",
    "number": "填数字的题（kind: number）",
    "date": "填日期的题（kind: date）",
}
_WITH_OPTIONS = ("one", "many")


def check_questions(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    """Yield what is wrong inside each question, wherever it is written."""
    shared = set(catalogue.of("question"))
    for kind in catalogue.documents:
        for document in catalogue.of(kind).values():
            for path, part in walk(document.value):
                if isinstance(part, Question):
                    place = at(document, *path)
                    yield from _check_question(place, part)
                    if kind != "question" and part.id in shared:
                        said = f"{part.id} 是公用问题，不能另写；请只写它的编号"
                        yield place.finding("question-twice", said)


def check_conditions(scope: Scope) -> Iterator[Finding]:
    """Yield what is wrong with the conditions of one topic."""
    for clash in scope.clashes:
        said = f"主题 {scope.topic.id} 里有两个不同的问题都叫 {clash.question.id}；请改一个编号"
        yield clash.place.finding("question-twice", said)
    for part in scope.parts:
        for path, condition in conditions(part.value):
            place = at(part.document, *part.path, *path)
            yield from _check_condition(scope, place, condition)
    yield from _check_order(scope)
    yield from _check_dates(scope)


def _check_dates(scope: Scope) -> Iterator[Finding]:
    """No topic that residents see asks for a date.

    It is mostly somebody's birthday, and answers stand in the printed code, which carries no
    personal data (catalogue.md §11).
    """
    if scope.topic.value.state == "draft":
        return
    for asked in scope.questions.values():
        if asked.question.kind == "date":
            said = (
                f"问题 {asked.question.id} 问日期，答案会印进二维码，二维码里不能有生日这样的"
                "个人信息；请改成选项，比如几岁到几岁"
            )
            yield asked.place.finding("date-in-code", said)


def _check_condition(scope: Scope, place: Place, condition: Condition) -> Iterator[Finding]:
    for atom in atoms(condition):
        asked = scope.questions.get(atom.question)
        if asked is None:
            said = f"条件用到问题 {atom.question}，主题 {scope.topic.id} 没有问它"
            known = "、".join(scope.questions) or "无"
            yield place.finding("unknown-question", f"{said}；可以用：{known}")
        else:
            yield from _check_atom(place, atom, asked.question)


def _check_atom(place: Place, atom: Atom, question: Question) -> Iterator[Finding]:
    if question.kind not in _KINDS[type(atom)]:
        kind = _KIND_NAMES[question.kind]
        said = f"问题 {question.id} 是{kind}，条件要写成 {_FORM[question.kind]}"
        yield place.finding("wrong-comparison", said)
    elif isinstance(atom, Is | Includes):
        known = _option_ids(question)
        for value in atom.values:
            if value not in known:
                said = f"问题 {question.id} 没有选项 {value}；可以用：{'、'.join(known)}"
                yield place.finding("unknown-option", said)


def _check_order(scope: Scope) -> Iterator[Finding]:
    """A `when` names only questions that come earlier (catalogue.md §5)."""
    earlier: set[QuestionId] = set()
    for asked in scope.questions.values():
        question = asked.question
        whens = [(("when",), question.when)]
        whens += [(("options", n, "when"), o.when) for n, o in enumerate(question.options)]  # type: ignore[misc]
        for path, when in whens:
            for atom in atoms(when) if when is not None else ():
                if atom.question in scope.questions and atom.question not in earlier:
                    place = at(asked.place.document, *asked.place.path, *path)
                    said = (
                        f"在主题 {scope.topic.id} 里，{question.id} 的 when 用到 {atom.question}，"
                        "它却不在前面；when 只能用前面的问题"
                    )
                    yield place.finding("when-order", said)
        earlier.add(question.id)


def _check_question(place: Place, question: Question) -> Iterator[Finding]:
    if question.id in CONNECTIVES:
        yield place.finding("reserved-id", f"{question.id} 是条件里的词，不能作问题编号")
    if question.unknown and not question.find_out:
        said = "可以答“我不清楚”，却没有写 find_out：请写上到哪里弄清楚"
        yield place.finding("no-find-out", said, "warning")
    yield from _check_options(place, question)
    yield from _check_bounds(place, question)


def _check_options(place: Place, question: Question) -> Iterator[Finding]:
    ids = [option.id for option in question.options]
    kind = _KIND_NAMES[question.kind]
    if question.kind in _WITH_OPTIONS and len(ids) < 2:
        yield place.finding("question-options", f"{kind}至少要有两个选项")
    if question.kind in ("number", "date") and ids:
        yield place.finding("question-options", f"{kind}不写选项")
    if question.kind == "yes_no" and ids:
        if sorted(ids) != ["no", "yes"]:
            said = '只能有 "yes" 和 "no" 两个选项；要写别的选项，就删掉 kind: yes_no'
            yield place.finding("question-options", said)
    elif question.kind == "yes_no":
        said = "选项没有写自己的话，会显示“是／不是”；最好重复内容，如“满了／还没满”"
        yield place.finding("question-options", said, "note")
    nones = [option for option in question.options if option.none]
    if nones and (question.kind != "many" or len(nones) > 1):
        yield place.finding("question-options", "none: true 只能写在多选题的一个选项上")


def _check_bounds(place: Place, question: Question) -> Iterator[Finding]:
    for field, text in (("min", question.min), ("max", question.max)):
        if text is None:
            continue
        bound = at(place.document, *place.path, field)
        if question.kind not in ("number", "date"):
            said = f"{_KIND_NAMES[question.kind]}不写 {field}；只有填数字、填日期的题才写"
            yield bound.finding("question-bounds", said)
        elif _bound(question.kind, text) is None:
            want = "数字" if question.kind == "number" else "日期，如 2025-01-31"
            yield bound.finding("question-bounds", f"{field} 要写{want}，现在是“{text}”")
    low, high = (_bound(question.kind, text) for text in (question.min, question.max))
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        yield place.finding("question-bounds", "min 比 max 大")


def _bound(kind: str, text: str | None) -> Decimal | dt.date | None:
    try:
        if text is None:
            return None
        return dt.date.fromisoformat(text) if kind == "date" else Decimal(text)
    except (ValueError, InvalidOperation):
        return None


def _option_ids(question: Question) -> list[str]:
    return ["yes", "no"] if question.kind == "yes_no" else [o.id for o in question.options]
