"""Two lists compared: what was added, removed, changed, and the difference in a few numbers.

Used for old QR codes, for what-if on the check-answers screen and for the trip planner. Reading a
QR code is `kiosk/wire/list_code.py`.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, TypeVar

from msgspec import Struct

from kiosk.domain.checklist import Checklist, MaterialStatus, Step
from kiosk.domain.schedule import step_length, working_days
from kiosk.domain.wording import ASK_WINDOW, STATUS_TITLES, material_name, money

K = TypeVar("K")


class Change(Struct, frozen=True, kw_only=True):
    """One line that differs, in the shape of `kiosk check-qr --json`; short plain Chinese."""

    kind: Literal["added", "removed", "changed"]
    what: str
    then: str | None
    now: str | None


class Difference(Struct, frozen=True, kw_only=True):
    """What a changed answer does: differences new minus old, and the lines."""

    to_bring: int
    steps: int
    trips: int
    days: int
    fee: str
    changes: tuple[Change, ...]


class StepFacts(Struct, frozen=True, kw_only=True):
    """What a printed step says in numbers: working days and fee, None where not known."""

    service: str
    name: str
    days: int | None
    fee: str | None


class PaperFacts(Struct, frozen=True, kw_only=True):
    """What a printed material line says in numbers."""

    evidence: str
    holder: str
    name: str
    status: MaterialStatus
    originals: int
    copies: int


def step_facts(checklist: Checklist) -> tuple[StepFacts, ...]:
    """Return the steps of a list in numbers."""
    return tuple(
        StepFacts(service=s.service, name=s.name, days=_days(s), fee=_fee(s))
        for s in checklist.steps
    )


def _days(step: Step) -> int | None:
    """Return the limit of a step in working days."""
    length = step_length(step)
    return None if length is None else working_days(length)


def _fee(step: Step) -> str | None:
    """Return what a step costs without trailing zeros; None when any amount is open."""
    amounts = [Decimal(f.amount) for f in step.fee if f.amount and f.status == "verified"]
    if not step.fee or len(amounts) < len(step.fee):
        return None
    return f"{sum(amounts, Decimal(0)).normalize():f}"


def paper_facts(checklist: Checklist) -> tuple[PaperFacts, ...]:
    """Return the materials of a list in numbers."""
    return tuple(
        PaperFacts(
            evidence=m.evidence,
            holder=m.holder,
            name=material_name(m),
            status=m.status,
            originals=m.originals,
            copies=m.copies,
        )
        for m in checklist.materials
    )


def compare(old: Checklist, new: Checklist) -> Difference:
    """Compare two lists of the same topic."""
    days = new.duration.critical_path_days - old.duration.critical_path_days
    return Difference(
        to_bring=new.to_bring - old.to_bring,
        steps=len(new.steps) - len(old.steps),
        trips=new.trips - old.trips,
        days=days,
        fee=f"{Decimal(new.fees.total) - Decimal(old.fees.total):.2f}",
        changes=(
            *_stop_changes(old, new),
            *step_changes(step_facts(old), step_facts(new)),
            *paper_changes(paper_facts(old), paper_facts(new)),
        ),
    )


def step_changes(old: Iterable[StepFacts], new: Iterable[StepFacts]) -> tuple[Change, ...]:
    """Return the steps that differ, in the order of the new list, removed ones last."""
    then = {s.service: (s.name, _step_text(s)) for s in old}
    now = {s.service: (s.name, _step_text(s)) for s in new}
    return _changes(then, now, "步骤：")


def paper_changes(old: Iterable[PaperFacts], new: Iterable[PaperFacts]) -> tuple[Change, ...]:
    """Return the papers that differ, in the order of the new list, removed ones last."""
    return _changes(_papers(old), _papers(new), "")


def _papers(papers: Iterable[PaperFacts]) -> dict[tuple[str, str, int], tuple[str, str]]:
    """Return name and text by evidence, holder and occurrence."""
    found: dict[tuple[str, str, int], tuple[str, str]] = {}
    for paper in papers:
        nth = 0
        while (paper.evidence, paper.holder, nth) in found:
            nth += 1
        found[paper.evidence, paper.holder, nth] = (paper.name, _paper_text(paper))
    return found


def _changes(
    then: Mapping[K, tuple[str, str]], now: Mapping[K, tuple[str, str]], prefix: str
) -> tuple[Change, ...]:
    """Compare texts by key; each value is (name, text)."""
    found = []
    for key, (name, text) in now.items():
        if key not in then:
            found.append(Change(kind="added", what=prefix + name, then=None, now=text))
        elif then[key][1] != text:
            before = then[key][1]
            found.append(Change(kind="changed", what=prefix + name, then=before, now=text))
    for key, (name, text) in then.items():
        if key not in now:
            found.append(Change(kind="removed", what=prefix + name, then=text, now=None))
    return tuple(found)


def _stop_changes(old: Checklist, new: Checklist) -> tuple[Change, ...]:
    """Return the reasons that now stand in the way, or no longer do."""
    then = {(s.service, s.id): (s.reason, "现在还办不了") for s in old.stops}
    now = {(s.service, s.id): (s.reason, "现在还办不了") for s in new.stops}
    return _changes(then, now, "")


def _step_text(step: StepFacts) -> str:
    """Return e.g. 3个工作日，不收费."""
    if step.days is None:
        days = f"时限{ASK_WINDOW}"
    else:
        days = f"{step.days}个工作日" if step.days else "当场"
    if step.fee is None:
        return f"{days}，收费{ASK_WINDOW}"
    return f"{days}，{money(step.fee) if Decimal(step.fee) else '不收费'}"


def _paper_text(paper: PaperFacts) -> str:
    """Return e.g. 要带的：原件1份，复印件2份."""
    parts = []
    if paper.originals:
        parts.append(f"原件{paper.originals}份")
    if paper.copies:
        parts.append(f"复印件{paper.copies}份")
    title = STATUS_TITLES[paper.status]
    return f"{title}：{'，'.join(parts)}" if parts else title
