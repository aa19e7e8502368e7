"""Rules about time limits: nobody is promised more days than the law allows.

Two limits are compared where some answers make both count (`examples.py`). Source: domain.md §1.4.
"""

from collections.abc import Iterator, Sequence

from kiosk.domain.condition import all_of
from kiosk.domain.ids import ServiceId
from kiosk.domain.overlay import in_force
from kiosk.domain.service import TimeLimit
from kiosk.domain.wording import limit
from kiosk.workshop.examples import Examples, counts
from kiosk.workshop.findings import Finding
from kiosk.workshop.loaded import Document, LoadedCatalogue
from kiosk.workshop.walk import Path


def check_limits(catalogue: LoadedCatalogue, examples: Examples) -> Iterator[Finding]:
    """Yield the promises that are longer than the law allows, with answers that lead there."""
    for document in catalogue.of("service").values():
        time = document.value.time
        yield from _compare(document, (), document.id, (time.promised, time.statutory), examples)
    for document in catalogue.of("region").values():
        for service_id, patch in document.value.services.items():
            if patch.time and service_id in catalogue.of("service"):
                statutory = patch.time.statutory or catalogue.service(service_id).time.statutory
                path: Path = ("services", service_id)
                limits = (patch.time.promised, statutory)
                yield from _compare(document, path, service_id, limits, examples)


def _compare(
    document: Document,
    path: Path,
    service_id: ServiceId,
    limits: tuple[Sequence[TimeLimit], Sequence[TimeLimit]],
    examples: Examples,
) -> Iterator[Finding]:
    promised, statutory = limits
    for place, ours in enumerate(promised):
        for other, law in enumerate(statutory):
            if _working_days(ours) <= _working_days(law) or not _both_hold(ours, law, examples):
                continue
            both = all_of(counts(promised, place), counts(statutory, other))
            answers = examples.find(service_id, both)
            if answers is not None:
                said = f"承诺{_words(ours)}，比法定{_words(law)}还长"
                where = (*path, "time", "promised", place)
                found = document.finding("promised-over-statutory", where, said)
                yield found.with_path(answers)


def _both_hold(ours: TimeLimit, law: TimeLimit, examples: Examples) -> bool:
    return in_force(ours, examples.day) and in_force(law, examples.day)


def _words(value: TimeLimit) -> str:
    return limit(value.days, value.unit)


def _working_days(value: TimeLimit) -> float:
    """Return a limit in working days; calendar days count 5/7 (catalogue.md §6)."""
    if value.unit == "immediate":
        return 0
    return value.days * 5 / 7 if value.unit == "calendar" else value.days
