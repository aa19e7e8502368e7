"""Writing the next entry: what it says becomes a header that follows the tip, and is signed.

Which entries are written, and when, is decided by the services.
"""

from collections.abc import Callable

import msgspec
from msgspec import UNSET, Struct, UnsetType

from kiosk.journal.clock import Stamp
from kiosk.journal.entry import BlobRef, Entry, Header, make_entry
from kiosk.ports.crypto import Signer
from kiosk.ports.journal import JournalTx, KeptEntry


class EntryDraft(Struct, frozen=True, kw_only=True):
    """What an entry will say; the members are those of `Header`."""

    type: str
    body: bytes = b""
    blobs: tuple[BlobRef, ...] = ()
    receipt: str | UnsetType = UNSET
    item_id: str | UnsetType = UNSET
    item_sha256: str | UnsetType = UNSET
    shard: str | UnsetType = UNSET
    shard_ver: int | UnsetType = UNSET
    seal: str | UnsetType = UNSET
    qv: str | UnsetType = UNSET


class Author(Struct, frozen=True, kw_only=True):
    """Who writes in the journal of an enrolled kiosk.

    Args:
        kiosk_no: the number of this enrolment.
        signer: the device key.
        stamp: reads the clocks.
        app: the version of the program.
    """

    kiosk_no: int
    signer: Signer
    stamp: Callable[[], Stamp]
    app: str

    def append(self, tx: JournalTx, draft: EntryDraft) -> Entry:
        """Sign the next entry and add it to the transaction.

        Raises:
            BadEntry: the draft is too large for an entry.
        """
        entry = self._entry(tx.tip(), draft)
        tx.append(
            KeptEntry(
                seq=entry.seq,
                hash=entry.hash,
                header=entry.header,
                sig=entry.sig,
                body=entry.body,
                state="kept",
            )
        )
        return entry

    def _entry(self, tip: tuple[int, bytes], draft: EntryDraft) -> Entry:
        said = msgspec.structs.asdict(draft)
        body, suite = said.pop("body"), self.signer.suite
        fields = Header(
            suite=suite.number,
            kiosk_no=self.kiosk_no,
            seq=tip[0] + 1,
            prev=tip[1].hex(),
            body_sha256=suite.hash(body).hex(),
            body_len=len(body),
            app=self.app,
            **msgspec.structs.asdict(self.stamp()),
            **said,
        )
        return make_entry(fields, body, self.signer)
