"""What a frozen journal still owes: entries that its number can no longer add are set aside.

A journal is frozen when its disk was not the one that the hub knew; a new one goes on beside it.
Source: sync.md §9.3, point 5.
"""

import hashlib

from kiosk.domain.errors import Unavailable
from kiosk.files import compress
from kiosk.journal.entry import ZERO_HASH
from kiosk.journal.outbox import batch_of
from kiosk.ports.journal import JournalStore, JournalTx, KeptEntry
from kiosk.sync.clock import SyncClock
from kiosk.sync.trust import AnswerTrust
from kiosk.wire import batch
from kiosk.wire.batch import MAX_ENTRIES, Record
from kiosk.wire.messages import Ack, BatchPrefix
from kiosk.wire.protocol import HubProtocol


class FrozenUp:
    """Delivers one frozen journal.

    Args:
        journal: the frozen journal.
        hub: where to, signed with the key that the journal had.
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

    def deliver(self) -> bool:
        """Send what the hub neither chained nor set aside; tell whether nothing is left.

        Raises:
            Unavailable: the hub cannot be reached or is not to be believed.
            Refused: the kiosk is revoked: a person must carry the file.
        """
        after = 0
        while kept := self._owed(after):
            records = tuple(batch_of(Record(header=e.header, sig=e.sig, body=e.body) for e in kept))
            after = kept[len(records) - 1].seq
            self._exchange(records)
        return not self._owed(0)

    def _owed(self, after: int) -> tuple[KeptEntry, ...]:
        found = self._journal.entries(after, MAX_ENTRIES)
        while found and all(entry.state != "kept" for entry in found):
            found = self._journal.entries(found[-1].seq, MAX_ENTRIES)
        return tuple(entry for entry in found if entry.state == "kept")

    def _exchange(self, records: tuple[Record, ...]) -> None:
        packed = compress(batch.encode(self._prefix(), records))
        ack = self._trust.open(self._hub.journal(packed), "ack", Ack)
        if ack.req != hashlib.sha256(packed).hexdigest():
            raise Unavailable("sync.untrusted", "回答的不是这次请求")
        head = self._journal.hash_at(ack.through)
        is_ours = head is not None and head.hex() == ack.head

        def work(tx: JournalTx) -> None:
            if is_ours:
                tx.acknowledge(ack.through, self._clock.floor_ms())
            tx.hold(tuple(bytes.fromhex(one) for one in ack.held))

        self._journal.write(work)

    def _prefix(self) -> BatchPrefix:
        through, now = int(self._journal.meta("through") or 0), self._clock.read()
        return BatchPrefix(
            kiosk_no=int(self._journal.meta("kiosk_no") or 0),
            through=through,
            head=(self._journal.hash_at(through) or ZERO_HASH).hex(),
            boot_id=now.boot_id,
            t_mono=now.mono_ms,
            t_wall=now.wall_ms,
            app=self._app,
        )
