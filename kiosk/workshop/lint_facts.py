"""Rules about facts: money and origins; and the count of what is not verified.

Time limits are `lint_limits.py`, what a region may change is `lint_regions.py`. Sources:
catalogue.md §1 and §9, regions.md §1.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from kiosk.domain.service import Benefit, Fee, Sourced
from kiosk.domain.topic import RegionOverlay
from kiosk.workshop.findings import Finding
from kiosk.workshop.loaded import Document, LoadedCatalogue
from kiosk.workshop.walk import walk

_NATIONAL = ("service", "circumstance", "topic", "evidence")
_MONEY_YEARS = 2


def check_facts(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    """Yield what is wrong with money and origins."""
    facts_on = catalogue.catalogue().facts_on
    for kind in catalogue.documents:
        for document in catalogue.of(kind).values():
            yield from _check_money(document, facts_on)
            if kind in _NATIONAL:
                yield from _check_place(document)
    for document in catalogue.of("evidence").values():
        if not (document.imported or document.value.issuer or document.value.where):
            said = "没有写从哪里来；请写 issuer（谁发的）或 where（到哪里办）"
            yield document.finding("no-source", (), said, "warning")
    yield _unverified(catalogue)


def count_unverified(catalogue: LoadedCatalogue) -> int:
    """Return how many facts are marked unverified."""
    return sum(
        isinstance(part, Sourced) and part.status == "unverified"
        for kind in catalogue.documents
        for document in catalogue.of(kind).values()
        for _, part in walk(document.value)
    )


def _unverified(catalogue: LoadedCatalogue) -> Finding:
    head = catalogue.of("catalogue")["catalogue"]
    said = f"有 {count_unverified(catalogue)} 处没有核实，会显示“请向窗口确认”"
    return head.finding("unverified", (), said, "note")


def _check_place(document: Document) -> Iterator[Finding]:
    """What was read for one place only is unverified in the national documents."""
    if getattr(document.value, "place", None):
        return
    for path, part in walk(document.value):
        if isinstance(part, Sourced) and part.place and part.status == "verified":
            said = f"只在{part.place}读到的，全国目录里要写 status: unverified；当地另写到 regions/"
            yield document.finding("local-as-national", (*path, "place"), said)


def _check_money(document: Document, facts_on: dt.date) -> Iterator[Finding]:
    """A local amount older than two years is unverified at best (regions.md §1)."""
    local = isinstance(document.value, RegionOverlay) or getattr(document.value, "place", None)
    for path, part in walk(document.value):
        if not (local or getattr(part, "place", None)) or not isinstance(part, Fee | Benefit):
            continue
        told = part.valid.from_ if part.valid and part.valid.from_ else part.verified
        limit = facts_on.replace(year=facts_on.year - _MONEY_YEARS, day=min(facts_on.day, 28))
        if _is_money(part) and part.status == "verified" and told and told < limit:
            said = f"这个数是 {told} 的，超过两年；要写 status: unverified"
            yield document.finding("old-money", path, said)


def _is_money(part: Fee | Benefit) -> bool:
    return part.amount is not None and Decimal(part.amount) > 0
