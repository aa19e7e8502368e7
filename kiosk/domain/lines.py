"""Single lines of the personal list, built from decided services: steps, fees, notes, duties.

Papers are `materials.py`; what holds is decided by `included.py`. Texts come from the catalogue;
the few words added here mark what is not certain.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from kiosk.domain.checklist import (
    BenefitLine,
    Days,
    DutyLine,
    FeeLine,
    Fees,
    NoteLine,
    NotNeededLine,
    Step,
    WindowView,
)
from kiosk.domain.guide import Guide, GuideStep
from kiosk.domain.ids import ServiceId
from kiosk.domain.included import Choice, Included, choose, holding, trusted
from kiosk.domain.kleene import Facts
from kiosk.domain.schedule import Network
from kiosk.domain.service import Note, NotNeeded, Sourced, Status, TimeLimit
from kiosk.domain.topic import Window
from kiosk.domain.wording import ASK_WINDOW, limit

F = TypeVar("F", bound=Sourced)

CURRENCY = "CNY"
_REPLACED = f"本地可能改办别的手续，{ASK_WINDOW}"


def step(included: Included, n: int, net: Network, guide: Guide, facts: Facts) -> Step:
    """Build one step of the list; `n` counts from 1 in the order of the list.

    Without a verified official name for these answers it has the plain one.
    """
    service, name, code = included.step.service, _sure(included.name), _sure(included.code)
    presence, visits = _sure(included.presence), _sure(included.visits)
    agency = guide.agencies.get(service.agency)
    basis = (*service.basis, *((presence.basis,) if presence and presence.basis else ()))
    return Step(
        n=n,
        stage=net.stage[included.service],
        service=included.service,
        code=code.value if code else None,
        name=name.value if name else included.step.plain,
        agency=agency.name if agency else service.agency,
        after=net.after[included.service],
        optional=included.optional,
        status=included.status,
        presence=presence.value if presence else None,
        channels=service.channels,
        visits=visits.value if visits else None,
        days=_days(included),
        fee=_fees(included, facts),
        result=_result(included),
        window=_window(included.step.window),
        basis=tuple(dict.fromkeys(basis)),
    )


def _sure(choice: Choice[F]) -> F | None:
    """Return the entry that holds if it is verified; the list shows 请向窗口确认 for none."""
    return choice.value if trusted(choice.value) else None


def _result(included: Included) -> str | None:
    """Return what one holds afterwards, marked when its name is not certain."""
    result = included.result.value
    if result is None or result.status == "verified":
        return result.name if result else None
    return f"{result.name}（{ASK_WINDOW}）"


def _window(window: Window | None) -> WindowView | None:
    """Return where to go, if it is known."""
    if window is None:
        return None
    return WindowView(
        name=window.name,
        building=window.building,
        address=window.address,
        phone=window.phone,
        hours=window.hours,
    )


def _days(included: Included) -> Days:
    """Return the limits of a step; a number that is not verified stands in the note only."""
    promised, statutory = included.promised.value, included.statutory.value
    sure_p = promised if trusted(promised) else None
    sure_s = statutory if trusted(statutory) else None
    # While a promise is open or unverified it might be shorter: the statutory limit does not count.
    hidden = included.promised.open or (promised is not None and sure_p is None)
    if hidden:
        sure_s = None
    return Days(
        promised=sure_p.days if sure_p else None,
        statutory=sure_s.days if sure_s else None,
        unit=sure_p.unit if sure_p else None,
        statutory_unit=sure_s.unit if sure_s else None,
        note=_days_note(included.promised, included.statutory),
    )


def _days_note(promised: Choice[TimeLimit], statutory: Choice[TimeLimit]) -> str | None:
    """Return the notes of the limits; an unverified limit itself is named here as 约…."""
    limits = [fact for fact in (promised.value, statutory.value) if fact is not None]
    if not limits or promised.open:
        return None
    notes = [fact.note for fact in limits if fact.note]
    first = limits[0]
    if first.status == "unverified":
        about = "可能当场办好" if first.days == 0 else f"约{limit(first.days, first.unit)}"
        notes.insert(0, f"{about}，{ASK_WINDOW}")
    return "；".join(dict.fromkeys(notes)) or None


def _fees(included: Included, facts: Facts) -> tuple[FeeLine, ...]:
    """Return the fees of a step that apply."""
    return tuple(
        FeeLine(amount=fee.amount, currency=CURRENCY, note=fee.note, status=fee.status)
        for fee in holding(included.step.fee, facts)
    )


def fees(steps: Sequence[Included], maybe: Iterable[GuideStep], facts: Facts) -> Fees:
    """Sum the verified fees of all steps.

    `unknown` when an amount is open, unverified or undetermined, or when a step says nothing about
    money at all: there are no defaults. Steps that may come in (`maybe`) only leave it open.
    """
    total, unknown = Decimal("0.00"), any(_may_cost(step, facts) for step in maybe)
    for included in steps:
        unknown = unknown or not included.step.fee
        for element in included.step.fee:
            holds, fee = element.test.value(facts), element.value
            if holds and fee.amount is not None and fee.status == "verified":
                total += Decimal(fee.amount)
            elif holds is not False:
                unknown = True
    return Fees(total=str(total.quantize(Decimal("0.01"))), currency=CURRENCY, unknown=unknown)


def _may_cost(step: GuideStep, facts: Facts) -> bool:
    """Tell whether a step that may come in would cost something, or says nothing about it."""
    amounts = [f.value.amount for f in step.fee if f.test.value(facts) is not False]
    return not step.fee or any(amount is None or Decimal(amount) > 0 for amount in amounts)


def not_needed(guide: Guide, steps: Iterable[Included], facts: Facts) -> tuple[NotNeededLine, ...]:
    """Return what one does not need: of the topic, of its steps, and what a region replaced."""
    found: list[NotNeeded] = list(holding(guide.not_needed, facts))
    for included in steps:
        found += holding(included.step.not_needed, facts)
    lines = [
        NotNeededLine(name=line.name, why=line.why, basis=line.basis, status=line.status)
        for line in found
    ]
    lines += [_replaced(s, facts) for s in holding(guide.replaced, facts)]
    return tuple(dict.fromkeys(lines))


def _replaced(replaced: GuideStep, facts: Facts) -> NotNeededLine:
    """Return the line of a step that an unverified regional switch took away."""
    name = choose(replaced.name, facts).value
    return NotNeededLine(
        name=name.value if name else replaced.plain,
        why=_REPLACED,
        basis=replaced.service.basis[0] if replaced.service.basis else None,
        status="unverified",
    )


def notes(guide: Guide, steps: Iterable[Included], facts: Facts) -> tuple[NoteLine, ...]:
    """Return the notes of the topic, then those of its steps.

    What a circumstance says of several steps stands once, with the first of them.
    """
    found: list[tuple[ServiceId | None, Note]] = [(None, n) for n in holding(guide.notes, facts)]
    for included in steps:
        found += [(included.service, n) for n in holding(included.step.notes, facts)]
    lines: dict[tuple[str, str | None, Status], NoteLine] = {}
    for service, note in found:
        line = NoteLine(text=note.text, service=service, basis=note.basis, status=note.status)
        lines.setdefault((note.text, note.basis, note.status), line)
    return tuple(lines.values())


def duties(steps: Iterable[Included], facts: Facts) -> tuple[DutyLine, ...]:
    """Return every deadline of the applicant that holds; an unverified one says 请向窗口确认."""
    return tuple(
        DutyLine(
            service=included.service,
            within=duty.within,
            unit=duty.unit,
            from_=duty.from_,
            consequence=duty.consequence if trusted(duty) else ASK_WINDOW,
            basis=duty.basis,
        )
        for included in steps
        for duty in holding(included.step.duty, facts)
    )


def benefits(steps: Iterable[Included], facts: Facts) -> tuple[BenefitLine, ...]:
    """Return what one gets."""
    return tuple(
        BenefitLine(
            service=included.service,
            amount=benefit.amount,
            unit=benefit.unit,
            per=benefit.per,
            group=benefit.group,
            status=benefit.status,
        )
        for included in steps
        for benefit in holding(included.step.benefit, facts)
    )
