"""Letting go of headers after two years: a signed entry says which, and the chain stays whole.

The hub has every header for ever. What the entry says is `journal/checkpoint.py`.
Source: sync.md §16.
"""

import msgspec

from kiosk.journal.author import Author, EntryDraft
from kiosk.journal.boot import key_at, keys_of
from kiosk.journal.checkpoint import TYPE, Checkpoint
from kiosk.journal.outbox import DAY_MS, header_limit_ms
from kiosk.ports.journal import JournalTx

STEP_DAYS = 30
"""Headers go in steps of so many days, so that there are few checkpoints."""


def prune(tx: JournalTx, author: Author, floor_ms: int) -> int:
    """Let go of the oldest headers, if it is time; return how many went.

    Only from the beginning, up to the first that is not acknowledged for two years, or that a
    filing or an attachment still belongs to.

    Args:
        tx: the transaction.
        author: writes the checkpoint.
        floor_ms: the time floor.
    """
    limit_ms = header_limit_ms(floor_ms)
    first, last = tx.start()[0] + 1, tx.ripe(limit_ms)
    if last < first or tx.ripe(limit_ms - STEP_DAYS * DAY_MS) < first:
        return 0
    said = Checkpoint(
        first=first,
        last=last,
        head=(tx.hash_at(last) or b"").hex(),
        key=key_at(keys_of(tx), last + 1).hex(),
    )
    author.append(tx, EntryDraft(type=TYPE, body=msgspec.json.encode(said)))
    tx.prune(last)
    return last - first + 1
