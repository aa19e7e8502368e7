"""Rules about order: no answers make services wait for each other in a ring.

What edges there are is defined in catalogue.md §3 and applied to a person by
`kiosk/domain/schedule.py`; here every edge is kept with the condition under which it exists.
"""

from collections.abc import Iterator

from kiosk.domain.condition import Answers, Condition, all_of, any_of, negate
from kiosk.domain.guide import Guide, GuideStep
from kiosk.domain.ids import EvidenceId, ServiceId
from kiosk.domain.included import OWN_PAPERS
from kiosk.workshop.explore import Explorer

_Edges = dict[ServiceId, dict[ServiceId, Condition]]


def rings(guide: Guide, explorer: Explorer) -> Iterator[tuple[tuple[ServiceId, ...], Answers]]:
    """Yield rings of services with answers under which they exist, at most one per start.

    Raises:
        TooLargeError: the search for answers was given up.
    """
    edges = _trimmed(_edges(guide))
    for start in sorted(edges):
        found = _ring_from(start, edges, explorer)
        if found is not None:
            yield found


def _ring_from(
    start: ServiceId, edges: _Edges, explorer: Explorer
) -> tuple[tuple[ServiceId, ...], Answers] | None:
    """Search for a ring whose first service by name is `start`."""
    waiting: list[tuple[tuple[ServiceId, ...], Condition]] = [((start,), all_of())]
    while waiting:
        path, condition = waiting.pop()
        for later, edge in edges.get(path[-1], {}).items():
            if later < start or later in path[1:]:
                continue
            both = all_of(condition, edge)
            answers = explorer.fulfil(both)
            if answers is None:
                continue
            if later == start:
                return path, answers
            waiting.append(((*path, later), both))
    return None


def _trimmed(edges: _Edges) -> _Edges:
    """Return the edges without services that no ring can go through."""
    while True:
        reached = {later for ends in edges.values() for later in ends}
        kept = {
            before: {later: when for later, when in ends.items() if later in edges}
            for before, ends in edges.items()
            if before in reached
        }
        kept = {before: ends for before, ends in kept.items() if ends}
        if kept == edges:
            return kept
        edges = kept


def _edges(guide: Guide) -> _Edges:
    edges: _Edges = {}
    for before in guide.steps:
        for later in guide.steps:
            if before.service.id == later.service.id:
                continue
            for when in _reasons(before, later):
                ends = edges.setdefault(before.service.id, {})
                both = all_of(before.test.condition, later.test.condition, when)
                known = ends.get(later.service.id)
                ends[later.service.id] = both if known is None else any_of(known, both)
    return edges


def _reasons(before: GuideStep, later: GuideStep) -> Iterator[Condition]:
    """Yield the conditions under which one step must wait for another, both being there."""
    me = before.service.id
    named = me in later.requires or any(after.service == me for after in later.after)
    first = before.before_all and not later.before_all
    if named or first or later.service.id in before.before:
        yield all_of()
    for result in before.result:
        made = result.value.evidence
        if made is None:
            continue
        if made in later.requires:
            yield result.test.condition
        for line in later.evidence:
            own = line.value.any_of or line.value.holder in OWN_PAPERS
            if line.value.use == made and not own:
                renews = negate(_gives(later, made))
                yield all_of(result.test.condition, line.test.condition, renews)


def _gives(step: GuideStep, evidence: EvidenceId) -> Condition:
    """Return when a step itself makes a paper: taking and giving the same makes no edge."""
    return any_of(*(r.test.condition for r in step.result if r.value.evidence == evidence))
