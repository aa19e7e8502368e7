"""What a frozen journal still owes: entries that its number can no longer add are set aside.

A journal is frozen when its disk was not the one that the hub knew; a new one goes on beside it.
Source: sync.md §9.3, point 5.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Literal

from kiosk.domain.errors import InputError, Refused, Unavailable
from kiosk.files import compress, decompress
from kiosk.journal.boot import flaw_after
from kiosk.journal.entry import ZERO_HASH, read_header
from kiosk.ports.crypto import Suite
from kiosk.ports.journal import Attachments, JournalStore, JournalTx, KeptEntry
from kiosk.sync.blobs_up import BlobsUp
from kiosk.sync.clock import SyncClock
from kiosk.sync.owed import delivery_of, owed, record_of
from kiosk.sync.request_keys import NOT_THIS_KEY, ask_once
from kiosk.sync.trust import AnswerTrust
from kiosk.wire import batch
from kiosk.wire.messages import Ack, BatchPrefix
from kiosk.wire.protocol import HubProtocol
from kiosk.wire.signed import Signed


class FrozenUp:
    """Delivers one frozen journal and its attachments.

    Args:
        journal: the frozen journal.
        files: the attachments of this machine.
        hub: where to, signed with the key that the journal had.
        trust: opens its answers.
        remember: shows a hub that forgot this number its own answer.
        find_key: does something, signed by each key of the journal until the hub knows one.
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
        find_key: Callable[[Callable[[], object]], None] = ask_once,
    ) -> None:
        self._journal = journal
        self._blobs_up = BlobsUp(journal, files, hub, trust, clock)
        self._hub = hub
        self._trust = trust
        self._remember = remember
        self._find_key = find_key
        self._clock = clock
        self._app = app

    def deliver(self) -> bool:
        """Send what the hub neither chained nor set aside; tell whether nothing is left.

        An entry that was damaged on this disk stays: those behind it are sent all the same.

        Raises:
            Unavailable: the hub cannot be reached or is not to be believed.
            Refused: the kiosk is revoked: a person must carry the file.
        """
        self._probe()
        after = 0
        while due := owed(self._journal, after):
            entries = delivery_of(self._journal, due)
            taken = self._exchange(entries)
            refused = next((one for one in entries if not taken(one)), None)
            after = max(due[0].seq, (refused or entries[-1]).seq)
        self._blobs_up.deliver()
        return not owed(self._journal) and not self._journal.blobs(pending=True)

    def batches(self, suite: Suite) -> Iterator[bytes]:
        """Yield every delivery that is due, for a carrier that brings answers later.

        A delivery ends at an entry that was damaged here: the hub takes none behind it.
        """
        after = 0
        while due := owed(self._journal, after):
            entries = delivery_of(self._journal, due)
            is_bad = (flaw_after(self._journal, suite, one.seq - 1, 1) for one in entries)
            sound = next((n for n, flaw in enumerate(is_bad) if flaw is not None), len(entries))
            entries = entries[: sound + 1]
            yield self._packed(entries)
            after = max(due[0].seq, entries[-1].seq)

    def take_answer(self, signed: Signed, packed: bytes) -> None:
        """Take in what the hub answered to a delivery that was carried; again changes nothing.

        Raises:
            InputError: the delivery is none.
            Unavailable: the answer is not to be believed, or is to another delivery.
            Refused: the kiosk is revoked: a person must carry the file.
        """
        ack = self._trust.open(signed, "ack", Ack)
        self._check(ack, packed)
        _, records = batch.decode(decompress(packed, batch.MAX_BYTES))
        found = map(self._kept, records)
        entries = tuple(one for one in found if one is not None)
        is_old = ack.epoch == self._number("epoch") and ack.through < self._number("through")
        self._take_in(ack, entries, is_old=is_old)

    def _probe(self) -> None:
        """Ask first: a hub that came back from a backup may have lost what it had."""
        try:
            self._exchange(())
        except (Refused, InputError) as refused:
            if refused.code not in ("hub.unknown", NOT_THIS_KEY):
                raise
            if refused.code == "hub.unknown":
                self._remember()
            self._find_key(lambda: self._exchange(()))

    def _exchange(self, entries: tuple[KeptEntry, ...]) -> Callable[[KeptEntry], bool]:
        """Send entries, take the answer in, and return what tells whether the hub has one now."""
        packed = self._packed(entries)
        ack = self._trust.open(self._hub.journal(packed), "ack", Ack)
        self._check(ack, packed)
        return self._take_in(ack, entries)

    def _take_in(
        self, ack: Ack, entries: tuple[KeptEntry, ...], *, is_old: bool = False
    ) -> Callable[[KeptEntry], bool]:
        """Keep what an answer says; `is_old`: the hub is known to be further by now."""
        floor, known = self._clock.heard(ack.time), self._number("epoch")
        head = self._journal.hash_at(ack.through) if ack.through else ZERO_HASH
        is_ours = head is not None and head.hex() == ack.head
        is_gap = ack.stop is not None and ack.stop.reason == "gap"
        held = {bytes.fromhex(one) for one in ack.held}
        if ack.stop is None and not held:  # kept whole, in the chain, whoever wrote its end
            held = {entry.hash for entry in entries}

        def work(tx: JournalTx) -> None:
            if not is_old and (ack.epoch > known or is_gap):
                tx.rewind(ack.through if is_ours else 0)
                tx.set_meta("epoch", str(ack.epoch))
            if not is_old and is_ours:
                tx.acknowledge(ack.through, floor)
            tx.hold(tuple(held), floor)

        self._journal.write(work)
        return lambda one: one.hash in held or (is_ours and one.seq <= ack.through)

    def _kept(self, record: batch.Record) -> KeptEntry | None:
        """Return the entry that a delivery had; None for one that was damaged when it was sent."""
        try:
            seq = read_header(record.header).seq
        except InputError:
            return None
        found = self._journal.entries(seq - 1, 1)
        return next((one for one in found if one.header == record.header), None)

    def _packed(self, entries: tuple[KeptEntry, ...]) -> bytes:
        return compress(batch.encode(self._prefix(), map(record_of, entries)))

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
