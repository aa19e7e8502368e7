"""What is forgotten, and when, on a clock that only the test moves."""

from pathlib import Path

from msgspec.structs import replace

from kiosk.journal.outbox import DAY_MS
from kiosk.services.retention import Forgotten, Retention
from kiosk.store.attachments import SealedFiles
from tests.filing.conftest import Office
from tests.filing.test_submit import JPEG, answered
from tests.journals import TODAY

NOTHING = Forgotten(bodies=0, files=0, stubs=0)
ACKED_MS = 100 * DAY_MS


def filed(office: Office) -> str:
    """File a form with one picture; return its receipt."""
    form = replace(answered(office, "elder-allowance"), signature="signature.jpg")
    return office.filing.submit(form, TODAY, lambda name: JPEG).receipt


def retention(office: Office) -> Retention:
    return Retention(office.journal, SealedFiles(office.folder))


def files(folder: Path) -> list[Path]:
    return list((folder / "attachments").iterdir())


def test_nothing_goes_that_the_hub_does_not_have(office: Office) -> None:
    receipt = filed(office)
    assert retention(office).run(10_000 * DAY_MS, pressed=True) == NOTHING
    assert len(files(office.folder)) == 1
    assert office.journal.stub(receipt) is not None


def test_body_and_file_go_in_their_time_and_the_receipt_stays(office: Office) -> None:
    receipt = filed(office)
    office.journal.write(lambda tx: tx.acknowledge(1, ACKED_MS))
    forget = retention(office)
    week, month = ACKED_MS + 7 * DAY_MS, ACKED_MS + 30 * DAY_MS
    assert forget.run(week + 1, pressed=False) == NOTHING  # the file is still to be sent
    (blob,) = office.journal.blobs(pending=False)
    sent_ms = ACKED_MS + 20 * DAY_MS
    office.journal.write(lambda tx: tx.set_uploaded(blob.sha256, blob.len, sent_ms))
    assert forget.run(sent_ms + 7 * DAY_MS, pressed=False) == NOTHING
    gone = forget.run(sent_ms + 7 * DAY_MS + 1, pressed=False)
    assert gone == Forgotten(bodies=0, files=1, stubs=0)
    assert files(office.folder) == []
    assert forget.run(month, pressed=False) == NOTHING
    assert forget.run(month + 1, pressed=False) == Forgotten(bodies=1, files=0, stubs=0)
    (entry,) = office.journal.entries(0, 9)
    assert entry.body is None and entry.state == "purged"
    assert office.journal.stub(receipt) is not None


def test_a_disk_that_is_short_of_room_keeps_bodies_for_a_week(office: Office) -> None:
    filed(office)
    office.journal.write(lambda tx: tx.acknowledge(1, ACKED_MS))
    after = ACKED_MS + 7 * DAY_MS + 1
    assert retention(office).run(after, pressed=False).bodies == 0
    assert retention(office).run(after, pressed=True).bodies == 1


def test_a_finished_filing_is_forgotten_after_180_days(office: Office) -> None:
    done, open_ = filed(office), filed(office)
    for receipt, status in ((done, "done"), (open_, "needs_supplement")):
        stub = office.journal.stub(receipt)
        assert stub is not None
        ended = replace(stub, status=status, at_ms=ACKED_MS)
        office.journal.write(lambda tx, ended=ended: tx.put_stub(ended))  # type: ignore[misc]
    end = ACKED_MS + 180 * DAY_MS
    assert retention(office).run(end, pressed=False).stubs == 0
    assert retention(office).run(end + 1, pressed=False).stubs == 1
    assert office.journal.stub(done) is None and office.journal.stub(open_) is not None
