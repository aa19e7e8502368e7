"""Attachments up: in ranges, resumed where the hub stands, never holding up an entry.

Source: sync.md §5, "Attachments".
"""

from kiosk.domain.errors import InputError, Unavailable
from kiosk.ports.journal import Attachments, JournalStore, KeptBlob
from kiosk.wire.protocol import HubProtocol

RANGE_BYTES = 256 * 1024
TRIES = 2


class BlobsUp:
    """Delivers the attachments of acknowledged entries.

    Args:
        journal: knows which are missing.
        files: has them, sealed.
        hub: where to.
    """

    def __init__(self, journal: JournalStore, files: Attachments, hub: HubProtocol) -> None:
        self._journal = journal
        self._files = files
        self._hub = hub

    def deliver(self) -> int:
        """Send what is missing; return how many attachments are whole now that were not.

        One that cannot be sent is left for the next pass; the others are sent all the same.

        Raises:
            Unavailable: the hub cannot be reached.
        """
        done = 0
        for blob in self._journal.blobs(pending=True):
            try:
                done += self._send(blob)
            except InputError:
                continue  # not known there yet, or damaged here: the next pass asks again
        return done

    def _send(self, blob: KeptBlob) -> bool:
        for _ in range(TRIES):
            have = self._hub.blob_offset(blob.sha256)
            while have < blob.len:
                size = min(RANGE_BYTES, blob.len - have)
                data = self._files.read(blob.path, have, size)
                try:
                    now = self._hub.put_blob(blob.sha256, have, blob.len, data)
                except InputError as error:
                    if error.code == "blob.hash":
                        break  # the pieces were spoilt on the way: once more from the start
                    raise
                if now <= have:
                    raise Unavailable("sync.stuck", "中心没有收下附件：稍后再送")
                have = now
            else:
                self._journal.write(lambda tx: tx.set_uploaded(blob.sha256, blob.len))
                return True
        return False
