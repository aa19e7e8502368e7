"""What is sent again, and what is stepped over, so that no filing waits behind something else."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hub.store.database import reading
from hub.store.tables import body, entry, filing, held_entry
from kiosk.domain.errors import Refused
from tests.live_hub import Listening, LiveKiosk
from tests.sync.test_delivery import file, rows
from tests.sync.test_frozen import forget, frozen_up, states


def numbers(hub: Listening, table) -> list[int]:  # type: ignore[no-untyped-def, type-arg]
    with reading(hub.assembly.engine) as db:
        return sorted(seq for (seq,) in db.execute(select(table.c.seq)))


def before_delivery(
    kiosk: LiveKiosk, monkeypatch: pytest.MonkeyPatch, number: int, happens: Callable[[], None]
) -> None:
    """Let something happen just before the n-th delivery of a pass."""
    send, count = kiosk.http.journal, iter(range(1, 1_000))

    def journal(packed: bytes):  # type: ignore[no-untyped-def]
        if next(count) == number:
            happens()
        return send(packed)

    monkeypatch.setattr(kiosk.http, "journal", journal)


def restore_empty(hub: Listening) -> None:
    """The hub comes back from a backup that was made when the kiosk had just been enrolled."""
    forget(hub, entry.name, body.name, filing.name, "status_event", "hub_outbox", "feed")
    with hub.assembly.engine.begin() as db:
        db.exec_driver_sql("UPDATE kiosk SET through = 0, head = zeroblob(32), feed_high = 0")


def test_a_hub_that_is_restored_during_a_pass_has_every_body_after_it(
    hub: Listening, kiosk: LiveKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for count in range(1, 121):
        file(kiosk, count)
    before_delivery(kiosk, monkeypatch, 3, lambda: restore_empty(hub))
    done = kiosk.journal_up().deliver()
    assert (done.head, done.through) == (120, 120)
    assert len(rows(hub, body)) == len(rows(hub, filing)) == 120


def test_a_restored_hub_gets_the_headers_of_bodies_that_went(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    for count in range(1, 4):
        file(kiosk, count)
    kiosk.journal_up().deliver()
    kiosk.journal.write(lambda tx: tx.purge(kiosk.time.floor_ms() + 1))
    file(kiosk, 4)
    restore_empty(hub)
    assert frozen_up(kiosk).deliver()
    assert numbers(hub, entry) == [1, 2, 3, 4] and len(rows(hub, body)) == 1
    assert states(kiosk) == ["purged", "purged", "purged", "acknowledged"]


def test_headers_that_wait_for_a_person_are_sent_once(hub: Listening, kiosk: LiveKiosk) -> None:
    for count in range(1, 4):
        file(kiosk, count)
    kiosk.journal_up().deliver()
    kiosk.journal.write(lambda tx: tx.purge(kiosk.time.floor_ms() + 1))
    restore_empty(hub)
    hub.assembly.sites.change(kiosk.author.kiosk_no, "draining", "test")
    assert kiosk.journal_up().deliver().sent == 3
    assert states(kiosk) == ["held"] * 3 and numbers(hub, held_entry) == [1, 2, 3]
    assert kiosk.journal_up().deliver().sent == 0


def test_a_kiosk_that_is_active_again_delivers_what_was_set_aside(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    hub.assembly.sites.change(kiosk.author.kiosk_no, "draining", "test")
    first = file(kiosk, 1)
    kiosk.journal_up().deliver()
    hub.assembly.sites.change(kiosk.author.kiosk_no, "active", "test")
    second = file(kiosk, 2)
    assert kiosk.journal_up().deliver().through == 2
    assert {row["receipt"] for row in rows(hub, filing)} == {first, second}
    assert states(kiosk) == ["acknowledged"] * 2
    assert kiosk.journal.stub(first).status == "delivered"  # type: ignore[union-attr]


def test_a_revoked_kiosk_that_is_active_again_takes_filings(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    file(kiosk, 1)
    hub.assembly.sites.change(kiosk.author.kiosk_no, "revoked", "test")
    with pytest.raises(Refused):
        kiosk.journal_up().deliver()
    hub.assembly.sites.change(kiosk.author.kiosk_no, "active", "test")
    assert kiosk.journal_up().deliver().through == 1
    assert kiosk.journal.meta("stopped") is None


def test_a_disk_that_does_not_fit_stays_stopped_after_a_revocation(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    file(kiosk, 1)
    kiosk.journal.write(lambda tx: tx.set_meta("stopped", "fork"))
    for status in ("revoked", "active"):
        hub.assembly.sites.change(kiosk.author.kiosk_no, status, "test")  # type: ignore[arg-type]
        try:
            kiosk.journal_up().deliver()
        except Refused:
            assert status == "revoked"
        assert kiosk.journal.meta("stopped") == "fork"
