"""Counts of one local day: visits, lists, searches without a result. No words, no times, nobody.

They stand in the journal's meta until the day is over and then become one `stats.day` entry.
Source: sync.md §15.
"""

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiosk.journal.author import Author, EntryDraft
from kiosk.ports.journal import JournalTx
from kiosk.services.tally import Counted


class DayCounts(Struct, frozen=True, kw_only=True):
    """What happened on a day, written YYYYMMDD; the body of a `stats.day` entry."""

    day: str
    visits: int = 0
    lists: int = 0
    misses: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.visits or self.lists or self.misses)


def settle(tx: JournalTx, author: Author, seen: tuple[Counted, ...], today: str) -> bool:
    """Add counts to their day; a day that is over becomes an entry.

    Args:
        tx: the transaction.
        author: writes the entry.
        seen: what was counted since the last time; belongs to the day of that time.
        today: the local day, YYYYMMDD.

    Returns:
        Whether an entry was written.
    """
    kept = tx.meta("day_counts")
    counts = msgspec.json.decode(kept, type=DayCounts) if kept else DayCounts(day=today)
    for what in seen:
        counts = replace(counts, **{what: getattr(counts, what) + 1})
    is_over = counts.day != today and not counts.is_empty
    if is_over:
        author.append(tx, EntryDraft(type="stats.day", body=msgspec.json.encode(counts) + b"\n"))
    if counts.day != today:
        counts = DayCounts(day=today)
    tx.set_meta("day_counts", msgspec.json.encode(counts).decode())
    return is_over
