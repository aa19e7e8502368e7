import hashlib
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.store.database import reading
from hub.store.tables import body, entry, filing, held_entry
from kiosk.domain.errors import Refused, Unavailable
from kiosk.journal.author import EntryDraft
from kiosk.journal.entry import BlobRef
from kiosk.journal.receipt import receipt_no
from kiosk.ports.journal import FilingStub, JournalTx, KeptBlob
from kiosk.sync.blobs_up import Sent
from kiosk.wire.protocol import FeedPage
from tests.journals import open_journal
from tests.live_hub import Listening, LiveKiosk, listening


def rows(hub: Listening, table) -> list:  # type: ignore[no-untyped-def, type-arg]
    with reading(hub.assembly.engine) as db:
        return list(db.execute(select(table)).mappings())


def file(kiosk: LiveKiosk, count: int, *sealed: bytes) -> str:
    """Keep a filing with attachments and return its receipt."""
    receipt = receipt_no(kiosk.author.kiosk_no, count)
    kept = [
        KeptBlob(
            sha256=hashlib.sha256(one).hexdigest(), seq=0, path=kiosk.files.keep(one), len=len(one)
        )
        for one in sealed
    ]
    draft = EntryDraft(
        type="filing.new",
        body=b"sealed %d" % count,
        blobs=tuple(BlobRef(sha256=one.sha256, len=one.len) for one in kept),
        receipt=receipt,
        item_id="topic/elder-allowance",
        item_sha256="ab" * 32,
        seal="341600-00000000",
        qv="AA",
    )

    def work(tx: JournalTx) -> None:
        seq = kiosk.author.append(tx, draft).seq
        for one in kept:
            tx.add_blob(KeptBlob(sha256=one.sha256, seq=seq, path=one.path, len=one.len))
        tx.put_stub(
            FilingStub(
                receipt=receipt,
                seq=seq,
                item_id="topic/elder-allowance",
                item_name="高龄津贴",
                status="filed",
                filed_day="20261121",
                slip="s",
                qv="AA",
                at_ms=1,
            )
        )

    kiosk.journal.write(work)
    return receipt


def test_everything_that_was_kept_arrives_once(hub: Listening, kiosk: LiveKiosk) -> None:
    for _ in range(120):
        kiosk.write()
    done = kiosk.journal_up().deliver()
    assert (done.head, done.through, done.sent) == (120, 120, 120)
    assert len(rows(hub, entry)) == 120
    assert kiosk.journal_up().deliver().sent == 0


def test_what_is_on_its_way_is_counted_and_then_delivered(hub: Listening, kiosk: LiveKiosk) -> None:
    receipt = file(kiosk, 1)
    assert kiosk.journal.waiting() == 1
    kiosk.journal_up().deliver()
    assert kiosk.journal.waiting() == 0
    assert kiosk.journal.stub(receipt).status == "delivered"  # type: ignore[union-attr]


def test_a_hub_that_is_not_there_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    with listening(folder) as hub:
        (tmp_path / "kiosk").mkdir()
        kiosk = LiveKiosk(tmp_path / "kiosk", hub)
        kiosk.enrolment().enrol(hub.token(), hub.origin, kiosk.device)
    file(kiosk, 1)
    with pytest.raises(Unavailable):
        kiosk.journal_up().deliver()
    assert kiosk.journal.waiting() == 1
    kiosk.close()


