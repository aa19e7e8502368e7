"""The catalogue's meaning, written slowly and obviously: what the engine must agree with.

Everything here works on total answers: every question that applies has one certain answer, the
others have none. Partial answers mean the set of their completions, which are enumerated.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from msgspec import UNSET, Struct
from msgspec.structs import replace

from kiosk.domain.condition import (
    Age,
    All,
    Answers,
    AnyOf,
    Between,
    Condition,
    Includes,
    Is,
    Not,
    Question,
    Range,
)
from kiosk.domain.service import EvidenceLine, Service
from kiosk.domain.topic import Applies, Circumstance, Include, RegionOverlay, Topic

NUMBERS = ("0", "10", "20", "30")
"""Answers that stand for all numbers, while bounds are 10, 20 or 30."""


def holds(condition: Condition | None, total: Answers, as_of: dt.date) -> bool:
    """Tell whether a condition is true for total answers."""
    match condition:
        case None:
            return True
        case All(parts=parts):
            return all(holds(p, total, as_of) for p in parts)
        case AnyOf(parts=parts):
            return any(holds(p, total, as_of) for p in parts)
        case Not(part=part):
            return not holds(part, total, as_of)
    answer = total.get(condition.question)
    return answer is not None and _fulfils(condition, answer, as_of)


def _fulfils(
    atom: Is | Includes | Range | Between | Age, answer: tuple[str, ...], as_of: dt.date
) -> bool:
    match atom:
        case Is(values=values) | Includes(values=values):
            return any(v in values for v in answer)
        case Range(at_least=low, below=high):
            number = Decimal(answer[0])
            return (low is None or number >= Decimal(low)) and (
                high is None or number < Decimal(high)
            )
        case Between(from_=start, before=end):
            day = dt.date.fromisoformat(answer[0])
            return (start is None or day >= start) and (end is None or day < end)
        case Age(at_least=low, below=high):
            years, birthday = 0, dt.date.fromisoformat(answer[0])
            while (birthday.year + years + 1, birthday.month, birthday.day) <= (
                as_of.year,
                as_of.month,
                as_of.day,
            ):
                years += 1
            return (low is None or years >= low) and (high is None or years < high)


def possible_answers(question: Question, total: Answers, as_of: dt.date) -> list[tuple[str, ...]]:
    """Return every answer that could be given, by the options that exist for `total`."""
    if question.kind == "number":
        return [(n,) for n in NUMBERS]
    there = [o for o in question.options if holds(o.when, total, as_of)]
    if question.kind != "many":
        return [(o.id,) for o in there]
    alone = [(o.id,) for o in there if o.none]
    mixed = [o.id for o in there if not o.none]
    return alone + [c for n in range(1, len(mixed) + 1) for c in combinations(mixed, n)]


def completions(
    questions: Sequence[Question], answers: Answers, as_of: dt.date
) -> Iterator[dict[str, tuple[str, ...]]]:
    """Yield all total answers that agree with what `answers` say for certain."""

    def extend(rest: Sequence[Question], total: dict[str, tuple[str, ...]]):
        if not rest:
            yield total
            return
        question = rest[0]
        if not holds(question.when, total, as_of):
            yield from extend(rest[1:], total)
            return
        possible = possible_answers(question, total, as_of)
        given = answers.get(question.id)
        for answer in [given] if given in possible else possible:
            yield from extend(rest[1:], {**total, question.id: answer})

    return extend(questions, {})


def exact(
    condition: Condition, questions: Sequence[Question], answers: Answers, as_of: dt.date
) -> bool | None:
    """Return the value that a condition has in all completions, or None when they differ."""
    values = {holds(condition, total, as_of) for total in completions(questions, answers, as_of)}
    return values.pop() if len(values) == 1 else None


class Outcome(Struct, frozen=True, kw_only=True):
    """What total answers lead to: services, and lines, stops and presence with theirs."""

    steps: frozenset[str]
    lines: frozenset[tuple[str, str, str, tuple[str, ...], int]]
    stops: frozenset[tuple[str | None, str]]
    presence: frozenset[tuple[str, str]]


class Catalogue(Struct, frozen=True, kw_only=True):
    """The documents of one topic, by value. The overlay is that of the region asked about."""

    topic: Topic
    services: Mapping[str, Service]
    circumstances: tuple[Circumstance, ...]
    shared: tuple[Question, ...]
    overlay: RegionOverlay | None


def outcome(catalogue: Catalogue, total: Answers, as_of: dt.date) -> Outcome:
    """Return what total answers lead to, step by step."""
    topic = catalogue.topic
    active = [c for c in catalogue.circumstances if holds(c.when, total, as_of)]
    present = [i.service for i in _includes(catalogue) if holds(i.when, total, as_of)]
    for circumstance in active:
        for extra in circumstance.includes:
            if holds(extra.when, total, as_of) and extra.service not in present:
                present.append(extra.service)
    steps = [_Step(_service(catalogue, s), active, total, as_of) for s in present]
    stops = {(None, s.id) for s in topic.stops if holds(s.when, total, as_of)}
    return Outcome(
        steps=frozenset(present),
        lines=frozenset(
            (s.id, x.use, x.holder, x.any_of, x.copies) for s in steps for x in s.lines
        ),
        stops=frozenset(stops | {(s.id, stop) for s in steps for stop in s.stops}),
        presence=frozenset((s.id, s.presence) for s in steps if s.presence),
    )


def _includes(catalogue: Catalogue) -> list[Include]:
    topic, overlay = catalogue.topic, catalogue.overlay
    patch = overlay.topics.get(topic.id) if overlay else None
    if patch is None:
        return list(topic.includes)
    found = []
    for include in topic.includes:
        change = patch.includes.get(include.key)
        if change is not None and change.off is not None:
            continue
        if change is not None and change.when is not UNSET:
            include = replace(include, when=change.when)
        found.append(include)
    return [*found, *patch.add_includes]


def _service(catalogue: Catalogue, service_id: str) -> Service:
    service, overlay = catalogue.services[service_id], catalogue.overlay
    patch = overlay.services.get(service_id) if overlay else None
    if patch is None:
        return service
    lines = []
    for line in service.evidence:
        change = patch.evidence.get(line.key)
        if change is None or (change.off is not None and change.status == "unverified"):
            lines.append(line)
        elif change.off is None:
            copies = line.copies if change.copies is UNSET else change.copies
            lines.append(replace(line, copies=copies))
    return replace(service, evidence=(*lines, *patch.add_evidence))


class _Step:
    """One step for total answers: its own elements, then those of the active circumstances."""

    def __init__(
        self,
        service: Service,
        active: Iterable[Circumstance],
        total: Answers,
        as_of: dt.date,
    ) -> None:
        def true(element) -> bool:
            return holds(element.when, total, as_of)

        self.id = service.id
        own = [line for line in service.evidence if true(line)]
        self._promises = any(line.promise for line in own)
        self.presence = next((p.value for p in service.presence if true(p)), None)
        self.lines: list[EvidenceLine] = own
        self.stops = [s.id for s in service.stops if true(s)]
        for circumstance in active:
            added = [e for e in circumstance.evidence if true(e) and self._takes(e.applies)]
            self.lines += added
            self.stops += [s.id for s in circumstance.stops if true(s) and self._takes(s.applies)]
        for circumstance in active:
            for swap in circumstance.swap:
                if true(swap) and self._takes(swap.applies):
                    self.lines = [self._swapped(line, swap) for line in self.lines]

    def _takes(self, applies: Applies) -> bool:
        return (
            (not applies.services or self.id in applies.services)
            and (not applies.presence or self.presence in applies.presence)
            and (not applies.promise or self._promises)
        )

    def _swapped(self, line: EvidenceLine, swap) -> EvidenceLine:
        if self.id in swap.except_services or swap.holder not in (None, line.holder):
            return line
        if swap.from_ in line.any_of:
            kept = [e for e in line.any_of if e != swap.from_ and e != swap.to]
            return replace(line, any_of=(*kept, swap.to))
        if line.any_of or line.use != swap.from_:
            return line
        return replace(line, use=swap.to)
