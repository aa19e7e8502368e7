"""Example answers: when one entry of a service's field is the one that counts, and for whom.

Searching answers is `explore.py`; which condition a fault depends on is said by its rule.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property

from kiosk.domain.condition import ALWAYS, Answers, Condition, Question, all_of, any_of, negate
from kiosk.domain.ids import QuestionId, ServiceId, TopicId
from kiosk.domain.service import Conditional
from kiosk.workshop.explore import fulfil
from kiosk.workshop.loaded import Document, LoadedCatalogue
from kiosk.workshop.residuals import Residuals, TooLargeError, all_atoms
from kiosk.workshop.scope import Scope, included_when, scope
from kiosk.workshop.value_classes import classes
from kiosk.workshop.walk import atoms


def counts(choices: Sequence[Conditional], place: int) -> Condition:
    """Return when the entry at `place` is the first whose `when` is true: the one that counts."""
    earlier = (negate(choice.when) for choice in choices[:place])
    return all_of(choices[place].when, *earlier)


class Examples:
    """Looks for answers under which something about a service is so.

    Args:
        catalogue: a catalogue that the engine can run.
        day: the day on which ages are counted.
    """

    def __init__(self, catalogue: LoadedCatalogue, day: dt.date) -> None:
        self._catalogue = catalogue
        self.day = day

    def find(self, service_id: ServiceId, condition: Condition) -> Answers | None:
        """Return answers that make it true where a topic has the service, or None.

        A condition that holds always, one whose search was given up, and one that names questions
        that nobody asks, has the empty answers: true as far as anybody knows.
        """
        if condition == ALWAYS:
            return {}
        answers: Answers | None = None
        for questions, outer in self._places(service_id):
            if any(atom.question not in questions for atom in atoms(condition)):
                return {}
            answers = self._fulfil(questions, all_of(outer, condition))
            if answers is not None:
                break
        return answers

    def _fulfil(
        self, questions: dict[QuestionId, Question], condition: Condition
    ) -> Answers | None:
        found = all_atoms((condition, *(q.when for q in questions.values())))
        values = {name: classes(q, found, self.day) for name, q in questions.items()}
        residuals = Residuals(questions, self.day)
        try:
            return fulfil(residuals, tuple(questions.values()), values, residuals.add(condition))
        except TooLargeError:
            return {}

    def _places(
        self, service_id: ServiceId
    ) -> Iterator[tuple[dict[QuestionId, Question], Condition]]:
        """Yield the questions and the condition of each place where the service is a step."""
        topics = self._topics.get(service_id, ())
        for topic in topics:
            whole = self._scope(topic)
            questions = {name: asked.question for name, asked in whole.questions.items()}
            yield questions, any_of(*included_when(whole, service_id)) if topics else ALWAYS
        if not topics:
            yield self._own(self._catalogue.of("service")[service_id]), ALWAYS

    def _scope(self, topic: TopicId) -> Scope:
        if topic not in self._scopes:
            self._scopes[topic] = scope(self._catalogue, topic)
        return self._scopes[topic]

    @cached_property
    def _scopes(self) -> dict[TopicId, Scope]:
        return {}

    @cached_property
    def _topics(self) -> dict[ServiceId, list[TopicId]]:
        """The topics that have each service, as a step of their own or by a circumstance."""
        found: dict[ServiceId, list[TopicId]] = {}
        for topic in self._catalogue.of("topic"):
            for part in self._scope(topic).parts:
                if part.document.kind == "service":
                    found.setdefault(part.document.id, []).append(topic)
        return found

    def _own(self, service: Document) -> dict[QuestionId, Question]:
        shared = self._catalogue.of("question")
        found = {}
        for asked in service.value.questions:
            if isinstance(asked, Question):
                found[asked.id] = asked
            elif asked in shared:
                found[asked] = shared[asked].value
        return found
