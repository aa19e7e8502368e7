"""Keys, replacements and revocations as the hub sees them. Source: sync.md §9."""

import hashlib
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from hub.services.blobs import DAY_MS
from hub.services.tuf_keys import RoleKeys
from hub.store import journal, kiosks
from hub.store.database import reading, writing
from hub.store.kiosks import Kiosk
from hub.store.tables import blob_part, key_event, kiosk_seen
from kiosk.journal.author import EntryDraft
from kiosk.journal.entry import BlobRef
from kiosk.journal.receipt import receipt_no
from kiosk.sealing.suites import Ed25519Signer
from kiosk.wire.messages import EnrolAnswer, EnrolRequest, FeedItem
from kiosk.wire.signed import Signed, enrol_input, reenrol_input, rotate_input, unb64
from tests.hub.conftest import HubUnderTest, TestKiosk
from tests.hub.test_attacks import BLOB, SHA, put
from tests.hub.test_intake import HEALTH, a_filing


def a_key(number: int) -> Ed25519Signer:
    return Ed25519Signer(hashlib.sha256(b"new %d" % number).digest())


def rotate(kiosk: TestKiosk, new: Ed25519Signer) -> None:
    """Write a `key.rotate` entry; what follows is signed by the new key."""
    signed = rotate_input(kiosk.number, kiosk.signer.public_key, new.public_key)
    said = {"new_pub": new.public_key.hex(), "sig_new": new.sign(signed).hex()}
    kiosk.write(EntryDraft(type="key.rotate", body=msgspec.json.encode(said)))
    kiosk.signer = new


def row(hub: HubUnderTest, number: int) -> Kiosk:
    with reading(hub.assembly.engine) as db:
        found = kiosks.find_kiosk(db, number)
    assert found is not None
    return found


