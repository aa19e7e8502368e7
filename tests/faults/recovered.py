"""What a kiosk finds on its disk when it starts again, and what must be true of it.

The invariants are I1 to I6 of sync.md §21.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from kiosk.domain.errors import KioskError
from kiosk.journal.audit import journal_flaws
from kiosk.journal.receipt import receipt_no
from kiosk.sealing.suites import SUITES
from tests.faults.office import FaultOffice
from tests.journals import DEVICE, KIOSK_NO


class Found(Struct, frozen=True, kw_only=True):
    """What came back; `problem` None when the program started.

    `receipts` pairs receipt and hash of its entry; `purged` are entries without a body.
    """

    problem: str | None = None
    receipts: frozenset[tuple[str, str]] = frozenset()
    flaws: tuple[str, ...] = ()
    last: int = 0
    through: int = 0
    purged: tuple[int, ...] = ()
    next_receipt: str = ""
    offered: str | None = None
    litter: tuple[str, ...] = ()


class Told(Struct, frozen=True, kw_only=True):
    """What a process had told the world: receipts that were confirmed, acknowledgements.

    `asked` are all numbers a hub ever acknowledged, `through` the last that was taken in, `asking`
    one that is being taken in.
    """

    kept: frozenset[tuple[str, str]] = frozenset()
    shown: frozenset[str] = frozenset()
    asked: frozenset[int] = frozenset({0})
    through: int = 0
    asking: int | None = None

    def after(self, line: str) -> "Told":
        """Return what is told after one more line of `victim.py`."""
        match line.split():
            case ["kept", receipt, digest]:
                return _changed(self, kept=self.kept | {(receipt, digest)})
            case ["shown", receipt]:
                return _changed(self, shown=self.shown | {receipt})
            case ["asks", number]:
                return _changed(self, asked=self.asked | {int(number)}, asking=int(number))
            case ["through", number]:
                return _changed(self, through=int(number), asking=None)
        return self

    def started(self, through: int) -> "Told":
        """Return what is told after a start that found so much acknowledged."""
        return _changed(self, through=through, asking=None)


def _changed(told: Told, **given: object) -> Told:
    facts = {name: getattr(told, name) for name in Told.__struct_fields__}
    return Told(**(facts | given))


def found_in(folder: Path) -> Found:
    """Start a kiosk on a folder as kiosk/records.py does, look at everything, end it."""
    office = FaultOffice(folder)
    try:
        journal = office.records.journal
    except KioskError as error:
        office.close()
        return Found(problem=f"{error.code} {error.message}")
    try:
        return _looked_at(office)
    except KioskError as error:
        return Found(problem=f"{error.code} {error.message}")
    finally:
        journal.close()
        office.close()


def _looked_at(office: FaultOffice) -> Found:
    journal, files = office.records.journal, office.records.attachments
    entries = journal.entries(0, 100_000)
    stubs = [journal.stub(receipt_no(KIOSK_NO, n + 1)) for n in range(len(entries))]
    hashes = {entry.seq: entry.hash.hex() for entry in entries}
    flaws = journal_flaws(journal, files, DEVICE.public_key, SUITES[1])
    offered = office.records.receipts.unshown()
    return Found(
        receipts=frozenset((s.receipt, hashes.get(s.seq, "")) for s in stubs if s is not None),
        flaws=tuple(flaw.message for flaw in flaws),
        last=journal.tip()[0],
        through=int(journal.meta("through") or 0),
        purged=tuple(entry.seq for entry in entries if entry.body is None),
        next_receipt=receipt_no(KIOSK_NO, int(journal.meta("filings") or 0) + 1),
        offered=None if offered is None else offered.receipt,
        litter=_litter(office.folder, {blob.path for blob in journal.blobs(pending=False)}),
    )


def _litter(folder: Path, named: set[str]) -> tuple[str, ...]:
    """Return attachments that no entry names: they must not be left after a start."""
    there = {str(path.relative_to(folder)) for path in folder.glob("attachments/*")}
    return tuple(sorted(there - named))


def violations(found: Found, told: Told) -> Iterator[str]:
    """Yield every promise that is broken."""
    if found.problem is not None:
        yield f"does not start: {found.problem}"
        return
    yield from (f"I4: {flaw}" for flaw in found.flaws)
    broken = {
        "I1: confirmed receipts are lost": not told.kept <= found.receipts,
        "I3: the next receipt was given out before": found.next_receipt in _numbers(told),
        "I5: a body is gone that no hub acknowledged": max(found.purged, default=0)
        > max(told.asked),
        "through is neither the last nor the next": found.through
        not in {told.through, told.asking},
        "a file that no entry names is still there": bool(found.litter),
        "the last receipt was not shown and is not offered": _is_forgotten(found, told),
    }
    yield from (said for said, is_so in broken.items() if is_so)


def _numbers(told: Told) -> set[str]:
    return {receipt for receipt, _ in told.kept}


def _is_forgotten(found: Found, told: Told) -> bool:
    last = max(_numbers(told), default=None)
    if last is None or any(newer > last for newer, _ in found.receipts):
        return False
    return last not in told.shown | {found.offered}
