"""Guidance as a use case: an enquiry goes in, progress or the personal list comes out.

Every call is a replay from the answers alone, so going back, changing and resuming need no state here.
Assembled guides are kept per (edition, topic, region, day).
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec import Struct

from kiosk.domain.changes import Difference
from kiosk.domain.checklist import Checklist, GivenAnswer
from kiosk.domain.condition import Answers
from kiosk.domain.guidance import Progress
from kiosk.domain.ids import QuestionId, RegionCode, TopicId
from kiosk.domain.schedule import StepDates
from kiosk.ports.storage import CatalogStore


class Enquiry(Struct, frozen=True, kw_only=True):
    """One person's case: a topic in a place on a day, with the answers so far."""

    topic: TopicId
    region: RegionCode
    as_of: dt.date
    answers: Answers


class Guidance:
    """Start, answer, go back, change an answer, resume: all are replays of an `Enquiry`."""

    def __init__(self, store: CatalogStore) -> None:
        self._store = store

    def enquiry(
        self, topic: TopicId, region: RegionCode, as_of: dt.date, given: Mapping[str, Iterable[str]]
    ) -> Enquiry:
        """Check topic, region and answers and return an enquiry. Raises InputError."""
        raise NotImplementedError

    def progress(self, enquiry: Enquiry) -> Progress:
        """Return the state and the next question."""
        raise NotImplementedError

    def checklist(self, enquiry: Enquiry, start_on: dt.date | None = None) -> Checklist:
        """Return the personal list."""
        raise NotImplementedError

    def dates(self, checklist: Checklist, start_on: dt.date) -> tuple[StepDates, ...]:
        """Return when each step starts and is ready."""
        raise NotImplementedError

    def answered(self, enquiry: Enquiry, question: QuestionId, values: Iterable[str]) -> Enquiry:
        """Return the enquiry with one answer given or changed. Raises InputError."""
        raise NotImplementedError

    def what_if(self, before: Enquiry, after: Enquiry) -> Difference:
        """Return what a change of answers does to the list."""
        raise NotImplementedError

    def shared_answers(self, enquiry: Enquiry) -> Answers:
        """Return the answers to shared questions, to be kept for a second topic."""
        raise NotImplementedError

    def takeover(self, enquiry: Enquiry, topic: TopicId) -> Enquiry:
        """Return an enquiry for another topic that keeps the shared answers it asks too."""
        raise NotImplementedError

    def question_order(self, enquiry: Enquiry) -> tuple[GivenAnswer, ...]:
        """Return the counting answers in the order asked, for the check-answers screen."""
        raise NotImplementedError
