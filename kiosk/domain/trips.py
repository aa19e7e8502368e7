"""Trips: how often somebody has to go, counted by place and stage.

Source: catalogue.md §6. How long it takes is `schedule.py`.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kiosk.domain.ids import ServiceId
from kiosk.domain.included import Included


class Trips(Struct, frozen=True, kw_only=True):
    """The number of trips; `estimate` when a window or who has to come is not known."""

    count: int
    estimate: bool


def place(included: Included) -> str:
    """Return what makes two windows one place: the building, else the address, else the agency."""
    window = included.step.window
    agency = included.step.service.agency
    return agency if window is None else window.building or window.address or agency


def needs_window(included: Included) -> bool:
    """Tell whether somebody has to go to a window for this step."""
    presence = included.presence.value
    goes = presence is not None and presence.value != "nobody"
    return goes and "window" in included.step.service.channels


def _visits(included: Included) -> int:
    """Return how often one goes for a step; once where it is not known."""
    return 1 if included.visits.value is None else included.visits.value.value


def _collects(included: Included) -> bool:
    """Tell whether the result waits at a window."""
    result = included.result.value
    return result is not None and result.collect == "window"


def _is_estimate(included: Included) -> bool:
    """Tell whether it is open where one goes for a step, or whether one goes at all."""
    if needs_window(included) or _collects(included):
        return included.step.window is None
    return included.presence.value is None


def count_trips(steps: Iterable[Included], stage: Mapping[ServiceId, int]) -> Trips:
    """Count the trips of a list, given the stage of every step.

    In each stage every place counts as often as the largest `visits` of its steps. A result that
    is collected at a window adds one for its place when nobody comes there in a later stage.
    """
    visits: dict[tuple[int, str], int] = {}
    last: dict[str, int] = {}
    collected: dict[str, int] = {}
    estimate = False
    for step in steps:
        where, when = place(step), stage[step.service]
        if needs_window(step):
            times = _visits(step)
            visits[when, where] = max(visits.get((when, where), 0), times)
            if times:
                last[where] = max(last.get(where, 0), when)
        if _collects(step):
            collected[where] = max(collected.get(where, 0), when)
        estimate = estimate or _is_estimate(step)
    again = sum(1 for where, when in collected.items() if last.get(where, 0) <= when)
    return Trips(count=sum(visits.values()) + again, estimate=estimate)
