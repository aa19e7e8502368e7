"""What a kiosk forgets of filings, and when: once a day, on a lower bound of the time.

How long things are kept is `journal/outbox.py`. Headers and chain stay. Source: sync.md §16.
"""

from msgspec import Struct

from kiosk.journal.outbox import body_limit_ms, file_limit_ms, stub_limit_ms
from kiosk.ports.journal import Attachments, JournalReader, JournalStore, JournalTx

PAGE = 500


class Forgotten(Struct, frozen=True, kw_only=True):
    """How many sealed bodies, sealed files and finished filings were let go of."""

    bodies: int
    files: int
    stubs: int


class Retention:
    """Forgets on one kiosk.

    Args:
        journal: the memory.
        attachments: the sealed files beside it.
    """

    def __init__(self, journal: JournalStore, attachments: Attachments) -> None:
        self._journal = journal
        self._attachments = attachments

    def run(self, floor_ms: int, *, pressed: bool) -> Forgotten:
        """Forget everything that may go now; a file goes after the transaction that dropped it.

        A power cut in between leaves a file that nothing names: the next start removes it.

        Args:
            floor_ms: the time floor; the clock on the wall may show any year.
            pressed: whether the disk is short of room.

        Raises:
            Unavailable: the disk does not answer.
        """

        def work(tx: JournalTx) -> tuple[int, tuple[str, ...], int]:
            return (
                tx.purge(body_limit_ms(floor_ms, pressed=pressed)),
                tx.purge_blobs(file_limit_ms(floor_ms)),
                tx.purge_stubs(stub_limit_ms(floor_ms)),
            )

        bodies, paths, stubs = self._journal.write(work)
        for path in paths:
            self._attachments.drop(path)
        return Forgotten(bodies=bodies, files=len(paths), stubs=stubs)


def settled_at(journal: JournalReader) -> int | None:
    """Return since when a hub has all of a journal, on the time floor; None: it does not.

    0 for a journal without entries. What waits for a person at the hub is there.
    """
    if journal.blobs(pending=True):
        return None
    newest, through, page = 0, int(journal.meta("through") or 0), journal.entries(0, PAGE)
    while page:
        for entry in page:
            if entry.acked_at is None or (entry.state != "held" and entry.seq > through):
                return None
            newest = max(newest, entry.acked_at)
        page = journal.entries(page[-1].seq, PAGE)
    return newest
