import sqlite3
import threading
from pathlib import Path

import pytest

from kiosk.domain.errors import Bug, InputError, Unavailable
from kiosk.journal.author import EntryDraft
from kiosk.journal.chain import Tip, verify
from kiosk.journal.entry import read_entry
from kiosk.ports.journal import FilingStub, JournalTx, KeptBlob
from kiosk.sealing.suites import SUITES
from kiosk.store.journal_db import PRAGMAS, SqliteJournalStore
from tests.journals import DEVICE, MIGRATIONS, an_author, open_journal

AUTHOR = an_author()


def add(journal: SqliteJournalStore, body: bytes = b"{}") -> int:
    return journal.write(lambda tx: AUTHOR.append(tx, EntryDraft(type="health", body=body)).seq)


def a_stub(seq: int, receipt: str = "0042017000000164", **given: object) -> FilingStub:
    facts: dict[str, object] = {
        "receipt": receipt,
        "seq": seq,
        "item_id": "topic/x",
        "item_name": "高龄津贴",
        "status": "filed",
        "filed_day": "20261121",
        "slip": "s",
        "qv": "v",
        "at_ms": 1,
    }
    return FilingStub(**(facts | given))  # type: ignore[arg-type]


@pytest.fixture
def journal(tmp_path: Path):  # type: ignore[no-untyped-def]
    store = open_journal(tmp_path)
    yield store
    store.close()


def test_every_pragma_has_its_value(journal: SqliteJournalStore, tmp_path: Path) -> None:
    def read(tx: JournalTx) -> dict[str, object]:
        db = tx._db  # type: ignore[attr-defined]
        return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name, _ in PRAGMAS}

    assert journal.write(read) == dict(PRAGMAS)


