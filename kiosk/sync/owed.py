"""What a journal still owes its hub: entries that it neither chained nor set aside, in order.

Which answer changes that is `journal/outbox.py`; sending is `journal_up.py` and `frozen_up.py`.
"""

from kiosk.journal.boot import keys_of
from kiosk.journal.outbox import batch_of
from kiosk.ports.journal import JournalReader, KeptEntry
from kiosk.wire.batch import MAX_ENTRIES, Record


def owed(journal: JournalReader, after: int = 0) -> tuple[KeptEntry, ...]:
    """Return the next entries that are owed, behind a number; those whose body went as well."""
    after = max(after, int(journal.meta("through") or 0))
    while found := journal.entries(after, MAX_ENTRIES):
        due = tuple(entry for entry in found if entry.state != "held")
        if due:
            return due
        after = found[-1].seq
    return ()


def delivery_of(journal: JournalReader, due: tuple[KeptEntry, ...]) -> tuple[KeptEntry, ...]:
    """Return as many as one delivery holds, behind the new keys that the hub may not know yet.

    A key whose entry was set aside is in no chain: without it the hub could not tell who signed
    what follows.
    """
    entries = (*_new_keys(journal, due[0].seq), *due)
    return entries[: sum(1 for _ in batch_of(map(record_of, entries)))]


def record_of(entry: KeptEntry) -> Record:
    """Return an entry as it travels."""
    return Record(header=entry.header, sig=entry.sig, body=entry.body)


def _new_keys(journal: JournalReader, before: int) -> tuple[KeptEntry, ...]:
    """Return the entries not acknowledged, before a number, that made a new key valid."""
    through = int(journal.meta("through") or 0)
    turns = (since - 1 for since, _ in keys_of(journal))
    seqs = [seq for seq in turns if through < seq < before]
    return tuple(entry for seq in seqs for entry in journal.entries(seq - 1, 1))
