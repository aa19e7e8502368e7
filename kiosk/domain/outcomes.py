"""弄清后: what each answer to an unclear question would make certain.

Which questions are unclear is `guidance.py`; only services and papers count here.
"""

from collections.abc import Iterable

from kiosk.domain.checklist import Addition, Outcome
from kiosk.domain.condition import Answers, Option, Question
from kiosk.domain.guide import Guide
from kiosk.domain.ids import EvidenceId, ServiceId
from kiosk.domain.kleene import Facts
from kiosk.domain.service import Holder

Paper = tuple[EvidenceId, Holder]
Certain = tuple[list[ServiceId], list[Paper]]


def outcomes(
    guide: Guide, answers: Answers, question: Question, options: Iterable[Option], *, hidden: bool
) -> tuple[Outcome, ...]:
    """Return per option what is certain with it and is not without; () for numbers and dates.

    Args:
        guide: the topic.
        answers: the answers as they are.
        question: a question that is answered 我不清楚 or hidden behind one that is.
        options: those that can be chosen.
        hidden: nobody knows whether the question applies; it is taken to apply.
    """
    if question.kind in ("number", "date"):
        return ()
    now = _certain(guide, answers, question, hidden)
    return tuple(
        Outcome(
            option=option.id,
            label=option.label,
            adds=_additions(
                _certain(guide, {**answers, question.id: (option.id,)}, question, hidden), now
            ),
        )
        for option in options
    )


def _certain(guide: Guide, answers: Answers, question: Question, hidden: bool) -> Certain:
    facts = Facts(answers)
    if hidden:
        guide.applies[question.id].assume(facts, value=True)
    return certain_services(guide, facts), certain_evidence(guide, facts)


def _additions(then: Certain, now: Certain) -> tuple[Addition, ...]:
    return (
        *(Addition(service=s) for s in then[0] if s not in now[0]),
        *(Addition(evidence=e) for e in dict.fromkeys(p[0] for p in then[1] if p not in now[1])),
    )


def certain_services(guide: Guide, facts: Facts) -> list[ServiceId]:
    """Return the services that are certainly steps, in authored order, each once."""
    return list(dict.fromkeys(s.service.id for s in guide.steps if s.test.value(facts)))


def certain_evidence(guide: Guide, facts: Facts) -> list[Paper]:
    """Return the papers that are certainly on the list, in authored order, each holder's once."""
    return list(
        dict.fromkeys(
            (line.value.use, line.value.holder)
            for step in guide.steps
            for line in step.evidence
            if line.test.value(facts)
        )
    )
