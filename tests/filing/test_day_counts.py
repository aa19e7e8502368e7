"""One entry a day, of numbers alone."""

import msgspec

from kiosk.journal.entry import read_header
from kiosk.services.day_counts import DayCounts, settle
from kiosk.services.tally import Counted, Tally
from kiosk.store.journal_db import SqliteJournalStore
from tests.filing.conftest import Office
from tests.journals import an_author


def close(journal: SqliteJournalStore, today: str, *seen: Counted) -> bool:
    return journal.write(lambda tx: settle(tx, an_author(), seen, today))


def test_a_day_becomes_one_entry_when_it_is_over(office: Office) -> None:
    journal = office.journal
    assert not close(journal, "20261121", "visits", "visits", "lists")
    assert not close(journal, "20261121", "misses")
    assert journal.tip()[0] == 0
    assert close(journal, "20261122", "visits")
    (entry,) = journal.entries(0, 9)
    assert read_header(entry.header).type == "stats.day"
    assert entry.body is not None and entry.body.endswith(b"\n")
    told = msgspec.json.decode(entry.body, type=DayCounts)
    assert told == DayCounts(day="20261121", visits=3, lists=1, misses=1)
    assert not close(journal, "20261122")
    assert not close(journal, "20261123")  # nobody came: nothing to tell
    assert journal.tip()[0] == 1


def test_what_was_taken_is_not_counted_again() -> None:
    tally = Tally()
    tally.count("visits")
    tally.count("lists")
    assert tally.take() == ("visits", "lists")
    assert tally.take() == ()
