"""Drafts bound to their tests: conditions become predicates, drafts become steps of a guide.

Which elements a step has was decided before, by `overlay.py` and `weave.py`; nothing is evaluated
here.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from kiosk.domain.condition import ALWAYS, NEVER, Condition, Question, all_of
from kiosk.domain.errors import InputError
from kiosk.domain.guide import Effect, Guarded, GuideStep
from kiosk.domain.ids import EvidenceId, Id, LineId, OptionId, QuestionId, ServiceId, TopicId
from kiosk.domain.kleene import Conditions, Predicate
from kiosk.domain.service import Conditional
from kiosk.domain.topic import Window
from kiosk.domain.weave import Draft, Piece, choices, pieces, split_stops

C = TypeVar("C", bound=Conditional)


class Binder:
    """Compiles everything of one topic with one `Conditions`.

    Args:
        topic_id: named in error messages.
        questions: the questions of the topic, in order.
        as_of: the day of the guide.
    """

    def __init__(
        self, topic_id: TopicId, questions: Mapping[QuestionId, Question], as_of: dt.date
    ) -> None:
        self._topic_id = topic_id
        self.questions = questions
        self._as_of = as_of
        self._conditions = Conditions(questions, as_of)

    def test(self, where: Id, condition: Condition | None) -> Predicate:
        """Return the compiled condition of an element of `where`.

        Raises:
            InputError: the condition names a question that the topic does not ask.
        """
        try:
            return self._conditions.compile(condition)
        except KeyError as error:
            missing = error.args[0]
            raise InputError(
                "dangling-id",
                f"{where} 的条件用到了问题 {missing}, 主题 {self._topic_id} 没有问它。"
                f"可以用的问题: {'、'.join(self.questions) or '无'}。",
            ) from None

    def applies(self) -> dict[QuestionId, Predicate]:
        """Return the test of every question's `when`, in the order of the questions."""
        return {q.id: self.test(q.id, q.when) for q in self.questions.values()}

    def options(self) -> dict[tuple[QuestionId, OptionId], Predicate]:
        """Return the tests of the options that exist only for some answers."""
        return {
            (q.id, o.id): self.test(q.id, o.when)
            for q in self.questions.values()
            for o in q.options
            if o.when is not None
        }

    def guard(
        self, where: Id, found: Iterable[Piece[C]], outer: Condition = ALWAYS
    ) -> tuple[Guarded[C], ...]:
        """Return elements with their tests, under the condition of what they stand in."""
        bound = ((p.value, all_of(outer, p.when)) for p in found)
        return tuple(
            Guarded(value=value, test=self.test(where, when))
            for value, when in bound
            if when != NEVER
        )

    def step(
        self, step: Draft, window: Window | None, switched: Condition | None = None
    ) -> GuideStep:
        """Return a draft as a step of the guide. `switched`: see `GuideStep`."""
        service, key, when, day = step.service, step.key, step.when, self._as_of
        stops, doubtful = split_stops(step.stops)
        return GuideStep(
            key=key,
            service=service,
            plain=step.plain,
            optional=step.optional,
            status=step.status,
            test=self.test(key, when),
            switched=None if switched in (None, NEVER) else self.test(key, switched),
            after=step.after,
            before_all=step.before_all,
            before=step.before,
            requires=service.requires,
            window=window,
            code=self.guard(key, choices(service.code, day), when),
            name=self.guard(key, choices(service.name, day), when),
            presence=self.guard(key, step.presence, when),
            visits=self.guard(key, choices(service.visits, day), when),
            statutory=self.guard(key, choices(service.time.statutory, day), when),
            promised=self.guard(key, choices(service.time.promised, day), when),
            result=self.guard(key, choices(service.result, day), when),
            duty=self.guard(key, pieces(service.duty, day), when),
            evidence=self.guard(key, step.evidence, when),
            fee=self.guard(key, step.fee, when),
            benefit=self.guard(key, pieces(service.benefit, day), when),
            stops=self.guard(key, stops, when),
            notes=self.guard(key, (*step.notes, *doubtful), when),
            not_needed=self.guard(key, pieces(service.not_needed, day), when),
        )


def collect_effects(
    steps: Iterable[GuideStep], topic_wide: Iterable[Iterable[Guarded[Any]]]
) -> tuple[Effect, ...]:
    """Return every condition that controls something and is not constant, each once."""
    found: dict[Predicate, dict[ServiceId, None]] = {}
    for step in steps:
        for test in _tests(step):
            found.setdefault(test, {})[step.service.id] = None
    for elements in topic_wide:
        for element in elements:
            found.setdefault(element.test, {})
    return tuple(
        Effect(test=test, services=tuple(services))
        for test, services in found.items()
        if test.condition not in (ALWAYS, NEVER)
    )


def _tests(step: GuideStep) -> Iterable[Predicate]:
    yield step.test
    if step.switched is not None:
        yield step.switched
    guarded: tuple[tuple[Guarded[Any], ...], ...] = (
        step.code, step.name, step.presence, step.visits, step.statutory, step.promised,
        step.result, step.duty, step.evidence, step.fee, step.benefit, step.stops, step.notes,
        step.not_needed,
    )  # fmt: skip
    for field in guarded:
        for element in field:
            yield element.test


def evidence_ids(steps: Iterable[GuideStep]) -> dict[EvidenceId, tuple[LineId, bool]]:
    """Return the evidence types that steps name, with a step that names each.

    The flag tells whether the type must exist: the id of a group of alternatives need not, nor
    must a required id, which may be a service.
    """
    found: dict[EvidenceId, tuple[LineId, bool]] = {}

    def name(evidence: Id, key: LineId, must: bool) -> None:
        found[evidence] = (key, must or found.get(evidence, (key, False))[1])

    for step in steps:
        for line in step.evidence:
            name(line.value.use, step.key, not line.value.any_of)
            for alternative in line.value.any_of:
                name(alternative, step.key, True)
        for result in step.result:
            if result.value.evidence is not None:
                name(result.value.evidence, step.key, True)
        for required in step.requires:
            name(required, step.key, False)
    return found