def test_entries_follow_each_other_and_survive_a_restart(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    assert [add(journal, b"%d" % n) for n in range(5)] == [1, 2, 3, 4, 5]
    journal.close()
    again = open_journal(tmp_path)
    kept = again.entries(0, 100)
    read = [read_entry(e.header, e.sig, e.body, SUITES[1]) for e in kept]
    assert list(verify(read, Tip(key=DEVICE.public_key), SUITES[1])) == []
    assert again.tip() == (5, kept[-1].hash)
    assert again.hash_at(3) == kept[2].hash
    assert again.hash_at(6) is None
    again.close()


def test_what_raises_leaves_nothing(journal: SqliteJournalStore) -> None:
    def half(tx: JournalTx) -> None:
        AUTHOR.append(tx, EntryDraft(type="health"))
        tx.set_meta("filings", "1")
        raise InputError("x", "y")

    with pytest.raises(InputError):
        journal.write(half)
    assert journal.tip()[0] == 0
    assert journal.meta("filings") is None
    assert add(journal) == 1


def test_a_mistake_in_sql_is_ours_and_leaves_nothing(journal: SqliteJournalStore) -> None:
    def twice(tx: JournalTx) -> None:
        seq = AUTHOR.append(tx, EntryDraft(type="health")).seq
        blob = KeptBlob(sha256="ab", seq=seq, path="p", len=1)
        tx.add_blob(blob)
        tx.add_blob(blob)

    with pytest.raises(Bug):
        journal.write(twice)
    assert journal.tip()[0] == 0


def test_only_the_next_number_can_be_added(journal: SqliteJournalStore) -> None:
    add(journal)
    (entry,) = journal.entries(0, 1)
    with pytest.raises(Bug):
        journal.write(lambda tx: tx.append(entry))


def test_many_threads_write_one_after_the_other(journal: SqliteJournalStore) -> None:
    threads = [threading.Thread(target=add, args=(journal,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.seq for entry in journal.entries(0, 100)] == list(range(1, 21))


def test_delivery_moves_states_and_counts(journal: SqliteJournalStore) -> None:
    for n, receipt in enumerate(("0042017000000164", "0042017000000261"), 1):
        add(journal, b"%d" % n)
        journal.write(lambda tx, n=n, receipt=receipt: tx.put_stub(a_stub(n, receipt)))
    assert journal.waiting() == 2
    journal.write(lambda tx: tx.acknowledge(1, 1_000))
    assert journal.waiting() == 1
    assert [e.state for e in journal.entries(0, 9)] == ["acknowledged", "kept"]
    assert journal.stub("0042017000000164").status == "delivered"  # type: ignore[union-attr]
    assert journal.meta("through") == "1"
    journal.write(lambda tx: tx.rewind(0))
    assert journal.waiting() == 2
    assert journal.stub("0042017000000164").status == "filed"  # type: ignore[union-attr]


def test_a_status_from_the_hub_is_not_lost_by_a_rewind(journal: SqliteJournalStore) -> None:
    add(journal)
    journal.write(lambda tx: tx.put_stub(a_stub(1, status="accepted", status_seq=3)))
    journal.write(lambda tx: tx.acknowledge(1, 0))
    journal.write(lambda tx: tx.rewind(0))
    assert journal.waiting() == 1
    assert journal.stub("0042017000000164").status == "accepted"  # type: ignore[union-attr]


def test_bodies_are_forgotten_only_when_acknowledged_long_ago(journal: SqliteJournalStore) -> None:
    for _ in range(3):
        add(journal)
    journal.write(lambda tx: tx.acknowledge(1, 100))
    journal.write(lambda tx: tx.acknowledge(2, 200))
    assert journal.write(lambda tx: tx.purge(200)) == 1
    assert [(e.state, e.body) for e in journal.entries(0, 9)] == [
        ("purged", None),
        ("acknowledged", b"{}"),
        ("kept", b"{}"),
    ]
    assert journal.entries(0, 1)[0].header


def test_a_new_key_is_never_forgotten(journal: SqliteJournalStore) -> None:
    draft = EntryDraft(type="key.rotate", body=b"{}")
    journal.write(lambda tx: AUTHOR.append(tx, draft))
    journal.write(lambda tx: tx.acknowledge(1, 100))
    assert journal.write(lambda tx: tx.purge(200)) == 0
    assert journal.entries(0, 1)[0].body == b"{}"


def test_only_its_owner_reads_the_file(journal: SqliteJournalStore, tmp_path: Path) -> None:
    add(journal)
    for path in tmp_path.glob("journal.db*"):
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_after_a_fault_nothing_is_written_until_the_file_was_verified(tmp_path: Path) -> None:
    checks: list[int] = []
    journal = SqliteJournalStore(
        tmp_path / "journal.db", MIGRATIONS, lambda rows: checks.append(rows.tip()[0])
    )
    add(journal)

    def disk_fault(_tx: JournalTx) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
        raise error

    with pytest.raises(Unavailable):
        journal.write(disk_fault)
    assert journal.fault() is not None
    with pytest.raises(Unavailable):
        add(journal)
    assert journal.tip()[0] == 1
    journal.reopen()
    assert checks == [0, 1] and journal.fault() is None
    assert add(journal) == 2 and journal.tip()[0] == 2
    journal.close()


def test_held_entries_are_held_with_their_filing(journal: SqliteJournalStore) -> None:
    add(journal)
    journal.write(lambda tx: tx.put_stub(a_stub(1)))
    digest = journal.hash_at(1)
    assert digest
    journal.write(lambda tx: tx.hold((digest,), 0))
    assert journal.entries(0, 1)[0].state == "held"
    assert journal.stub("0042017000000164").status == "held"  # type: ignore[union-attr]
    assert journal.waiting() == 0


def test_attachments_wait_until_their_entry_is_acknowledged(journal: SqliteJournalStore) -> None:
    add(journal)
    journal.write(lambda tx: tx.add_blob(KeptBlob(sha256="ab", seq=1, path="p", len=10)))
    assert journal.blobs(pending=True) == ()
    journal.write(lambda tx: tx.acknowledge(1, 0))
    assert [blob.sha256 for blob in journal.blobs(pending=True)] == ["ab"]
    journal.write(lambda tx: tx.set_uploaded("ab", 10, 0))
    assert journal.blobs(pending=True) == ()
    assert len(journal.blobs(pending=False)) == 1


def test_a_stub_is_read_as_it_was_written(journal: SqliteJournalStore) -> None:
    add(journal)
    stub = a_stub(1, need=("id-card", "photo"), deadline="2026-12-01", shown=True)
    journal.write(lambda tx: tx.put_stub(stub))
    assert journal.stub(stub.receipt) == journal.last_stub() == stub
    assert journal.stub("0000000000000000") is None


def test_a_damaged_file_is_refused_and_kept(tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    for _ in range(50):
        add(journal, bytes(5_000))
    journal.close()
    path = tmp_path / "journal.db"
    with path.open("r+b") as stream:
        stream.seek(8_192)
        stream.write(b"\xff" * 4_096)
    before = path.read_bytes()
    with pytest.raises(Unavailable):
        open_journal(tmp_path)
    assert path.read_bytes() == before


def test_the_check_runs_before_anything_is_written(tmp_path: Path) -> None:
    def refuse(_rows: object) -> None:
        raise Unavailable("journal.damaged", "x")

    with pytest.raises(Unavailable):
        SqliteJournalStore(tmp_path / "journal.db", MIGRATIONS, refuse)
    with sqlite3.connect(tmp_path / "journal.db") as db:
        assert db.execute("SELECT count(*) FROM entry").fetchone() == (0,)
    db.close()
