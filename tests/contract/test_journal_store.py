"""What every `JournalStore` promises: the file with its writer thread and the one in memory."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from kiosk.domain.errors import Bug, Unavailable
from kiosk.journal.entry import ZERO_HASH
from kiosk.ports.journal import (
    Attachments,
    FilingStub,
    JournalStore,
    JournalTx,
    KeptBlob,
    KeptEntry,
)
from kiosk.store.attachments import SealedFiles
from tests.fakes.journal import MemoryAttachments, MemoryJournal
from tests.journals import open_journal

Write = Callable[..., None]


@pytest.fixture(params=["sqlite", "memory"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[JournalStore]:
    store: Any = MemoryJournal() if request.param == "memory" else open_journal(tmp_path)
    yield store
    store.close()


@pytest.fixture(params=["files", "memory"])
def attachments(request: pytest.FixtureRequest, tmp_path: Path) -> Attachments:
    return MemoryAttachments() if request.param == "memory" else SealedFiles(tmp_path)


def digest(seq: int) -> bytes:
    return hashlib.sha256(b"%d" % seq).digest()


def entry(seq: int) -> KeptEntry:
    return KeptEntry(
        seq=seq,
        hash=digest(seq),
        header=b'{"type":"health"}',
        sig=bytes(64),
        body=b"body",
        state="kept",
    )


def stub(seq: int) -> FilingStub:
    return FilingStub(
        receipt=f"{seq:016}",
        seq=seq,
        item_id="topic/a",
        item_name="甲",
        status="filed",
        filed_day="20261121",
        slip="s",
        qv="q",
        at_ms=5,
        pending_code="12345678",
        need=("id-card",),
    )


def blob(seq: int) -> KeptBlob:
    return KeptBlob(sha256=f"{seq:064}", seq=seq, path=f"attachments/{seq}", len=100)


def fill(journal: JournalStore, count: int) -> None:
    """Keep entries from 1 on, each a filing with an attachment."""

    def work(tx: JournalTx) -> None:
        for seq in range(1, count + 1):
            tx.append(entry(seq))
            tx.put_stub(stub(seq))
            tx.add_blob(blob(seq))

    journal.write(work)


def states(journal: JournalStore) -> list[str]:
    return [one.state for one in journal.entries(0, 99)]


def statuses(journal: JournalStore, count: int) -> list[str]:
    return [journal.stub(f"{seq:016}").status for seq in range(1, count + 1)]  # type: ignore[union-attr]


def test_an_empty_journal(journal: JournalStore) -> None:
    assert journal.tip() == (0, ZERO_HASH)
    assert journal.hash_at(1) is None and journal.meta("kiosk_no") is None
    assert journal.entries(0, 9) == () and journal.blobs(pending=False) == ()
    assert journal.last_stub() is None and journal.stub("0" * 16) is None
    assert journal.waiting() == 0


def test_what_was_written_is_read(journal: JournalStore) -> None:
    fill(journal, 3)
    assert journal.tip() == (3, digest(3))
    assert journal.hash_at(2) == digest(2)
    assert journal.entries(1, 1) == (entry(2),)
    assert journal.stub(stub(2).receipt) == stub(2) and journal.last_stub() == stub(3)
    assert journal.blobs(pending=False) == (blob(1), blob(2), blob(3))
    journal.write(lambda tx: tx.set_meta("site", "a"))
    journal.write(lambda tx: tx.set_meta("site", "b"))
    assert journal.meta("site") == "b"


def test_a_transaction_reads_what_it_wrote(journal: JournalStore) -> None:
    def work(tx: JournalTx) -> tuple[int, bytes]:
        tx.append(entry(1))
        return tx.tip()

    assert journal.write(work) == (1, digest(1))


def test_an_error_leaves_nothing_behind(journal: JournalStore) -> None:
    fill(journal, 1)

    def work(tx: JournalTx) -> None:
        tx.append(entry(2))
        tx.set_meta("filings", "2")
        raise Unavailable("x", "y")

    with pytest.raises(Unavailable):
        journal.write(work)
    assert journal.tip()[0] == 1 and journal.meta("filings") is None
    journal.write(lambda tx: tx.append(entry(2)))
    assert journal.tip()[0] == 2


def test_numbers_have_no_gap(journal: JournalStore) -> None:
    with pytest.raises(Bug):
        journal.write(lambda tx: tx.append(entry(2)))
    assert journal.tip()[0] == 0


def test_an_acknowledgement_delivers(journal: JournalStore) -> None:
    fill(journal, 3)
    assert journal.waiting() == 3 and journal.blobs(pending=True) == ()
    journal.write(lambda tx: tx.acknowledge(2, 7))
    assert states(journal) == ["acknowledged", "acknowledged", "kept"]
    assert statuses(journal, 3) == ["delivered", "delivered", "filed"]
    assert journal.meta("through") == "2" and journal.waiting() == 1
    assert journal.blobs(pending=True) == (blob(1), blob(2))
    journal.write(lambda tx: tx.set_uploaded(blob(1).sha256, 100, 9))
    journal.write(lambda tx: tx.set_uploaded(blob(2).sha256, 99, 9))
    assert [one.seq for one in journal.blobs(pending=True)] == [2]


def test_only_what_was_acknowledged_before_an_instant_is_forgotten(journal: JournalStore) -> None:
    fill(journal, 3)
    journal.write(lambda tx: tx.acknowledge(1, 7))
    journal.write(lambda tx: tx.acknowledge(2, 8))
    assert journal.write(lambda tx: tx.purge(8)) == 1
    assert states(journal) == ["purged", "acknowledged", "kept"]
    assert [one.body for one in journal.entries(0, 9)] == [None, b"body", b"body"]
    assert journal.write(lambda tx: tx.purge(8)) == 0


def test_a_rewind_sends_again_what_was_acknowledged(journal: JournalStore) -> None:
    fill(journal, 4)
    journal.write(lambda tx: tx.acknowledge(2, 7))
    journal.write(lambda tx: tx.purge(8))
    journal.write(lambda tx: tx.acknowledge(4, 9))
    for seq in range(1, 5):
        journal.write(lambda tx, seq=seq: tx.set_uploaded(blob(seq).sha256, 100, 9))  # type: ignore[misc]
    journal.write(lambda tx: tx.rewind(1))
    assert states(journal) == ["purged", "purged", "kept", "kept"]
    assert statuses(journal, 4) == ["delivered", "filed", "filed", "filed"]
    assert [one.uploaded for one in journal.blobs(pending=False)] == [0, 0, 0, 0]
    assert journal.meta("through") == "1" and journal.waiting() == 3


def test_an_entry_that_is_held_waits_for_a_person(journal: JournalStore) -> None:
    fill(journal, 3)
    journal.write(lambda tx: tx.acknowledge(1, 7))
    journal.write(lambda tx: tx.hold((digest(2), bytes(32)), 9))
    assert states(journal) == ["acknowledged", "held", "kept"]
    assert statuses(journal, 3) == ["delivered", "held", "filed"]
    assert journal.waiting() == 1
    assert [one.seq for one in journal.blobs(pending=True)] == [1, 2]


def test_what_is_delivered_is_not_set_aside(journal: JournalStore) -> None:
    fill(journal, 2)
    journal.write(lambda tx: tx.acknowledge(1, 7))
    journal.write(lambda tx: tx.hold((digest(1), digest(2)), 9))
    assert states(journal) == ["acknowledged", "held"]
    assert statuses(journal, 2) == ["delivered", "held"]


def test_a_rewind_sends_again_what_was_set_aside(journal: JournalStore) -> None:
    fill(journal, 3)
    journal.write(lambda tx: tx.acknowledge(1, 7))
    journal.write(lambda tx: tx.hold((digest(2), digest(3)), 9))
    journal.write(lambda tx: tx.rewind(1))
    assert states(journal) == ["acknowledged", "kept", "kept"]
    assert statuses(journal, 3) == ["delivered", "filed", "filed"]
    assert journal.waiting() == 2


def test_what_is_set_aside_does_not_wait_whatever_its_status_was(journal: JournalStore) -> None:
    fill(journal, 2)
    journal.write(lambda tx: tx.put_stub(structs.replace(stub(2), status="accepted")))
    journal.write(lambda tx: tx.hold((digest(2),), 9))
    assert journal.waiting() == 1


def test_attachments_are_read_in_pieces_and_orphans_go(attachments: Attachments) -> None:
    one, two = attachments.keep(b"abcdef"), attachments.keep(b"xyz")
    assert attachments.read(one, 2, 3) == b"cde"
    with pytest.raises(Unavailable):
        attachments.read(one, 4, 3)
    assert attachments.drop_all_but(frozenset({one})) == 1
    assert attachments.read(one, 0, 6) == b"abcdef"
    with pytest.raises(Unavailable):
        attachments.read(two, 0, 3)
