"""The journal up: entries in batches until the hub has them all; its answers decide the rest.

What an answer means is `journal/outbox.py`. Attachments follow in `blobs_up.py`.
Source: sync.md §5.
"""

import hashlib
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from kiosk.domain.errors import Refused, Unavailable
from kiosk.files import compress
from kiosk.journal.entry import ZERO_HASH
from kiosk.journal.outbox import (
    Advance,
    Decision,
    Diverged,
    Ignored,
    Outbox,
    Revoked,
    Rewind,
    judge,
)
from kiosk.ports.journal import JournalStore, JournalTx, KeptEntry
from kiosk.sync.clock import SyncClock
from kiosk.sync.owed import delivery_of, owed, record_of
from kiosk.sync.trust import AnswerTrust
from kiosk.wire import batch
from kiosk.wire.messages import Ack, BatchPrefix
from kiosk.wire.protocol import HubProtocol
from kiosk.wire.signed import Signed

REVOKED = "revoked"
MAX_REWINDS = 8
"""How often a hub may lose its memory in one pass: a pass always ends."""


class Delivered(Struct, frozen=True, kw_only=True):
    """How far the journal is: last entry, last acknowledged, entries sent in this pass."""

    head: int
    through: int
    sent: int
    retry_after_s: int = 0


class JournalUp:
    """Delivers one journal.

    Args:
        journal: the journal.
        hub: where to.
        trust: opens its answers.
        clock: the time as it is known here.
        app: the version of the program.
    """

    def __init__(
        self,
        journal: JournalStore,
        hub: HubProtocol,
        trust: AnswerTrust,
        clock: SyncClock,
        app: str,
    ) -> None:
        self._journal = journal
        self._hub = hub
        self._trust = trust
        self._clock = clock
        self._app = app

    def deliver(self) -> Delivered:
        """Send everything that is not acknowledged, beginning with a probe.

        Raises:
            Unavailable: the hub cannot be reached, or its answer is not to be believed.
            Refused: the kiosk is revoked, or its disk is not the one that the hub knows.
        """
        ack, _ = self._exchange(())
        sent, rewinds = 0, 0
        while due := owed(self._journal):
            entries = delivery_of(self._journal, due)
            ack, decision = self._exchange(entries)
            sent += len(entries)
            if isinstance(decision, Rewind):
                rewinds += 1  # from there again, in this pass: bodies that are here still help
            is_stuck = isinstance(decision, Advance) and owed(self._journal)[:1] == due[:1]
            if is_stuck or rewinds > MAX_REWINDS:
                raise Unavailable("sync.stuck", "中心没有收下条目：稍后再送")
        return Delivered(
            head=self._journal.tip()[0],
            through=self._through(),
            sent=sent,
            retry_after_s=ack.retry_after,
        )

    def probe(self) -> None:
        """Ask how far the hub is, and believe its answer. Raises as `deliver`."""
        self._exchange(())

    def batches(self) -> Iterator[bytes]:
        """Yield every delivery that is due, for a carrier that brings answers later."""
        after = 0
        while due := owed(self._journal, after):
            entries = delivery_of(self._journal, due)
            after = entries[-1].seq
            yield self._packed(entries)

    def take_answer(self, signed: Signed, packed: bytes) -> Ack:
        """Take in what the hub answered to a delivery, by whatever way it came.

        Raises:
            Unavailable: the answer is not to be believed, or is to another delivery.
            Refused: the kiosk is revoked, or its disk is not the one that the hub knows.
        """
        return self._answered(signed, packed)[0]

    def _answered(self, signed: Signed, packed: bytes) -> tuple[Ack, Decision]:
        ack = self._trust.open(signed, "ack", Ack)
        return ack, self._take_in(ack, hashlib.sha256(packed).hexdigest())

    def _exchange(self, entries: tuple[KeptEntry, ...]) -> tuple[Ack, Decision]:
        """Send one batch, take the answer in."""
        packed = self._packed(entries)
        return self._answered(self._hub.journal(packed), packed)

    def _packed(self, entries: tuple[KeptEntry, ...]) -> bytes:
        return compress(batch.encode(self._prefix(), map(record_of, entries)))

    def _prefix(self) -> BatchPrefix:
        through, now = self._through(), self._clock.read()
        head = self._journal.hash_at(through) if through else ZERO_HASH
        return BatchPrefix(
            kiosk_no=self._kiosk_no(),
            through=through,
            head=(head or ZERO_HASH).hex(),
            boot_id=now.boot_id,
            t_mono=now.mono_ms,
            t_wall=now.wall_ms,
            app=self._app,
        )

    def _take_in(self, ack: Ack, req: str) -> Decision:
        outbox = Outbox(
            kiosk_no=self._kiosk_no(),
            last=self._journal.tip()[0],
            through=self._through(),
            epoch=self._number("epoch"),
            start=self._journal.start()[0],
        )
        decision = judge(outbox, ack, req, self._journal.hash_at)
        match decision:
            case Ignored():
                raise Unavailable("sync.untrusted", decision.reason)
            case Revoked():
                self._stop(REVOKED, ack)
                raise Refused("hub.revoked", "这台机器已经停用：只能查清单，请联系中心")
            case Diverged():
                self._stop(decision.reason, ack)
                raise Refused(
                    "journal.diverged", "这台机器的记录和中心的对不上：已停止收件，要重新登记"
                )
            case Advance() | Rewind():
                self._apply(decision, ack)
        return decision

    def _apply(self, decision: Advance | Rewind, ack: Ack) -> None:
        floor = self._clock.heard(ack.time)

        def work(tx: JournalTx) -> None:
            if isinstance(decision, Rewind):
                tx.rewind(decision.through)
                if decision.from_start_of_feed:
                    tx.set_meta("feed_after", "0")
            tx.acknowledge(decision.through, floor)
            tx.set_meta("epoch", str(decision.epoch))
            tx.set_meta("time_floor", str(floor))
            tx.hold(_held(ack), floor)
            if tx.meta("stopped") == REVOKED:
                tx.clear_meta("stopped")  # a person made the kiosk active again

        self._journal.write(work)

    def _stop(self, reason: str, ack: Ack) -> None:
        """Take no filings any more. What is wrong with the disk outlives a revocation."""
        floor = self._clock.heard(ack.time)

        def work(tx: JournalTx) -> None:
            tx.hold(_held(ack), floor)
            if reason != REVOKED or tx.meta("stopped") is None:
                tx.set_meta("stopped", reason)

        self._journal.write(work)

    def _kiosk_no(self) -> int:
        number = self._number("kiosk_no")
        if not number:
            raise Refused("E-HB-04", "这台机器还没登记：请先用 kiosk enrol 登记")
        return number

    def _through(self) -> int:
        return self._number("through")

    def _number(self, key: Literal["kiosk_no", "through", "epoch"]) -> int:
        return int(self._journal.meta(key) or 0)


def _held(ack: Ack) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(one) for one in ack.held)
