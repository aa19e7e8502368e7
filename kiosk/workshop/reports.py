"""Counts of an authored catalogue, in the shape of `kiosk catalog stats --json`.

What is wrong with it is lint's.
"""

from msgspec import Struct

from kiosk.domain.condition import Question
from kiosk.workshop.lint_facts import count_unverified
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.walk import walk


class Stats(Struct, frozen=True, kw_only=True):
    """How much there is; `questions` and `options` as authored, each once."""

    edition: str
    topics: int
    services: int
    evidence: int
    questions: int
    options: int
    scenarios: int
    unverified: int


def stats(catalogue: LoadedCatalogue) -> Stats:
    """Count a catalogue."""
    questions = [
        part
        for kind in catalogue.documents
        for document in catalogue.of(kind).values()
        for _, part in walk(document.value)
        if isinstance(part, Question)
    ]
    return Stats(
        edition=catalogue.catalogue().edition,
        topics=len(catalogue.of("topic")),
        services=len(catalogue.of("service")),
        evidence=len(catalogue.of("evidence")),
        questions=len(questions),
        options=sum(len(q.options) or 2 * (q.kind == "yes_no") for q in questions),
        scenarios=len(catalogue.scenarios),
        unverified=count_unverified(catalogue),
    )
