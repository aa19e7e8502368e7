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
    Diverged,
    Ignored,
    Outbox,
    Revoked,
    Rewind,
    batch_of,
    judge,
)
from kiosk.ports.journal import JournalStore, JournalTx, KeptEntry
from kiosk.sync.clock import SyncClock
from kiosk.sync.trust import AnswerTrust
from kiosk.wire import batch
from kiosk.wire.batch import MAX_ENTRIES, Record
from kiosk.wire.messages import Ack, BatchPrefix
from kiosk.wire.protocol import HubProtocol
from kiosk.wire.signed import Signed

MAX_ROUNDS = 100_000


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
        ack = self._exchange(())
        sent, last = 0, 0
        for _ in range(MAX_ROUNDS):
            kept = self._waiting(max(self._through(), last))
            records = tuple(batch_of(_record(entry) for entry in kept))
            if not records:
                break
            before, last = self._through(), kept[len(records) - 1].seq
            ack = self._exchange(records)
            sent += len(records)
            if self._through() == before and ack.stop is None and not ack.held:
                raise Unavailable("sync.stuck", "中心没有收下条目：稍后再送")
        return Delivered(
            head=self._journal.tip()[0],
            through=self._through(),
            sent=sent,
            retry_after_s=ack.retry_after,
        )

    def _waiting(self, after: int) -> tuple[KeptEntry, ...]:
        """Return entries that the hub has neither in the chain nor set aside."""
        found = self._journal.entries(after, MAX_ENTRIES)
        while found and all(entry.state == "held" for entry in found):
            found = self._journal.entries(found[-1].seq, MAX_ENTRIES)
        return tuple(entry for entry in found if entry.state != "held")

    def batches(self) -> Iterator[bytes]:
        """Yield every delivery that is due, for a carrier that brings answers later."""
        after = self._through()
        while kept := self._waiting(after):
            records = tuple(batch_of(_record(entry) for entry in kept))
            after = kept[len(records) - 1].seq
            yield self._packed(records)

    def take_answer(self, signed: Signed, packed: bytes) -> Ack:
        """Take in what the hub answered to a delivery, by whatever way it came.

        Raises:
            Unavailable: the answer is not to be believed, or is to another delivery.
            Refused: the kiosk is revoked, or its disk is not the one that the hub knows.
        """
        ack = self._trust.open(signed, "ack", Ack)
        self._take_in(ack, hashlib.sha256(packed).hexdigest())
        return ack

    def _exchange(self, records: tuple[Record, ...]) -> Ack:
        """Send one batch, take the answer in."""
        packed = self._packed(records)
        return self.take_answer(self._hub.journal(packed), packed)

    def _packed(self, records: tuple[Record, ...]) -> bytes:
        return compress(batch.encode(self._prefix(), records))

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

    def _take_in(self, ack: Ack, req: str) -> None:
        outbox = Outbox(
            kiosk_no=self._kiosk_no(),
            last=self._journal.tip()[0],
            through=self._through(),
            epoch=self._number("epoch"),
        )
        decision = judge(outbox, ack, req, self._journal.hash_at)
        match decision:
            case Ignored():
                raise Unavailable("sync.untrusted", decision.reason)
            case Revoked():
                self._stop("revoked", ack)
                raise Refused("hub.revoked", "这台机器已经停用：只能查清单，请联系中心")
            case Diverged():
                self._stop(decision.reason, ack)
                raise Refused(
                    "journal.diverged", "这台机器的记录和中心的对不上：已停止收件，要重新登记"
                )
            case Advance() | Rewind():
                self._apply(decision, ack)

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
            tx.hold(_held(ack))

        self._journal.write(work)

    def _stop(self, reason: str, ack: Ack) -> None:
        def work(tx: JournalTx) -> None:
            tx.hold(_held(ack))
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


def _record(entry: KeptEntry) -> Record:
    return Record(header=entry.header, sig=entry.sig, body=entry.body)


def _held(ack: Ack) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(one) for one in ack.held)
