"""Small rules of the question screen: switching cards, the way back, the page 为什么问这个.

Which question is asked next is `services/guidance.py`.
"""

from kiosk.domain.checklist import GivenAnswer, QuestionView
from kiosk.domain.condition import UNKNOWN_ANSWER
from kiosk.ui.list_details import Detail, Part


def switched(question: QuestionView, answer: tuple[str, ...], option: str) -> tuple[str, ...]:
    """Return the answer after a card was touched.

    A `many` question switches the card; 都没有 and 我不清楚 stand alone.
    """
    alone = {o.id for o in question.options if o.none}
    if question.kind != "many" or option in alone:
        return (option,)
    if option in answer:
        return tuple(o for o in answer if o != option)
    return (*(o for o in answer if o != UNKNOWN_ANSWER and o not in alone), option)


def before(order: tuple[GivenAnswer, ...], question: str) -> str | None:
    """Return the question answered before `question`, or None at the first."""
    asked = [given.question for given in order]
    at = asked.index(question) if question in asked else len(asked)
    return asked[at - 1] if at > 0 else None


def after(order: tuple[GivenAnswer, ...], question: str) -> str | None:
    """Return the answered question after `question`, when somebody went back; else None."""
    asked = [given.question for given in order]
    at = asked.index(question) + 1 if question in asked else len(asked)
    return asked[at] if at < len(asked) else None


def explanation(question: QuestionView) -> Detail:
    """Return 为什么问这个, with the hint and the helps that may have left the screen."""
    helps = "\n".join(f"{o.label}：{o.help}" for o in question.options if o.help)
    told = (
        Part(icon="lightbulb", title="为什么问这个", body=question.why or ""),
        Part(icon="info", title="提示", body=question.hint or ""),
        Part(icon="list-bullets", title="怎么选", body=helps),
        Part(icon="lock-key", title="放心", body="您的回答只用来出清单，走的时候就清掉。"),
    )
    return Detail(
        title=question.ask,
        formal="",
        icon="lightbulb",
        parts=tuple(part for part in told if part.body),
    )
