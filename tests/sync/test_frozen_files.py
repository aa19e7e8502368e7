"""What a kiosk lets go of by itself, wired as it runs, and what it keeps of a frozen journal."""

from pathlib import Path

from kiosk.journal.author import EntryDraft
from kiosk.journal.outbox import DAY_MS, HEADER_DAYS
from kiosk.services.pruning import STEP_DAYS
from kiosk.store.frozen_journals import NEXT_JOURNAL, NEXT_KEY, freeze
from tests.faults.office import FaultOffice
from tests.journals import DEVICE, KIOSK_NO, an_author, open_journal


def test_attachments_of_a_frozen_journal_survive_the_next_start(tmp_path: Path) -> None:
    office = FaultOffice(tmp_path)
    office.enrol()
    office.submit(b"picture")
    office.close()
    kept = set((tmp_path / "attachments").iterdir())
    (tmp_path / NEXT_KEY).write_bytes(DEVICE.sign(b"x")[:32])
    (tmp_path / "next").mkdir()
    open_journal(tmp_path / "next").close()
    (tmp_path / "next" / "journal.db").replace(tmp_path / NEXT_JOURNAL)
    freeze(tmp_path, KIOSK_NO)
    again = FaultOffice(tmp_path)
    assert again.records.journal.tip()[0] == 0
    assert set((tmp_path / "attachments").iterdir()) == kept and kept
    again.close()


def test_the_oldest_headers_go_on_a_usual_day(tmp_path: Path) -> None:
    office = FaultOffice(tmp_path)
    office.enrol()
    note, author = EntryDraft(type="health"), an_author()
    for _ in range(3):
        office.records.journal.write(lambda tx: author.append(tx, note))
    had_ms = office.records.time.floor_ms()
    office.records.journal.write(lambda tx: tx.acknowledge(2, had_ms))
    office.records.time.raised(had_ms + (HEADER_DAYS + STEP_DAYS + 1) * DAY_MS)
    office.records.housekeeping.tidy()
    assert [entry.seq for entry in office.records.journal.entries(0, 9)] == [3, 4]
    office.close()
    again = FaultOffice(tmp_path)
    assert again.records.journal.start()[0] == 2
    assert again.submit().seq == 5
    again.close()


def test_a_kiosk_that_was_stopped_keeps_what_it_has(tmp_path: Path) -> None:
    office = FaultOffice(tmp_path)
    office.enrol()
    note, author = EntryDraft(type="health"), an_author()
    office.records.journal.write(lambda tx: author.append(tx, note))
    had_ms = office.records.time.floor_ms()
    office.records.journal.write(lambda tx: tx.acknowledge(1, had_ms))
    office.records.journal.write(lambda tx: tx.set_meta("stopped", "fork"))
    office.records.time.raised(had_ms + 2_000 * DAY_MS)
    office.records.housekeeping.tidy()
    assert office.records.journal.tip()[0] == 1
    office.close()
