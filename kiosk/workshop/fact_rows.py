"""Rows of what stands in services, topics, circumstances and regions alike.

Which documents there are is `catalog_rows.py`; the tables are db/export/catalogue.sql.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

import msgspec

from kiosk.domain.condition import Condition, Question
from kiosk.domain.service import Conditional, EvidenceLine, Note, NotNeeded, Service, Stop, Time
from kiosk.domain.topic import Include, ServicePatch, Window
from kiosk.wire.table_row import Cell, TableRow
from kiosk.workshop.condition_text import Asks, sentence, written

Rows = Iterator[TableRow]
Owner = Mapping[str, Cell]
"""The columns that say what a row belongs to: topic, service or circumstance, and the region."""


class FactRows:
    """Rows of facts; lines and questions are numbered through one run."""

    def __init__(self) -> None:
        self._lines = count(1)
        self._questions = count(1)

    def whole(self, service: Service | ServicePatch, owner: Owner, asks: Asks) -> Rows:
        """Yield fees, limits, results … of a service, or those that replace them."""
        yield from fees(service.fee, owner, asks)
        time = service.time if isinstance(service.time, Time) else Time()
        for kind, limits in (("statutory", time.statutory), ("promised", time.promised)):
            for value in limits:
                cells: Owner = {"kind": kind, "days": value.days, "unit": value.unit}
                note = {"note": value.note, "basis": value.basis}
                yield _fact("time_limit", value, asks, **owner, **cells, **note)
        for result in service.result or ():
            cells = {"name": result.name, "evidence": result.evidence, "type": result.type}
            yield _fact("result", result, asks, **owner, **cells, collect=result.collect)

        for duty in service.duty or ():
            cells = {"within": duty.within, "unit": duty.unit, "starts": duty.from_}
            said = {"consequence": duty.consequence, "basis": duty.basis}
            yield _fact("duty", duty, asks, **owner, **cells, **said)
        for gain in service.benefit or ():
            cells = {"amount": gain.amount, "unit": gain.unit, "per": gain.per, "note": gain.note}
            yield _fact("benefit", gain, asks, **owner, **cells, group=gain.group, basis=gain.basis)

    def not_needed(self, things: Iterable[NotNeeded], owner: Owner, asks: Asks) -> Rows:
        """Yield what is not needed."""
        for thing in things:
            cells = {"name": thing.name, "why": thing.why, "basis": thing.basis}
            yield _fact("not_needed", thing, asks, **owner, **cells)

    def evidence_lines(self, lines: Iterable[EvidenceLine], owner: Owner, asks: Asks) -> Rows:
        """Yield evidence lines, each with the kinds of paper that will do."""
        for line in lines:
            number = next(self._lines)
            yield _fact(
                "evidence_line",
                line,
                asks,
                **owner,
                line=number,
                id=line.key,
                holder=line.holder,
                original=line.original,
                originals=line.originals,
                copies=line.copies,
                necessity=line.necessity,
                fill=line.fill,
                may_promise=int(line.promise),
                why=line.why,
                note=line.note,
                basis=line.basis,
            )
            for paper in dict.fromkeys(line.any_of or (line.use,)):
                yield row("evidence_choice", line=number, evidence=paper)

    def said(self, stops: Iterable[Stop], notes: Iterable[Note], owner: Owner, asks: Asks) -> Rows:
        """Yield stops and notes."""
        for s in stops:
            cells = {"id": s.id, "reason": s.reason, "instead": s.instead, "basis": s.basis}
            yield _fact("stop", s, asks, **owner, **cells, instead_topic=s.instead_topic)
        for note in notes:
            yield _fact("note", note, asks, **owner, text=note.text, basis=note.basis)

    def own_questions(self, questions: Iterable[Question | str], owner: Owner, asks: Asks) -> Rows:
        """Yield the questions that are defined here, not only named."""
        for question in questions:
            if isinstance(question, Question):
                yield from self.question(question, owner, asks)

    def question(self, question: Question, owner: Owner, asks: Asks) -> Rows:
        """Yield a question with its options."""
        number = next(self._questions)
        yield row(
            "question",
            number=number,
            **owner,
            id=question.id,
            ask=question.ask,
            kind=question.kind,
            hint=question.hint,
            why=question.why,
            least=question.min,
            most=question.max,
            unit=question.unit,
            may_be_unknown=int(question.unknown),
            find_out=question.find_out,
            **when_cells(question.when, asks),
        )
        for place, option in enumerate(question.options, start=1):
            yield row(
                "option",
                question=number,
                place=place,
                id=option.id,
                label=option.label,
                help=option.help,
                is_none=int(option.none),
                **when_cells(option.when, asks),
            )


def includes(includes: Iterable[Include], owner: Owner, asks: Asks) -> Rows:
    """Yield the steps of a topic."""
    for place, include in enumerate(includes, start=1):
        yield row(
            "include",
            **owner,
            id=include.key,
            place=place,
            service=include.service,
            is_optional=int(include.optional),
            after=as_json([edge.service for edge in include.after]),
            status=include.status,
            **when_cells(include.when, asks),
        )


def fees(fees: Any, owner: Owner, asks: Asks) -> Rows:
    """Yield fees."""
    for n, fee in enumerate(fees or (), start=1):
        cells = {"id": fee.id or str(n), "amount": fee.amount, "note": fee.note}
        yield _fact("fee", fee, asks, **owner, **cells, basis=fee.basis)


def window_row(window: Window, owner: Owner) -> TableRow:
    """Return one window."""
    return row(
        "window",
        **owner,
        name=window.name,
        building=window.building,
        address=window.address,
        phone=window.phone,
        hours=window.hours,
        **_valid(window),
    )


def changes(part: str, patches: dict[str, Any], owner: Owner) -> Rows:
    """Yield what a region changes in single lines, steps or options."""
    for key, patch in patches.items():
        yield row("regional_change", **owner, part=part, id=key, change=as_json(patch))


def _fact(table: str, fact: Conditional, asks: Asks, **cells: Cell) -> TableRow:
    origin: Owner = {"status": fact.status, "place": fact.place, "source": fact.source}
    applies = getattr(fact, "applies", None)
    chosen: Owner = {} if applies is None else {"applies": as_json(applies)}
    return row(table, **cells, **origin, **chosen, **when_cells(fact.when, asks), **_valid(fact))


def when_cells(condition: Condition | None, asks: Asks) -> Owner:
    """Return a condition as cells, none for what applies to everybody."""
    if condition is None:
        return {}
    return {"when_text": sentence(condition, asks), "when_json": written(condition)}


def _valid(fact: Conditional | Window) -> Owner:
    if fact.valid is None:
        return {}
    ends = {"valid_from": fact.valid.from_, "valid_to": fact.valid.to}
    return {name: day.isoformat() for name, day in ends.items() if day is not None}


def as_json(value: Any) -> str:
    """Return a list or a patch as one cell."""
    return msgspec.json.encode(value).decode()


def row(table: str, **cells: Cell) -> TableRow:
    """Return one row."""
    return TableRow(table=table, cells=cells)
