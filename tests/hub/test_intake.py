import hashlib

import msgspec
import pytest
from sqlalchemy import select

from hub.store import kiosks
from hub.store.database import reading
from hub.store.tables import body, entry, filing, held_entry, hub_outbox
from kiosk.journal.author import EntryDraft
from kiosk.journal.entry import BlobRef
from kiosk.journal.receipt import receipt_no
from tests.hub.conftest import HubUnderTest, TestKiosk

HEALTH = EntryDraft(type="health", body=b"{}")


def rows(hub: HubUnderTest, table) -> list:  # type: ignore[no-untyped-def, type-arg]
    with reading(hub.assembly.engine) as db:
        return list(db.execute(select(table)).mappings())


def a_filing(kiosk: TestKiosk, count: int, **given: object) -> EntryDraft:
    facts: dict[str, object] = {
        "type": "filing.new",
        "body": b"sealed %d" % count,
        "receipt": receipt_no(kiosk.number, count),
        "item_id": "topic/elder-allowance",
        "item_sha256": "ab" * 32,
        "seal": "341600-00000000",
        "qv": "AA",
    }
    return EntryDraft(**(facts | given))  # type: ignore[arg-type]


def test_a_delivery_is_kept_and_acknowledged(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    entries = [kiosk.write(HEALTH) for _ in range(3)]
    code, ack = kiosk.deliver(entries)
    assert (code, ack.through, ack.head) == (200, 3, entries[-1].hash.hex())
    assert ack.stop is None
    assert [row["seq"] for row in rows(hub, entry)] == [1, 2, 3]


def test_a_probe_without_entries_says_how_far_the_hub_is(kiosk: TestKiosk) -> None:
    assert kiosk.deliver([])[1].through == 0
    kiosk.deliver([kiosk.write(HEALTH)])
    assert kiosk.deliver([])[1].through == 1


def test_what_is_sent_twice_is_kept_once(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    entries = [kiosk.write(a_filing(kiosk, n)) for n in range(1, 4)]
    for sent in (entries[:2], entries, entries):
        code, _ack = kiosk.deliver(sent)
        assert code == 200
    assert len(rows(hub, entry)) == len(rows(hub, filing)) == len(rows(hub, hub_outbox)) == 3


def test_a_gap_is_told_with_the_number_that_is_missing(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    entries = [kiosk.write(HEALTH) for _ in range(4)]
    kiosk.deliver(entries[:1])
    code, ack = kiosk.deliver(entries[2:])
    assert code == 409 and ack.stop is not None
    assert (ack.stop.reason, ack.stop.expected, ack.through) == ("gap", 2, 1)
    assert kiosk.deliver(entries[1:])[1].through == 4


def test_two_histories_of_one_disk_are_found_and_nothing_of_either_is_lost(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    entries = [kiosk.write(HEALTH) for _ in range(2)]
    kiosk.deliver(entries)
    kiosk.entries = entries[:1]
    others = [kiosk.write(a_filing(kiosk, n)) for n in (1, 2)]
    code, ack = kiosk.deliver([entries[0], *others])
    assert code == 409 and ack.stop is not None and ack.stop.reason == "fork"
    assert ack.held == tuple(one.hash.hex() for one in others)
    assert {bytes(row["hash"]) for row in rows(hub, held_entry)} == {o.hash for o in others}
    with reading(hub.assembly.engine) as db:
        assert kiosks.find_kiosk(db, kiosk.number).status == "quarantined"  # type: ignore[union-attr]
    later = kiosk.write(HEALTH)
    code, ack = kiosk.deliver([later])
    assert (code, ack.through, ack.held) == (200, 2, (later.hash.hex(),))


def test_what_is_in_the_chain_is_not_set_aside_as_well(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    chained = kiosk.write(a_filing(kiosk, 1))
    kiosk.deliver([chained])  # the kiosk never hears of it
    hub.assembly.sites.change(kiosk.number, "draining", "test")
    late = kiosk.write(a_filing(kiosk, 2))
    _code, ack = kiosk.deliver([chained, late])
    assert ack.held == (chained.hash.hex(), late.hash.hex())
    assert [bytes(row["hash"]) for row in rows(hub, held_entry)] == [late.hash]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_entry_that_nobody_signed_ends_the_delivery(
    hub: HubUnderTest, kiosk: TestKiosk, place: int
) -> None:
    entries = [kiosk.write(HEALTH) for _ in range(3)]
    forged = list(entries)
    forged[place] = msgspec.structs.replace(entries[place], sig=bytes(64))
    code, ack = kiosk.deliver(forged)
    assert code == 409 and ack.stop is not None
    assert (ack.stop.reason, ack.stop.seq, ack.through) == ("bad_entry", place + 1, place)


def test_a_forged_entry_never_quarantines_a_kiosk(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    entries = [kiosk.write(HEALTH) for _ in range(2)]
    kiosk.deliver(entries)
    kiosk.entries = []
    other = msgspec.structs.replace(kiosk.write(a_filing(kiosk, 1)), sig=bytes(64))
    _code, ack = kiosk.deliver([other])
    assert ack.stop is not None and ack.stop.reason == "bad_entry"
    assert rows(hub, held_entry) == []


def test_a_filing_is_listed_with_its_time_and_handed_on_once(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    blob = BlobRef(sha256="cd" * 32, len=10)
    kiosk.deliver([kiosk.write(a_filing(kiosk, 1, blobs=(blob,)))])
    (row,) = rows(hub, filing)
    assert row["receipt"] == receipt_no(kiosk.number, 1)
    assert row["filed_hi"] - row["filed_lo"] == 0
    assert row["complete"] == 0 and row["status"] == "delivered"
    (order,) = rows(hub, hub_outbox)
    assert (order["topic"], order["ref"]) == ("filing.new", row["receipt"])


def test_a_filing_without_attachments_is_complete(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    kiosk.deliver([kiosk.write(a_filing(kiosk, 1))])
    assert rows(hub, filing)[0]["complete"] == 1


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"receipt": receipt_no(7, 1)}, "foreign_receipt"),
        ({"qv": msgspec.UNSET}, "incomplete_header"),
    ],
)
def test_a_strange_filing_is_kept_and_shown_to_a_person(
    hub: HubUnderTest, kiosk: TestKiosk, given: dict[str, object], reason: str
) -> None:
    code, ack = kiosk.deliver([kiosk.write(a_filing(kiosk, 1, **given))])
    assert (code, ack.through) == (200, 1)
    assert [row["reason"] for row in rows(hub, held_entry)] == [reason]
    assert rows(hub, filing) == []


def test_a_receipt_used_twice_is_shown_to_a_person(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    kiosk.deliver([kiosk.write(a_filing(kiosk, 1)), kiosk.write(a_filing(kiosk, 1, body=b"x"))])
    assert len(rows(hub, filing)) == 1
    assert [row["reason"] for row in rows(hub, held_entry)] == ["receipt_used"]


def test_a_purged_body_is_no_obstacle_and_a_later_one_fills_it(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    whole = kiosk.write(a_filing(kiosk, 1))
    kiosk.deliver([msgspec.structs.replace(whole, body=None)])
    assert rows(hub, body) == [] and rows(hub, filing)[0]["flags"] == "body_purged"
    kiosk.deliver([whole])
    (kept,) = rows(hub, body)
    assert bytes(kept["sha256"]) == hashlib.sha256(b"sealed 1").digest()


def test_unknown_types_are_kept(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    assert kiosk.deliver([kiosk.write(EntryDraft(type="later.thing"))])[1].through == 1
