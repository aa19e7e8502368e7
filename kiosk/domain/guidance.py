"""Guidance: replay answers, say which question is next, what counts and what is undetermined.

The state is a pure function of (catalogue, region, as-of day, answers); catalogue.md §5. What the
answers mean for papers, days and trips is `compose.py`; checking answers is `answers.py`; what
an answer would bring is `outcomes.py`.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from kiosk.domain.answers import check_answers, given_answer
from kiosk.domain.checklist import (
    GivenAnswer,
    OptionView,
    QuestionView,
    State,
    StopLine,
    Undetermined,
)
from kiosk.domain.condition import UNKNOWN_ANSWER, Answers, Option, Question
from kiosk.domain.guide import Guarded, Guide
from kiosk.domain.ids import QuestionId, ServiceId
from kiosk.domain.kleene import Facts, Predicate
from kiosk.domain.outcomes import outcomes
from kiosk.domain.service import Stop

__all__ = ["Progress", "Replay", "check_answers", "progress"]


class Progress(Struct, frozen=True, kw_only=True):
    """Where a visit stands, in the shape of `kiosk questions --json`."""

    state: State
    next_question: QuestionView | None
    answered: tuple[GivenAnswer, ...]
    dropped: tuple[str, ...]
    undetermined: tuple[Undetermined, ...]
    stops: tuple[StopLine, ...]


def progress(guide: Guide, answers: Answers) -> Progress:
    """Replay `answers` (already checked) and say where the visit stands."""
    return Replay(guide, answers).progress()


class Replay:
    """One guide and one set of answers, looked at once; nothing in it changes.

    Args:
        guide: a topic for one region and day.
        answers: checked answers; those that do not count are ignored.
    """

    def __init__(self, guide: Guide, answers: Answers) -> None:
        self.guide = guide
        self.answers = answers
        self.facts = Facts(answers)

    def progress(self) -> Progress:
        """Return state, next question, answers that count, what is undetermined, stops."""
        upcoming = self.next_question
        state: State = "blocked" if self._is_blocked else "complete"
        return Progress(
            state="needs_answers" if upcoming else state,
            next_question=None if upcoming is None else self.question_view(upcoming),
            answered=tuple(
                given_answer(q, self.answers[q.id])
                for q in self.guide.questions
                if q.id in self.counting
            ),
            dropped=tuple(
                q.id
                for q in self.guide.questions
                if q.id in self.answers and q.id not in self.counting
            ),
            undetermined=tuple(self._undetermined()),
            stops=tuple(self._stop_lines()),
        )

    @cached_property
    def counting(self) -> frozenset[QuestionId]:
        """The questions whose answer counts.

        An answer counts while the `when` of its question is not false and none of its options
        has become impossible.
        """
        return frozenset(
            name
            for name, applies in self.guide.applies.items()
            if name in self.answers
            and applies.value(self.facts) is not False
            and not any(self._is_gone(name, option) for option in self.answers[name])
        )

    @cached_property
    def relevant(self) -> frozenset[QuestionId]:
        """The unanswered questions on which something undetermined still hangs.

        An atom whose question does not apply is false, and the residual of one that may apply
        holds that of its `when`: only the `when`s of options have to be followed here.
        """
        found: set[QuestionId] = set()
        waiting = set().union(*(left for _, left in self._open_effects))
        while waiting:
            name = waiting.pop()
            if name in found or name in self.counting:
                continue
            found.add(name)
            for option in self._conditional_options(name):
                waiting |= option.residual(self.facts)
        return frozenset(found)

    @cached_property
    def next_question(self) -> Question | None:
        """The question to ask now: the first relevant one that certainly applies, or None."""
        if self._is_blocked:
            return None
        return next((q for q in self.guide.questions if self._can_be_asked(q)), None)

    @cached_property
    def unclear(self) -> frozenset[QuestionId]:
        """The questions answered 我不清楚 and those hidden behind one.

        What is undetermined only because of these stays so when no question is left.
        """
        found: set[QuestionId] = set()
        for name, applies in self.guide.applies.items():
            if name in self.counting:
                hidden = self.answers[name][0] == UNKNOWN_ANSWER
            else:
                hidden = (
                    name in self.relevant
                    and applies.value(self.facts) is None
                    and applies.residual(self.facts) <= found
                )
            if hidden:
                found.add(name)
        return frozenset(found)

    def is_unclear(self, test: Predicate) -> bool:
        """Tell whether a test is undetermined, and only because of what the person cannot say."""
        return test.value(self.facts) is None and test.residual(self.facts) <= self.unclear

    @cached_property
    def _open_effects(self) -> tuple[tuple[tuple[ServiceId, ...], frozenset[QuestionId]], ...]:
        """The undetermined effects: the services they belong to and their residuals."""
        facts = self.facts
        return tuple(
            (effect.services, effect.test.residual(facts))
            for effect in self.guide.effects
            if effect.test.value(facts) is None
        )

    @cached_property
    def _is_blocked(self) -> bool:
        mandatory = {
            s.service.id
            for s in self.guide.steps
            if not s.optional and s.stops and s.test.value(self.facts)
        }
        return any(service is None or service in mandatory for _, service in self._true_stops)

    @cached_property
    def _true_stops(self) -> tuple[tuple[Stop, ServiceId | None], ...]:
        """The stops that hold, each with the service of its step or None for the topic's."""
        sources: list[tuple[ServiceId | None, tuple[Guarded[Stop], ...]]] = [
            (None, self.guide.stops)
        ]
        sources += [(s.service.id, s.stops) for s in self.guide.steps]
        return tuple(
            (stop.value, service)
            for service, stops in sources
            for stop in stops
            if stop.test.value(self.facts)
        )

    def _stop_lines(self) -> Iterator[StopLine]:
        """Yield the stops that hold; one that several services share is named with the first."""
        seen = set()
        for stop, service in self._true_stops:
            if (stop.id, stop.reason) not in seen:
                seen.add((stop.id, stop.reason))
                yield StopLine(
                    id=stop.id,
                    reason=stop.reason,
                    basis=stop.basis,
                    instead=stop.instead,
                    instead_topic=stop.instead_topic,
                    service=service,
                )

    def _conditional_options(self, name: QuestionId) -> Iterator[Predicate]:
        return (test for (question, _), test in self.guide.options.items() if question == name)

    def _is_gone(self, name: QuestionId, option: str) -> bool:
        test = self.guide.options.get((name, option))
        return test is not None and test.value(self.facts) is False

    def _offered(self, question: Question) -> tuple[Option, ...]:
        """Return the options that exist, or may exist, for these answers."""
        return tuple(o for o in question.options if not self._is_gone(question.id, o.id))

    def _can_be_asked(self, question: Question) -> bool:
        if question.id not in self.relevant or not self.guide.applies[question.id].value(
            self.facts
        ):
            return False
        return question.kind in ("number", "date") or bool(self._offered(question))

    def question_view(self, question: Question) -> QuestionView:
        """Return a question as shown, with the options that exist for these answers."""
        return QuestionView(
            id=question.id,
            ask=question.ask,
            hint=question.hint,
            why=question.why,
            kind=question.kind,
            options=tuple(
                OptionView(id=o.id, label=o.label, help=o.help, none=o.none)
                for o in self._offered(question)
            ),
            min=question.min,
            max=question.max,
            unit=question.unit,
            unknown=question.unknown,
        )

    def _undetermined(self) -> Iterator[Undetermined]:
        """Yield what the person cannot say and something hangs on, in the order of questions."""
        for question in self.guide.questions:
            if question.id not in self.unclear:
                continue
            hanging = [services for services, left in self._open_effects if question.id in left]
            if hanging or question.id in self.relevant:
                yield Undetermined(
                    question=question.id,
                    ask=question.ask,
                    find_out=question.find_out,
                    affects=self._in_order(s for services in hanging for s in services),
                    outcomes=outcomes(
                        self.guide,
                        self.answers,
                        question,
                        self._offered(question),
                        hidden=question.id not in self.counting,
                    ),
                )

    def _in_order(self, services: Iterable[ServiceId]) -> tuple[ServiceId, ...]:
        wanted = set(services)
        return tuple(
            dict.fromkeys(s.service.id for s in self.guide.steps if s.service.id in wanted)
        )
