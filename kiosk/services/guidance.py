"""Guidance as a use case: an enquiry goes in, progress or the personal list comes out.

Every call is a replay from the answers alone, so going back, changing and resuming need no state
here. Assembled guides are kept per (edition, topic, region, day); making paper is `checklists.py`.
"""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain import guidance
from kiosk.domain.answers import check_answers
from kiosk.domain.catalog import assemble
from kiosk.domain.changes import Difference, compare
from kiosk.domain.checklist import Checklist, GivenAnswer, QuestionView
from kiosk.domain.compose import compose, waits
from kiosk.domain.condition import Answers
from kiosk.domain.errors import InputError
from kiosk.domain.guidance import Progress, Replay
from kiosk.domain.guide import Guide
from kiosk.domain.ids import QuestionId, RegionCode, TopicId
from kiosk.domain.schedule import StepDates, plan
from kiosk.ports.storage import CatalogStore

GUIDES_KEPT = 16
"""A guide is some hundred kilobytes; one visit needs one or two."""


class Enquiry(Struct, frozen=True, kw_only=True):
    """One person's case: a topic in a place on a day, with the answers so far."""

    topic: TopicId
    region: RegionCode
    as_of: dt.date
    answers: Answers


class Recovered(Struct, frozen=True, kw_only=True):
    """An enquiry made of old answers: `lost` names in words what no longer exists."""

    enquiry: Enquiry
    lost: tuple[str, ...]


class Guidance:
    """Start, answer, go back, change an answer, resume: all are replays of an `Enquiry`.

    Not thread-safe: one thread uses one instance.
    """

    def __init__(self, store: CatalogStore) -> None:
        self._store = store
        self._guides: OrderedDict[tuple[str, TopicId, RegionCode, dt.date], Guide] = OrderedDict()

    def guide(self, topic: TopicId, region: RegionCode, as_of: dt.date) -> Guide:
        """Return the guide of a topic in a place on a day.

        Raises:
            InputError: no such topic, or no such division.
        """
        key = (self._store.state().edition, topic, region, as_of)
        found = self._guides.get(key)
        if found is None:
            if self._store.division(region) is None:
                raise unknown_region(region)
            found = self._guides[key] = assemble(self._store, topic, region, as_of)
            if len(self._guides) > GUIDES_KEPT:
                self._guides.popitem(last=False)
        self._guides.move_to_end(key)
        return found

    def enquiry(
        self, topic: TopicId, region: RegionCode, as_of: dt.date, given: Mapping[str, Iterable[str]]
    ) -> Enquiry:
        """Check topic, region and answers and return an enquiry. Raises InputError."""
        answers = check_answers(self.guide(topic, region, as_of), given)
        return Enquiry(topic=topic, region=region, as_of=as_of, answers=answers)

    def progress(self, enquiry: Enquiry) -> Progress:
        """Return the state and the next question."""
        return guidance.progress(self._guide(enquiry), enquiry.answers)

    def question(self, enquiry: Enquiry, question: QuestionId) -> QuestionView:
        """Return one question as shown for these answers, to change its answer.

        Raises:
            InputError: the topic has no such question.
        """
        guide = self._guide(enquiry)
        for known in guide.questions:
            if known.id == question:
                return Replay(guide, enquiry.answers).question_view(known)
        raise InputError("unknown-question", f"办事主题 {enquiry.topic} 没有问题 {question}。")

    def checklist(self, enquiry: Enquiry, start_on: dt.date | None = None) -> Checklist:
        """Return the personal list; with `start_on` also the day it is ready."""
        calendar = None if start_on is None else self._store.working_days()
        return compose(self._guide(enquiry), enquiry.answers, start_on, calendar)

    def dates(self, checklist: Checklist, start_on: dt.date) -> tuple[StepDates, ...]:
        """Return when each step starts and is ready.

        Prescribed waiting times are looked up again, because the list does not carry them.
        """
        enquiry = self.enquiry(
            checklist.topic,
            checklist.region,
            dt.date.fromisoformat(checklist.as_of),
            {given.question: given.answer for given in checklist.answers},
        )
        between = waits(self._guide(enquiry), enquiry.answers)
        return plan(checklist, start_on, self._store.working_days(), between)

    def answered(self, enquiry: Enquiry, question: QuestionId, values: Iterable[str]) -> Enquiry:
        """Return the enquiry with one answer given or changed. Raises InputError."""
        given = {**enquiry.answers, question: tuple(values)}
        return replace(enquiry, answers=check_answers(self._guide(enquiry), given))

    def what_if(self, before: Enquiry, after: Enquiry) -> Difference:
        """Return what a change of answers does to the list."""
        return compare(self.checklist(before), self.checklist(after))

    def shared_answers(self, enquiry: Enquiry) -> Answers:
        """Return the answers to shared questions, to be kept for a second topic."""
        return {name: given for name, given in enquiry.answers.items() if self._is_shared(name)}

    def takeover(self, enquiry: Enquiry, topic: TopicId) -> Enquiry:
        """Return an enquiry for another topic that keeps the shared answers it asks too.

        For the same topic in another place all answers are kept that exist there.
        """
        same = enquiry.topic == topic
        given = enquiry.answers if same else self.shared_answers(enquiry)
        return self.recover(topic, enquiry.region, enquiry.as_of, given).enquiry

    def recover(
        self, topic: TopicId, region: RegionCode, as_of: dt.date, given: Mapping[str, Iterable[str]]
    ) -> Recovered:
        """Return an enquiry of all answers that the topic still knows, and what is lost.

        Raises:
            InputError: no such topic, or no such division.
        """
        guide = self.guide(topic, region, as_of)
        asked = {question.id: question.ask for question in guide.questions}
        kept: dict[QuestionId, tuple[str, ...]] = {}
        lost = []
        for name, values in given.items():
            try:
                kept |= check_answers(guide, {name: values})
            except InputError:
                known = name in asked
                lost.append(f"“{asked[name]}”原来的回答" if known else f"一个问题（{name}）")
        enquiry = Enquiry(
            topic=topic, region=region, as_of=as_of, answers=check_answers(guide, kept)
        )
        return Recovered(enquiry=enquiry, lost=tuple(lost))

    def question_order(self, enquiry: Enquiry) -> tuple[GivenAnswer, ...]:
        """Return the counting answers in the order asked, for the check-answers screen."""
        return self.progress(enquiry).answered

    def _guide(self, enquiry: Enquiry) -> Guide:
        return self.guide(enquiry.topic, enquiry.region, enquiry.as_of)

    def _is_shared(self, question: QuestionId) -> bool:
        try:
            self._store.question(question)
        except KeyError:
            return False
        return True


def unknown_region(code: str) -> InputError:
    """Return the error for a code that is no division of China."""
    return InputError(
        "unknown-region",
        f"没有行政区划 {code[:24]}。"
        "要填省（2位）、市（4位）、县（6位）、乡镇（9位）或村（12位）的代码，例如 341602。",
    )
