"""What a frozen journal still owes: entries that its number can no longer add are set aside.

A journal is frozen when its disk was not the one that the hub knew; a new one goes on beside it.
Source: sync.md §9.3, point 5.
"""

import hashlib
from collections.abc import Callable
from typing import Literal

from kiosk.domain.errors import Refused, Unavailable
from kiosk.files import compress
from kiosk.journal.entry import ZERO_HASH
from kiosk.journal.outbox import batch_of
from kiosk.ports.journal import Attachments, JournalStore, JournalTx, KeptEntry
from kiosk.sync.blobs_up import BlobsUp
from kiosk.sync.clock import SyncClock
from kiosk.sync.trust import AnswerTrust
from kiosk.wire import batch
from kiosk.wire.batch import MAX_ENTRIES, Record
from kiosk.wire.messages import Ack, BatchPrefix
from kiosk.wire.protocol import HubProtocol


class FrozenUp:
    """Delivers one frozen journal and its attachments.

    Args:
        journal: the frozen journal.
        files: the attachments of this machine.
        hub: where to, signed with the key that the journal had.
        trust: opens its answers.
        remember: shows a hub that forgot this number its own answer.
        clock: the time as it is known here.
        app: the version of the program.
    """

    def __init__(
        self,
        *,
        journal: JournalStore,
        files: Attachments,
        hub: HubProtocol,
        trust: AnswerTrust,
        remember: Callable[[], None],
        clock: SyncClock,
        app: str,
    ) -> None:
        self._journal = journal
        self._blobs_up = BlobsUp(journal, files, hub, trust)
        self._hub = hub
        self._trust = trust
        self._remember = remember
        self._clock = clock
        self._app = app

    def deliver(self) -> bool:
        """Send what the hub neither chained nor set aside; tell whether nothing is left.

        Raises:
            Unavailable: the hub cannot be reached or is not to be believed.
            Refused: the kiosk is revoked: a person must carry the file.
        """
        self._probe()
        after = 0
        while kept := self._owed(after):
            records = tuple(batch_of(Record(header=e.header, sig=e.sig, body=e.body) for e in kept))
            sent = kept[: len(records)]
            after = sent[-1].seq
            self._exchange(records, tuple(entry.hash for entry in sent))
        self._blobs_up.deliver()
        return not self._owed(0) and not self._journal.blobs(pending=True)

    def _probe(self) -> None:
        """Ask first: a hub that came back from a backup may have lost what it had."""
        try:
            self._exchange((), ())
        except Refused as refused:
            if refused.code != "hub.unknown":
                raise
            self._remember()
            self._exchange((), ())

    def _owed(self, after: int) -> tuple[KeptEntry, ...]:
        found = self._journal.entries(after, MAX_ENTRIES)
        while found and all(entry.state != "kept" for entry in found):
            found = self._journal.entries(found[-1].seq, MAX_ENTRIES)
        return tuple(entry for entry in found if entry.state == "kept")

    def _exchange(self, records: tuple[Record, ...], sent: tuple[bytes, ...]) -> None:
        packed = compress(batch.encode(self._prefix(), records))
        ack = self._trust.open(self._hub.journal(packed), "ack", Ack)
        self._check(ack, packed)
        floor, known = self._clock.heard(ack.time), self._number("epoch")
        head = self._journal.hash_at(ack.through) if ack.through else ZERO_HASH
        is_ours = head is not None and head.hex() == ack.head
        # A delivery that did not stop is kept whole, in the chain or aside, whoever wrote its end.
        held = sent if ack.stop is None else tuple(bytes.fromhex(one) for one in ack.held)

        def work(tx: JournalTx) -> None:
            if ack.epoch > known:
                tx.rewind(ack.through if is_ours else 0)
                tx.set_meta("epoch", str(ack.epoch))
            if is_ours:
                tx.acknowledge(ack.through, floor)
            tx.hold(held)

        self._journal.write(work)

    def _check(self, ack: Ack, packed: bytes) -> None:
        """Refuse an answer to something else, from before a restore, or to a revoked kiosk."""
        said = (ack.kiosk_no, ack.req)
        if said != (self._number("kiosk_no"), hashlib.sha256(packed).hexdigest()):
            raise Unavailable("sync.untrusted", "回答的不是这次请求")
        if ack.epoch < self._number("epoch"):
            raise Unavailable("sync.untrusted", "中心的回答来自恢复以前")
        if ack.stop is not None and ack.stop.reason == "revoked":
            raise Refused("hub.revoked", "原来的号码已经停用：没送到的请联系中心")

    def _prefix(self) -> BatchPrefix:
        through, now = self._number("through"), self._clock.read()
        return BatchPrefix(
            kiosk_no=self._number("kiosk_no"),
            through=through,
            head=(self._journal.hash_at(through) or ZERO_HASH).hex(),
            boot_id=now.boot_id,
            t_mono=now.mono_ms,
            t_wall=now.wall_ms,
            app=self._app,
        )

    def _number(self, key: Literal["kiosk_no", "through", "epoch"]) -> int:
        return int(self._journal.meta(key) or 0)
