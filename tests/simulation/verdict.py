"""The verdict on a simulated world that has settled: sync.md §21, I1–I5 and I8.

What must hold at every moment is checked in `truth.py`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hub.services.oversight import verify_all
from kiosk.journal.boot import tail_flaw
from kiosk.ports.journal import JournalReader
from kiosk.sealing.suites import SUITES
from tests.fakes.journal import MemoryJournal
from tests.simulation.machine import Machine

if TYPE_CHECKING:
    from tests.simulation.world import World

ASIDE = ("fork", "draining", "quarantined")


def verdict(world: World) -> list[str]:
    """Return everything that is not as promised."""
    judge = _Judge(world)
    return [
        *judge.chains(),
        *judge.receipts(),
        *judge.held(),
        *judge.office(),
        *(wrong for machine in world.machines for wrong in judge.machine(machine)),
    ]


class _Judge:
    def __init__(self, world: World) -> None:
        self._world = world
        self._truth = world.truth
        rows = world.hub.rows
        self._chained = {_bytes(row[0]) for row in rows("SELECT hash FROM entry")}
        self._held = {_bytes(row[0]): row[1] for row in rows("SELECT hash, reason FROM held_entry")}
        self._status = {row[0]: row[1] for row in rows("SELECT kiosk_no, status FROM kiosk")}
        # A restored hub may not know a revoked kiosk at all; it stays published as such.
        self._status |= dict.fromkeys(world.hub.revoked, "revoked")
        [(epoch,)] = rows("SELECT epoch FROM hub")
        self._epoch = int(str(epoch))
        columns = "receipt, kiosk_no, seq, complete, status, status_seq, flags"
        self._filings = {row[0]: row for row in rows(f"SELECT {columns} FROM filing")}  # noqa: S608

    def chains(self) -> Iterator[str]:
        """I4: every chain can be recomputed, here and there."""
        verified = verify_all(self._world.hub.engine)
        yield from (f"I4 hub: {flaw.where} {flaw.message}" for flaw in verified.flaws)
        for machine in self._world.machines:
            for journal in machine.disk.journals():
                suite = SUITES[machine.disk.signer.suite.number]
                flaw = tail_flaw(journal, suite) if journal.tip()[0] else None
                if flaw is not None:
                    yield f"I4 {machine.name}: {flaw}"

    def receipts(self) -> Iterator[str]:
        """I1: what a person holds a receipt of is at the hub, or on a disk that may not send."""
        excused = self._truth.lost_with_disk | self._on_revoked_disks()
        for digest, receipt in self._truth.shown.items():
            if digest not in self._chained and digest not in self._held and digest not in excused:
                yield f"I1: {receipt} is lost"

    def _on_revoked_disks(self) -> set[bytes]:
        return {
            one.hash
            for machine in self._world.machines
            for journal in machine.disk.journals()
            if self._status.get(int(journal.meta("kiosk_no") or 0)) == "revoked"
            for one in journal.entries(0, 1 << 40)
        }

    def held(self) -> Iterator[str]:
        """What waits for a person is in no chain, and somebody signed it."""
        for digest, reason in self._held.items():
            if reason not in ASIDE:
                yield f"an entry is held because of {reason}"
            elif digest in self._chained:
                yield "an entry is in a chain and held: it would be handled twice"

    def office(self) -> Iterator[str]:
        """I8: every filing of a chain is handed on, each once, and nothing else."""
        taken, truth = self._world.office.taken, self._truth
        chained = Counter(
            truth.signed[digest].receipt
            for digest in self._chained
            if truth.signed[digest].is_filing
        )
        yield from (f"G2: {receipt} is {n} filings" for receipt, n in chained.items() if n > 1)
        yield from (f"I8: {receipt} was not handed on" for receipt in chained.keys() - taken.keys())
        yield from (f"I8: {receipt} is no filing" for receipt in chained.keys() ^ self._filings)
        forked = bool(truth.events["roll_back"] + truth.events["clone"])
        if not forked:  # a fork and a hub that forgot it may swap two filings of one number
            yield from (
                f"G2: {receipt} was handed on twice" for receipt in self._world.office.clashes
            )
            lost = taken.keys() - chained.keys() - self._with_a_person()
            yield from (f"I8: {receipt} is nobody's" for receipt in lost)

    def _with_a_person(self) -> set[str]:
        """What a restored hub forgot may come back to be held, or not at all when revoked."""
        return {
            one.receipt
            for digest, one in self._truth.signed.items()
            if digest in self._held or self._status.get(one.kiosk_no) == "revoked"
        }

    # ---- one machine
    def machine(self, machine: Machine) -> Iterator[str]:
        """I8: a kiosk knows what its hub knows."""
        for journal in machine.disk.journals():
            number = int(journal.meta("kiosk_no") or 0)
            status = self._status.get(number)
            if not number or status == "revoked":
                continue
            yield from self._delivered(machine.name, journal)
            yield from self._blobs(machine.name, journal)
            if journal is machine.disk.journal:
                yield from self._current(machine.name, journal, number)

    def _delivered(self, name: str, journal: JournalReader) -> Iterator[str]:
        for one in journal.entries(0, 1 << 40):
            if one.state == "kept":
                yield f"I8 {name}: entry {one.seq} is not delivered"
                return
            if one.hash not in self._chained and one.hash not in self._held:
                yield f"I8 {name}: entry {one.seq} is {one.state}, and the hub does not have it"
                return

    def _current(self, name: str, journal: MemoryJournal, number: int) -> Iterator[str]:
        known = self._world.hub.rows(
            "SELECT through, feed_high, successor FROM kiosk WHERE kiosk_no = ?", number
        )
        if not known:
            yield f"{name}: the hub does not know number {number}"
            return
        [(through, feed_high, successor)] = known
        if journal.meta("stopped") is not None:
            yield f"{name}: stopped for {journal.meta('stopped')}"
        if int(journal.meta("through") or 0) != through:
            yield f"I8 {name}: through {journal.meta('through')}, at the hub {through}"
        if journal.waiting():
            yield f"{name}: {journal.waiting()} filings wait"
        if int(journal.meta("feed_after") or 0) != feed_high:
            yield f"{name}: feed {journal.meta('feed_after')}, at the hub {feed_high}"
        if successor is None:  # else a clone of a machine that goes on under another number
            yield from self._statuses(name, journal)

    def _statuses(self, name: str, journal: MemoryJournal) -> Iterator[str]:
        """What the hub forgot of a status stays as it was shown until something new is decided."""
        for receipt, _, seq, _, status, status_seq, _ in self._filings.values():
            stub = journal.stub(str(receipt))
            if stub is None or stub.seq != seq:
                continue
            is_forgotten = stub.epoch < self._epoch and stub.status_seq > int(str(status_seq))
            if (stub.status, stub.status_seq) != (status, status_seq) and not is_forgotten:
                yield f"{name}: {receipt} is {stub.status}, at the hub {status}"

    def _blobs(self, name: str, journal: JournalReader) -> Iterator[str]:
        for blob in journal.blobs(pending=False):
            query = "SELECT data FROM body WHERE sha256 = ?"
            found = self._world.hub.rows(query, bytes.fromhex(blob.sha256))
            if found and hashlib.sha256(_bytes(found[0][0])).hexdigest() != blob.sha256:
                yield f"{name}: an attachment of entry {blob.seq} was changed"
            elif not found and blob.sha256 not in self._truth.rotten:
                yield f"{name}: an attachment of entry {blob.seq} is not at the hub"


def _bytes(value: object) -> bytes:
    return bytes(value)  # type: ignore[call-overload, no-any-return]
