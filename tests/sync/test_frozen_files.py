"""The files of a kiosk that has a frozen journal, at its next start."""

from pathlib import Path

from kiosk.store.frozen_journals import NEXT_JOURNAL, NEXT_KEY, freeze
from tests.faults.office import FaultOffice
from tests.journals import DEVICE, KIOSK_NO, open_journal


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
