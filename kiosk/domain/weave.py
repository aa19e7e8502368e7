"""Circumstances woven into services: every element with the condition it stands under.

The result is still data (documents and conditions); `catalog.py` compiles it. What a region
changes was applied before, by `overlay.py`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.condition import NEVER, Condition, all_of, any_of, negate
from kiosk.domain.errors import InputError
from kiosk.domain.ids import EvidenceId, LineId, ServiceId
from kiosk.domain.overlay import in_force
from kiosk.domain.service import (
    Conditional,
    EvidenceLine,
    Fee,
    Note,
    PresenceChoice,
    Service,
    Status,
    Stop,
)
from kiosk.domain.topic import (
    After,
    Applies,
    Circumstance,
    CircumstanceInclude,
    CircumstanceStop,
    Include,
    Swap,
)

T = TypeVar("T")
C = TypeVar("C", bound=Conditional)


class Piece(Struct, Generic[T], frozen=True, kw_only=True):
    """An element and when its step has it; the condition of the step itself is left out."""

    value: T
    when: Condition


class Draft(Struct, frozen=True, kw_only=True):
    """A step before it is compiled: a service, why it is there, and what circumstances added.

    `when` is the include's condition AND its circumstance's; the pieces do not repeat it, so that
    no condition names a question twice without need. `promise` tells when one of the service's
    own papers can be replaced by a 告知承诺.
    """

    key: LineId
    service: Service
    when: Condition
    plain: str
    optional: bool
    status: Status
    after: tuple[After, ...] = ()
    before_all: bool = False
    before: tuple[ServiceId, ...] = ()
    promise: Condition
    presence: tuple[Piece[PresenceChoice], ...]
    evidence: tuple[Piece[EvidenceLine], ...]
    fee: tuple[Piece[Fee], ...]
    stops: tuple[Piece[Stop], ...]
    notes: tuple[Piece[Note], ...]


def pieces(elements: Iterable[C], as_of: dt.date, *outer: Condition | None) -> tuple[Piece[C], ...]:
    """Return the elements in force that day, each with `when` AND `outer`; never true ones go."""
    found = (Piece(value=e, when=all_of(*outer, e.when)) for e in elements if in_force(e, as_of))
    return tuple(piece for piece in found if piece.when != NEVER)


def choices(entries: Iterable[C], as_of: dt.date) -> tuple[Piece[C], ...]:
    """Return the entries of a field with several values; each excludes the ones before it."""
    found: list[Piece[C]] = []
    earlier: list[Condition] = []
    for piece in pieces(entries, as_of):
        when = all_of(piece.when, negate(any_of(*earlier)))
        if when != NEVER:
            found.append(Piece(value=piece.value, when=when))
        earlier.append(piece.when)
    return tuple(found)


def draft(
    include: Include | CircumstanceInclude, service: Service, key: LineId, as_of: dt.date
) -> Draft:
    """Return a step as its service is written, under the include's own `when`."""
    unverified = "unverified" in (include.status, service.status)
    evidence = pieces(service.evidence, as_of)
    return Draft(
        key=key,
        service=service,
        when=all_of(include.when),
        plain=include.plain or service.plain,
        optional=include.optional,
        status="unverified" if unverified else "verified",
        promise=any_of(*(p.when for p in evidence if p.value.promise)),
        presence=choices(service.presence, as_of),
        evidence=evidence,
        fee=pieces(service.fee, as_of),
        stops=pieces(service.stops, as_of),
        notes=pieces(service.notes, as_of),
    )


def add_included(
    drafts: Sequence[Draft],
    circumstance: Circumstance,
    services: dict[ServiceId, Service],
    as_of: dt.date,
) -> tuple[Draft, ...]:
    """Return the drafts with the services that a circumstance includes.

    A service that is there anyway is not added a second time for the people who have it.
    """
    grown = list(drafts)
    for include in circumstance.includes:
        service = services[include.service]
        if not (in_force(include, as_of) and in_force(service, as_of)):
            continue
        twins = [d for d in grown if d.service.id == service.id]
        key = service.id if not twins else f"{service.id}-{circumstance.id}"
        new = draft(include, service, key, as_of)
        when = all_of(circumstance.when, new.when, negate(any_of(*(d.when for d in twins))))
        if when != NEVER:
            everything = include.before == "all"
            named = () if isinstance(include.before, str) else include.before
            grown.append(replace(new, when=when, before_all=everything, before=named))
    return tuple(grown)


def add_elements(
    drafts: Sequence[Draft], circumstance: Circumstance, as_of: dt.date
) -> tuple[Draft, ...]:
    """Return the drafts with the evidence, fees, stops and notes of a circumstance."""
    return tuple(_add_elements(d, circumstance, as_of) for d in drafts)


