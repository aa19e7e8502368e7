"""All checks of an authored catalogue, run in order.

The rules themselves stand by family in the `lint_*` modules. Source: catalogue.md §9.
"""

from collections.abc import Iterator

from kiosk.workshop.findings import Finding, in_order
from kiosk.workshop.lint_facts import check_facts
from kiosk.workshop.lint_questions import check_conditions, check_questions
from kiosk.workshop.lint_references import check_references
from kiosk.workshop.lint_regions import check_regions
from kiosk.workshop.lint_text import check_texts
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.scope import scope


def lint(catalogue: LoadedCatalogue) -> tuple[Finding, ...]:
    """Return everything that is wrong or worth knowing, errors first."""
    return in_order(_written(catalogue))


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
