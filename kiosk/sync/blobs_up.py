"""Attachments up: in ranges, resumed where the hub stands, never holding up an entry.

Source: sync.md §5, "Attachments".
"""

import hashlib
from functools import partial
from typing import Literal

from msgspec import Struct

from kiosk.domain.errors import InputError, Unavailable
from kiosk.ports.journal import Attachments, JournalStore, JournalTx, KeptBlob
from kiosk.sync.clock import SyncClock
from kiosk.sync.trust import AnswerTrust
from kiosk.wire.messages import BlobAnswer
from kiosk.wire.protocol import HubProtocol

RANGE_BYTES = 256 * 1024
UNREADABLE = "attachment.unreadable"


class Sent(Struct, frozen=True, kw_only=True):
    """How many attachments are whole at the hub now that were not, and how many never can be."""

    whole: int
    damaged: int

    def fault(self) -> Unavailable | None:
        """Return what a technician is told; None when all could be sent."""
        if not self.damaged:
            return None
        said = f"有{self.damaged}个附件在磁盘上坏了，送不出去：请联系技术支持，可能要请人补交"
        return Unavailable(UNREADABLE, said)


class BlobsUp:
    """Delivers the attachments of acknowledged entries.

    Args:
        journal: knows which are missing.
        files: has them, sealed.
        hub: where to.
        trust: opens its answers: an attachment is delivered when the hub has signed that it is.
        clock: says since when, on its floor.
    """

    def __init__(
        self,
        journal: JournalStore,
        files: Attachments,
        hub: HubProtocol,
        trust: AnswerTrust,
        clock: SyncClock,
    ) -> None:
        self._journal = journal
        self._files = files
        self._hub = hub
        self._trust = trust
        self._clock = clock

    def deliver(self) -> Sent:
        """Send what is missing.

        One that cannot be sent is left for the next pass; the others are sent all the same.

        Raises:
            Unavailable: the hub cannot be reached.
        """
        done = damaged = 0
        for blob in self._journal.blobs(pending=True):
            try:
                done += self._send(blob)
            except InputError:
                continue  # not known there yet, or damaged here: the next pass asks again
            except Unavailable as error:
                if error.code != UNREADABLE:
                    raise  # the hub is not there; a file that is gone keeps no other waiting
                damaged += 1
        return Sent(whole=done, damaged=damaged)

    def _send(self, blob: KeptBlob) -> bool:
        """Begin where the hub says to stand; when that was not so, once more from the start."""
        self._check(blob)
        hint = self._hub.blob_offset(blob.sha256)
        for start in (min(hint, blob.len - 1), 0):  # the last byte asks for the signature
            try:
                self._send_from(blob, start)
            except InputError as error:
                if error.code not in ("blob.hash", "blob.gap"):
                    raise
                continue
            self._journal.write(partial(_whole, blob=blob, at_ms=self._clock.floor_ms()))
            return True
        return False

    def _check(self, blob: KeptBlob) -> None:
        """Raise Unavailable for a file that the hub would throw away at its last byte."""
        data = self._files.read(blob.path, 0, blob.len)
        if hashlib.sha256(data).hexdigest() != blob.sha256:
            raise Unavailable(UNREADABLE, "一个附件坏了：请检查磁盘")

    def _send_from(self, blob: KeptBlob, have: int) -> None:
        while have < blob.len:
            size = min(RANGE_BYTES, blob.len - have)
            data = self._files.read(blob.path, have, size)
            now = self._put(blob, have, data)
            if now <= have:
                raise Unavailable("sync.stuck", "中心没有收下附件：稍后再送")
            have = now

    def _put(self, blob: KeptBlob, have: int, data: bytes) -> int:
        """Deliver a piece; return how far the hub is, by its signature."""
        signed = self._hub.put_blob(blob.sha256, have, blob.len, data)
        answer = self._trust.open(signed, "blob", BlobAnswer)
        said = (answer.kiosk_no, answer.sha256, answer.req)
        if said != (self._number("kiosk_no"), blob.sha256, hashlib.sha256(data).hexdigest()):
            raise Unavailable("sync.untrusted", "中心回答的不是这个附件，没有采用")
        if answer.epoch < self._number("epoch"):
            raise Unavailable("sync.untrusted", "中心的回答来自恢复以前")
        return answer.have

    def _number(self, key: Literal["kiosk_no", "epoch"]) -> int:
        return int(self._journal.meta(key) or 0)


def _whole(tx: JournalTx, blob: KeptBlob, at_ms: int) -> None:
    tx.set_uploaded(blob.sha256, blob.len, at_ms)