def _add_elements(step: Draft, circumstance: Circumstance, as_of: dt.date) -> Draft:
    outer = circumstance.when

    def of(element: Conditional, applies: Applies, also: Condition | None = None) -> Condition:
        return all_of(outer, element.when, _matches(applies, step), also)

    lines = [Piece[EvidenceLine](value=e, when=of(e, e.applies)) for e in circumstance.evidence]
    fees = [Piece[Fee](value=e, when=of(e, e.applies)) for e in circumstance.fee]
    stops = [
        Piece[Stop](value=stop, when=of(stop, stop.applies, when))
        for element in circumstance.stops
        for stop, when in _stops(element, step)
    ]
    notes = [
        Piece[Note](value=e, when=of(e, e.applies))
        for e in circumstance.notes
        if e.applies is not None
    ]
    return replace(
        step,
        evidence=(*step.evidence, *_live(lines, as_of)),
        fee=(*step.fee, *_live(fees, as_of)),
        stops=(*step.stops, *_live(stops, as_of)),
        notes=(*step.notes, *_live(notes, as_of)),
    )


def _stops(
    stop: CircumstanceStop, step: Draft
) -> Iterator[tuple[CircumstanceStop, Condition | None]]:
    """Yield a stop once for each presence it applies to, with the condition of that presence.

    It takes over the basis of the presence, if it names none itself, and is no surer than it.
    """
    if not stop.applies.presence:
        yield stop, None
    anyway = replace(stop.applies, presence=())
    for piece in step.presence:
        presence = piece.value
        if presence.value in stop.applies.presence:
            sure = stop.status if presence.status == "verified" else presence.status
            basis = stop.basis or presence.basis
            yield replace(stop, basis=basis, status=sure, applies=anyway), piece.when


def _live(found: Iterable[Piece[C]], as_of: dt.date) -> list[Piece[C]]:
    return [p for p in found if p.when != NEVER and in_force(p.value, as_of)]


def split_stops(
    stops: Iterable[Piece[Stop]],
) -> tuple[tuple[Piece[Stop], ...], tuple[Piece[Note], ...]]:
    """Return the verified stops, and the others as notes: what is not sure ends nothing."""
    certain, doubtful = [], []
    for piece in stops:
        stop = piece.value
        if stop.status == "verified":
            certain.append(piece)
        else:
            text = stop.reason
            if stop.instead:
                text = f"{text.removesuffix('。')}。{stop.instead}"
            note = Note(id=stop.id, text=text, basis=stop.basis, status=stop.status)
            doubtful.append(Piece(value=note, when=piece.when))
    return tuple(certain), tuple(doubtful)


def topic_notes(circumstance: Circumstance, as_of: dt.date) -> tuple[Piece[Note], ...]:
    """Return the notes of a circumstance that stand once for the topic."""
    once: list[Note] = [note for note in circumstance.notes if note.applies is None]
    return pieces(once, as_of, circumstance.when)


def swap_evidence(
    drafts: Sequence[Draft], circumstance: Circumstance, as_of: dt.date
) -> tuple[Draft, ...]:
    """Return the drafts with the papers that a circumstance swaps, those added by it too.

    The old line stays under NOT the swap's condition, the new one takes its place under it.

    Raises:
        InputError: a swap that does not say what takes the place of what.
    """
    for swap in circumstance.swap:
        if swap.from_ is None or not (swap.to or swap.any_of):
            raise InputError(
                "bad-swap",
                f"情形 {circumstance.id} 的 swap 要写 from（换哪样）和 to 或 any_of（换成什么）。",
            )
        if in_force(swap, as_of):
            drafts = [_swap(d, circumstance, swap) for d in drafts]
    return tuple(drafts)


def _swap(step: Draft, circumstance: Circumstance, swap: Swap) -> Draft:
    if step.service.id in swap.except_services:
        return step
    when = all_of(circumstance.when, swap.when, _matches(swap.applies, step))
    if when == NEVER:
        return step
    lines: list[Piece[EvidenceLine]] = []
    for piece in step.evidence:
        line = _swapped(piece.value, swap)
        if line is None:
            lines.append(piece)
            continue
        lines.append(Piece(value=piece.value, when=all_of(piece.when, negate(when))))
        lines.append(Piece(value=line, when=all_of(piece.when, when)))
    return replace(step, evidence=tuple(p for p in lines if p.when != NEVER))


def _swapped(line: EvidenceLine, swap: Swap) -> EvidenceLine | None:
    """Return the line with the other paper, or None when the swap does not touch it."""
    old = swap.from_
    if old is None or swap.holder not in (None, line.holder):
        return None
    instead: tuple[EvidenceId, ...] = swap.any_of or ((swap.to,) if swap.to else ())
    status: Status = "unverified" if swap.status == "unverified" else line.status
    if old in line.any_of:
        others = tuple(e for e in line.any_of if e != old)
        return replace(line, any_of=tuple(dict.fromkeys((*others, *instead))), status=status)
    if line.use != old or line.any_of:
        return None
    if not swap.any_of and swap.to:
        return replace(line, id=line.key, use=swap.to, status=status)
    group = swap.to or f"{old}-instead"
    return replace(line, id=line.key, use=group, any_of=instead, status=status)


def _matches(applies: Applies, step: Draft) -> Condition:
    """Return when an element that applies so is part of the step."""
    if applies.services and step.service.id not in applies.services:
        return NEVER
    presence = None
    if applies.presence:
        presence = any_of(*(p.when for p in step.presence if p.value.value in applies.presence))
    return all_of(presence, step.promise if applies.promise else None)
