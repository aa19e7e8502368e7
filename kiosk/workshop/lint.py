"""All checks of an authored catalogue, run in order.

The rules themselves stand by family in the `lint_*` modules. Source: catalogue.md §9.
"""

import datetime as dt
from collections.abc import Iterator

from kiosk.workshop import scenarios
from kiosk.workshop.examples import Examples
from kiosk.workshop.findings import Finding, count, in_order
from kiosk.workshop.lint_answers import check_answers
from kiosk.workshop.lint_city import check_city
from kiosk.workshop.lint_conditions import ConditionRules
from kiosk.workshop.lint_editorial import check_editorial
from kiosk.workshop.lint_facts import check_facts
from kiosk.workshop.lint_limits import check_limits
from kiosk.workshop.lint_questions import check_conditions, check_questions
from kiosk.workshop.lint_references import check_references
from kiosk.workshop.lint_regions import check_regions
from kiosk.workshop.lint_scenarios import check_coverage
from kiosk.workshop.lint_text import check_texts
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.scope import scope

_ENGINE_STOPS_AT = frozenset(
    {"dangling-id", "unknown-question", "unknown-option", "wrong-comparison", "question-twice"}
    | {"when-order", "reserved-id", "question-options", "question-bounds"}
)
"""With these faults the engine cannot run the catalogue, so no answers are tried."""


def lint(catalogue: LoadedCatalogue, as_of: dt.date | None = None) -> tuple[Finding, ...]:
    """Return everything that is wrong or worth knowing, errors first.

    Args:
        catalogue: what to check.
        as_of: the day whose rules are tried and on which topics are public; by default the day
            of the catalogue's facts, and no day of publishing is looked at.
    """
    found = list(_written(catalogue))
    found += check_editorial(catalogue, as_of)
    if any(f.code in _ENGINE_STOPS_AT and f.level == "error" for f in found):
        head = catalogue.of("catalogue")["catalogue"]
        said = "先改好上面的错误，才能试所有的回答"
        found.append(head.finding("not-tried", (), said, "note"))
        found += check_city(catalogue, None)
    else:
        day = as_of or catalogue.catalogue().facts_on
        examples = Examples(catalogue, day)
        found += check_city(catalogue, examples)
        found += check_limits(catalogue, examples)
        found += _tried(catalogue, day)
    return in_order(found)


def is_clean(findings: tuple[Finding, ...]) -> bool:
    """Tell whether a catalogue with these findings may be compiled."""
    return count(findings, "error") == 0


def _written(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    """Yield what can be seen without trying answers."""
    yield from catalogue.findings
    yield from check_references(catalogue)
    yield from check_questions(catalogue)
    yield from check_texts(catalogue)
    yield from check_facts(catalogue)
    yield from check_regions(catalogue)
    for topic_id in catalogue.of("topic"):
        yield from check_conditions(scope(catalogue, topic_id))


def _tried(catalogue: LoadedCatalogue, day: dt.date) -> Iterator[Finding]:
    """Yield what is found by trying answers."""
    for topic_id, document in catalogue.of("topic").items():
        if document.value.state == "withdrawn":
            continue
        whole = scope(catalogue, topic_id)
        yield from ConditionRules(whole, day).check()
        yield from check_answers(catalogue, whole, day)
    yield from check_coverage(catalogue, scenarios.run(catalogue))