def test_an_answer_that_our_hub_did_not_sign_changes_nothing(
    hub: Listening, kiosk: LiveKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(kiosk, 1)
    monkeypatch.setattr(kiosk.trust, "_keys", lambda: ())
    with pytest.raises(Unavailable, match="签名"):
        kiosk.journal_up().deliver()
    assert kiosk.journal.waiting() == 1


def test_attachments_follow_in_ranges_and_complete_the_filing(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    large = bytes(range(256)) * 3_000
    file(kiosk, 1, large, b"small")
    assert kiosk.blobs_up().deliver().whole == 0
    kiosk.journal_up().deliver()
    assert rows(hub, filing)[0]["complete"] == 0
    assert kiosk.blobs_up().deliver().whole == 2
    assert rows(hub, filing)[0]["complete"] == 1
    kept = {bytes(row["sha256"]): bytes(row["data"]) for row in rows(hub, body)}
    assert kept[hashlib.sha256(large).digest()] == large
    assert kiosk.journal.blobs(pending=True) == ()


def test_a_lost_attachment_keeps_no_other_from_arriving(hub: Listening, kiosk: LiveKiosk) -> None:
    file(kiosk, 1, b"first picture")
    file(kiosk, 2, b"second picture")
    gone = hashlib.sha256(b"first picture").hexdigest()
    (kiosk.folder / "attachments" / gone).unlink()
    kiosk.journal_up().deliver()
    assert kiosk.blobs_up().deliver() == Sent(whole=1, damaged=1)
    assert [blob.sha256 for blob in kiosk.journal.blobs(pending=True)] == [gone]


def test_a_damaged_attachment_keeps_no_other_from_arriving(
    hub: Listening, kiosk: LiveKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(kiosk, 1, b"first picture")
    file(kiosk, 2, b"second picture")
    bad = hashlib.sha256(b"first picture").hexdigest()
    (kiosk.folder / "attachments" / bad).write_bytes(b"first piXture")
    kiosk.journal_up().deliver()
    put, asked = kiosk.http.put_blob, []
    monkeypatch.setattr(kiosk.http, "put_blob", lambda *to: asked.append(to[0]) or put(*to))
    for done in (1, 0):
        sent = kiosk.blobs_up().deliver()
        assert sent == Sent(whole=done, damaged=1) and "1个附件" in str(sent.fault())
    assert len(asked) == 1 and bad not in asked, "it is not sent again at every pass"
    assert [blob.sha256 for blob in kiosk.journal.blobs(pending=True)] == [bad]


def test_a_status_reaches_the_kiosk_and_an_old_one_does_not_return(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    receipt = file(kiosk, 1)
    kiosk.journal_up().deliver()
    status = hub.assembly.status
    status.decide(receipt, "needs_supplement", actor="t", text_id="x", need=("id-card",))
    got = kiosk.status_feed().receive(0, 7)
    assert (got.after, got.received) == (1, 1)
    stub = kiosk.journal.stub(receipt)
    assert stub is not None and (stub.status, stub.need) == ("needs_supplement", ("id-card",))
    status.decide(receipt, "accepted", actor="t", text_id="x")
    kiosk.journal.write(lambda tx: tx.set_meta("feed_after", "0"))
    assert kiosk.status_feed().receive(0, 8).received == 2
    assert kiosk.journal.stub(receipt).status == "accepted"  # type: ignore[union-attr]


def test_statuses_from_before_a_restore_and_behind_a_gap_do_not_count(
    hub: Listening, kiosk: LiveKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = file(kiosk, 1)
    kiosk.journal_up().deliver()
    for word in ("accepted", "returned", "done"):
        hub.assembly.status.decide(receipt, word, actor="t", text_id="x")
    old, feed = kiosk.http.feed(0, 0), kiosk.status_feed()
    behind_a_gap = FeedPage(items=old.items[1:])
    with monkeypatch.context() as patch:
        patch.setattr(kiosk.http, "feed", lambda after, wait_s: behind_a_gap)
        assert feed.receive(0, 7).after == 0
    with hub.assembly.engine.begin() as db:
        db.exec_driver_sql("UPDATE hub SET epoch = epoch + 1")
    kiosk.journal_up().deliver()
    with monkeypatch.context() as patch:
        patch.setattr(kiosk.http, "feed", lambda after, wait_s: old)
        assert feed.receive(0, 7).after == 0
    assert kiosk.journal.stub(receipt).status == "delivered"  # type: ignore[union-attr]
    assert feed.receive(0, 7).after == 3
    assert kiosk.journal.stub(receipt).status == "done"  # type: ignore[union-attr]


def test_a_hub_restored_from_a_backup_gets_everything_again(
    tmp_path: Path, hub: Listening, kiosk: LiveKiosk
) -> None:
    first = file(kiosk, 1, b"picture one")
    kiosk.journal_up().deliver()
    kiosk.blobs_up().deliver()
    backup = tmp_path / "backup"
    backup.mkdir()
    source = hub.assembly.engine.raw_connection()
    source.driver_connection.execute(f"VACUUM INTO '{backup}/hub.db'")  # type: ignore[union-attr]
    source.close()
    second = file(kiosk, 2, b"picture two")
    kiosk.journal_up().deliver()
    kiosk.blobs_up().deliver()
    hub.assembly.engine.dispose()
    for name in ("hub.db-wal", "hub.db-shm"):
        (hub.assembly.paths.data / name).unlink(missing_ok=True)
    shutil.copy(backup / "hub.db", hub.assembly.paths.data / "hub.db")
    assert [row["receipt"] for row in rows(hub, filing)] == [first]
    kiosk.journal_up().deliver()
    kiosk.blobs_up().deliver()
    assert {row["receipt"] for row in rows(hub, filing)} == {first, second}
    assert all(row["complete"] for row in rows(hub, filing))


def test_a_rolled_back_disk_stops_filing_and_nothing_is_lost(
    tmp_path: Path, hub: Listening, kiosk: LiveKiosk
) -> None:
    kiosk.write()
    kiosk.journal_up().deliver()
    kiosk.journal.close()
    copy = tmp_path / "copy"
    shutil.copytree(kiosk.folder, copy)
    kiosk.journal = open_journal(kiosk.folder)
    kiosk.write()
    kiosk.journal_up().deliver()
    clone = LiveKiosk(copy, hub)
    file(clone, 1)
    with pytest.raises(Refused):
        clone.journal_up().deliver()
    assert clone.journal.meta("stopped") is not None
    clone.close()


def test_a_revoked_kiosk_stops(hub: Listening, kiosk: LiveKiosk) -> None:
    kiosk.write()
    hub.assembly.sites.change(kiosk.author.kiosk_no, "revoked", "test")
    with pytest.raises(Refused, match="停用"):
        kiosk.journal_up().deliver()
    assert kiosk.journal.meta("stopped") == "revoked"
    assert rows(hub, entry) == []


def test_a_hub_that_forgot_a_kiosk_is_shown_its_own_answer(
    tmp_path: Path, hub: Listening, kiosk: LiveKiosk
) -> None:
    kiosk.write()
    with hub.assembly.engine.begin() as db:
        for table in ("kiosk", "key_event", "entry"):
            db.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    with pytest.raises(Refused) as caught:
        kiosk.journal_up().deliver()
    assert caught.value.code == "hub.unknown"
    kiosk.enrolment().remember(kiosk.device)
    assert kiosk.journal_up().deliver().through == 1
    new = LiveKiosk(tmp_path, hub, seed=9)
    new.enrolment().enrol(hub.token(), hub.origin, new.device)
    assert new.author.kiosk_no != kiosk.author.kiosk_no
    new.close()


def test_held_entries_are_known_as_held(hub: Listening, kiosk: LiveKiosk) -> None:
    hub.assembly.sites.change(kiosk.author.kiosk_no, "draining", "test")
    receipt = file(kiosk, 1)
    kiosk.journal_up().deliver()
    assert len(rows(hub, held_entry)) == 1
    assert kiosk.journal_up().deliver().sent == 0
    assert kiosk.journal.stub(receipt).status == "held"  # type: ignore[union-attr]
