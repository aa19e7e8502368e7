"""The city rules over a whole catalogue, and the count of what could not be checked.

A source is a file: an imported list, or one authored service. A rule is applied to a source that
says something about all that the rule needs, at least once; else each of its services counts as
not checked. Source: domain.md §1.4.
"""

from collections import Counter
from collections.abc import Iterator

from kiosk.workshop.city_facts import INPUTS, CityFacts, Faults
from kiosk.workshop.city_rules import RULES, CityRule
from kiosk.workshop.examples import Examples
from kiosk.workshop.findings import Finding
from kiosk.workshop.loaded import Document, LoadedCatalogue


def check_city(catalogue: LoadedCatalogue, examples: Examples | None) -> Iterator[Finding]:
    """Yield what the city rules find in the services.

    Args:
        catalogue: what to check.
        examples: finds answers that lead to a fault; None when the engine cannot run the
            catalogue: then faults that depend on answers are named without them.
    """
    for rule, document, faults in _checked(catalogue):
        for fault in faults or ():
            found = document.finding(rule.code, fault.path, fault.message, fault.level)
            answers = {} if examples is None else examples.find(document.id, fault.when)
            if answers is not None:
                yield found.with_path(answers)


def not_checked(catalogue: LoadedCatalogue) -> Counter[str]:
    """Return by the title of a rule how many services it could not be applied to."""
    return Counter(rule.title for rule, _, faults in _checked(catalogue) if faults is None)


def _papers(catalogue: LoadedCatalogue, document: Document) -> tuple[str, ...]:
    known = catalogue.of("evidence")
    uses = (line.use for line in document.value.evidence)
    return tuple(known[use].value.name for use in uses if use in known)


def _checked(catalogue: LoadedCatalogue) -> Iterator[tuple[CityRule, Document, Faults]]:
    """Yield every rule with every service and what it finds; None: it could not be applied."""
    sources: dict[str, list[tuple[Document, CityFacts]]] = {}
    for document in catalogue.of("service").values():
        kept = catalogue.kept.get(document.id, {})
        facts = CityFacts(service=document.value, papers=_papers(catalogue, document), kept=kept)
        sources.setdefault(document.file, []).append((document, facts))
    for services in sources.values():
        carried = {name for name, says in INPUTS.items() if any(says(f) for _, f in services)}
        for rule in RULES:
            applies = carried.issuperset(rule.needs)
            for document, facts in services:
                yield rule, document, rule.check(facts) if applies else None