def test_two_keys_in_one_delivery_are_both_remembered(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    first = kiosk.signer
    kiosk.write(HEALTH)
    rotate(kiosk, a_key(1))
    kiosk.write(HEALTH)
    rotate(kiosk, a_key(2))
    kiosk.write(HEALTH)
    entries, kiosk.signer = kiosk.entries, first  # the request is signed by the key before
    assert kiosk.deliver(entries)[1].through == 5
    with reading(hub.assembly.engine) as db:
        query = select(key_event.c.from_seq, key_event.c.pubkey).order_by(key_event.c.from_seq)
        known = [(int(seq), bytes(key)) for seq, key in db.execute(query)]
    expected = [(1, first), (3, a_key(1)), (5, a_key(2))]
    assert known == [(seq, key.public_key) for seq, key in expected]
    assert kiosk.deliver(entries)[1].through == 5  # the same once more: every signer is known
    assert hub.assembly.verify().flaws == ()


def test_the_key_before_ends_when_the_new_one_is_used(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    old = kiosk.signer
    rotate(kiosk, a_key(1))
    kiosk.signer = old
    assert kiosk.deliver(kiosk.entries)[1].through == 1
    assert kiosk.deliver([])[1].through == 1  # the ack was lost: the old one still speaks
    kiosk.signer = a_key(1)
    assert kiosk.deliver([])[1].through == 1
    assert row(hub, kiosk.number).old_pubkey is None
    kiosk.signer = old
    entry = kiosk.write(HEALTH)
    assert kiosk.deliver([entry])[1].through == 1  # told how far it is, and nothing is kept
    assert row(hub, kiosk.number).through == 1
    assert kiosk.call("GET", "/v1/feed?after=0&wait=0").status_code == 400


def renew(hub: HubUnderTest, kiosk: TestKiosk, new: TestKiosk) -> Any:
    """Ask for a new number with the old key and a new one."""
    signed = reenrol_input(kiosk.number, new.signer.public_key)
    request = EnrolRequest(
        old_kiosk_no=kiosk.number,
        pubkey=new.signer.public_key.hex(),
        suite=1,
        hw="t",
        sig_old=kiosk.signer.sign(signed).hex(),
        sig_new=new.signer.sign(signed).hex(),
    )
    answer = hub.client.post("/v1/enrol", content=msgspec.json.encode(request))
    if answer.status_code == 200:
        said = msgspec.json.decode(answer.content, type=Signed)
        new.answer = hub.verified(said, "enrol", EnrolAnswer)
    return answer


def feed(kiosk: TestKiosk) -> list[FeedItem]:
    page = kiosk.call("GET", "/v1/feed?after=0")
    items = msgspec.json.decode(page.content, type=list[Signed])
    return [kiosk.hub.verified(one, "feed", FeedItem) for one in items]


def test_a_successor_hears_of_what_its_predecessor_filed(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    kiosk.deliver([kiosk.write(a_filing(kiosk, n)) for n in (1, 2)])
    first, second = (receipt_no(kiosk.number, n) for n in (1, 2))
    hub.assembly.status.decide(first, "needs_supplement", actor="t", text_id="x")
    hub.assembly.status.decide(first, "accepted", actor="t", text_id="x")
    new = TestKiosk(hub, 50)
    assert renew(hub, kiosk, new).status_code == 200
    hub.assembly.status.decide(second, "accepted", actor="t", text_id="x")
    assert [(one.receipt, one.status, one.kiosk_no) for one in feed(new)] == [
        (first, "accepted", new.number),
        (second, "accepted", new.number),
    ]
    assert row(hub, kiosk.number).status == "draining"


def test_a_second_claimant_needs_a_person(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    first, clone = TestKiosk(hub, 50), TestKiosk(hub, 51)
    answer = renew(hub, kiosk, first)
    assert renew(hub, kiosk, first).content == answer.content  # a lost answer is given again
    assert renew(hub, kiosk, clone).status_code == 403
    hub.assembly.sites.change(first.number, "revoked", "t")
    assert renew(hub, first, TestKiosk(hub, 52)).status_code == 403


def test_a_lost_disk_is_replaced_by_a_token(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    site = row(hub, kiosk.number).site_id
    token = hub.assembly.sites.token(site, "t", kiosk.number).token
    new = TestKiosk(hub, 50)
    assert new.enrol(token).status_code == 200 and new.number != kiosk.number
    assert new.enrol(token).status_code == 200
    assert TestKiosk(hub, 51).enrol(token).status_code == 409
    assert row(hub, kiosk.number).successor == new.number


def test_a_revocation_is_published_and_outlives_the_database(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    RoleKeys(hub.assembly.paths.keys).make()
    hub.assembly.repository.found()
    hub.assembly.repository.publish({}, {})
    assert hub.assembly.revoke(kiosk.number, "t")
    assert hub.assembly.revoked() == {kiosk.number}
    with writing(hub.assembly.engine) as db:
        answer = row(hub, kiosk.number).answer
        for name in ("kiosk", "key_event"):
            db.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608
    kept = hub.assembly.signer.sign_bytes("enrol", answer)
    device = kiosk.signer
    signed = enrol_input(hashlib.sha256(unb64(kept.payload)).digest(), device.public_key)
    request = EnrolRequest(
        kept=kept, pubkey=device.public_key.hex(), suite=1, hw="t", sig=device.sign(signed).hex()
    )
    refused = hub.client.post("/v1/enrol", content=msgspec.json.encode(request))
    assert refused.status_code == 403 and "hub.revoked" in refused.text


def test_without_the_policy_keys_a_kiosk_is_out_and_the_rest_can_follow(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    keys = hub.assembly.paths.keys
    RoleKeys(keys).make()
    hub.assembly.repository.found()
    hub.assembly.repository.publish({}, {})
    away = {path: path.read_bytes() for path in keys.glob("policy-*.pem")}
    for path in away:
        path.unlink()
    assert not hub.assembly.revoke(kiosk.number, "t")
    assert row(hub, kiosk.number).status == "revoked" and hub.assembly.revoked() == frozenset()
    for path, content in away.items():
        path.write_bytes(content)
    assert hub.assembly.publish_revoked() and hub.assembly.revoked() == {kiosk.number}


def test_being_heard_is_written_every_ten_minutes(
    hub: HubUnderTest, kiosk: TestKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    monkeypatch.setattr(kiosks, "seen", lambda _db, number, *_: written.append(number))
    for _ in range(5):
        kiosk.deliver([])
        kiosk.deliver([kiosk.write(HEALTH)])
    assert written == [kiosk.number]


def test_a_worker_leaves_alone_what_another_one_has_written(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    kiosk.deliver([])
    with reading(hub.assembly.engine) as db:
        first = db.execute(select(kiosk_seen.c.at)).scalar_one()
    other = hub.assembly.edge()
    caller = row(hub, kiosk.number)
    other.intake.deliver(caller, kiosk.pack([]))
    with reading(hub.assembly.engine) as db:
        assert db.execute(select(kiosk_seen.c.at)).scalar_one() == first


def test_pieces_that_nobody_finishes_go_after_thirty_days(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    draft = a_filing(kiosk, 1, blobs=(BlobRef(sha256=SHA, len=len(BLOB)),))
    kiosk.deliver([kiosk.write(draft)])
    assert put(kiosk, f"bytes 0-99/{len(BLOB)}", BLOB[:100]).status_code == 200
    now = hub.assembly.signer.now_ms()
    with writing(hub.assembly.engine) as db:
        journal.drop_parts_before(db, now - 30 * DAY_MS)
        assert len(db.execute(select(blob_part)).all()) == 1
        journal.drop_parts_before(db, now + DAY_MS)
        assert db.execute(select(blob_part)).all() == []
    assert kiosk.call("HEAD", f"/v1/blobs/{SHA}").headers["upload-offset"] == "0"
