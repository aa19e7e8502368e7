"""The questions of one topic: which are asked, in which order, with which local words.

Source of the order: catalogue.md §5. Which of them is asked next is `guidance.py`.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from kiosk.domain.condition import Option, Question
from kiosk.domain.errors import InputError
from kiosk.domain.ids import CircumstanceId, Id, QuestionId
from kiosk.domain.service import Service
from kiosk.domain.topic import Circumstance, Topic

PROXY: CircumstanceId = "proxy"
WHO: QuestionId = "who"
YES_NO = (Option(id="yes", label="是"), Option(id="no", label="不是"))

Named = tuple[Id, Question | QuestionId]
"""A question, own or shared, and the document that names it."""


def in_order(
    topic: Topic,
    services: Iterable[Service],
    circumstances: Iterable[tuple[Circumstance, Iterable[Service]]],
) -> tuple[Named, ...]:
    """Return everything that is asked, in order, with repetitions.

    A circumstance's own questions come before those of the services that it includes.

    Args:
        topic: the topic as the region has it.
        services: the services that the topic includes, in include order.
        circumstances: the topic's circumstances with the services that each includes.
    """
    named: list[Named] = [(PROXY, WHO)] if PROXY in topic.circumstances else []
    named += [(topic.id, q) for q in topic.questions]
    named += [(s.id, q) for s in services for q in s.questions]
    for circumstance, included in circumstances:
        named += [(circumstance.id, q) for q in circumstance.questions]
        named += [(s.id, q) for s in included for q in s.questions]
    return tuple(named)


def each_once(
    named: Iterable[Named], shared: Callable[[Id, QuestionId], Question]
) -> dict[QuestionId, Question]:
    """Return the questions by id, in order; a `yes_no` gets both its options.

    Args:
        named: what `in_order` returned.
        shared: reads a shared question for the document that names it.

    Raises:
        InputError: two documents mean different questions by one id.
    """
    found: dict[QuestionId, Question] = {}
    for where, entry in named:
        question = _worded(shared(where, entry) if isinstance(entry, str) else entry)
        if found.setdefault(question.id, question) != question:
            raise InputError(
                "question-twice",
                f"{where} 又写了一个问题 {question.id}，和前面的不同。"
                "请换一个 id，或者改成公用问题。",
            )
    return found


def _worded(question: Question) -> Question:
    if question.kind != "yes_no":
        return question
    own = {o.id: o for o in question.options}
    return replace(question, options=tuple(own.get(o.id, o) for o in YES_NO))
