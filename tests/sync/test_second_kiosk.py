"""The page docs/sync-protocol.md is enough: a kiosk written from it works beside ours."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.journal.receipt import is_genuine, is_query_code, is_receipt_no, read_slip
from kiosk.sealing.suites import SUITES
from kiosk.sealing.unseal import HpkeUnsealer
from tests.live_hub import Listening, LiveKiosk
from tests.starters import lines_of, write_lines
from tests.sync.second_auditor import (
    Docs,
    Entry,
    Json,
    apply,
    audit,
    choose,
    entry_hash,
    is_slip_of,
    opened,
    pae,
    read_batch,
    sha,
)
from tests.sync.second_kiosk import Item, NoAnswer, SecondKiosk, Slip

CITY = "341600000000"
ITEM = Item("topic/elder-allowance", "ab" * 32, CITY, 1)
PLAIN = {"form": {"topic": "elder-allowance", "region": "341602"}, "list": {"v": 1}}
PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 1_200  # goes up in two pieces


@pytest.fixture
def second(tmp_path: Path, hub: Listening) -> Iterator[SecondKiosk]:
    made = SecondKiosk(tmp_path / "second", Ed25519PrivateKey.generate())
    made.enrol(hub.origin, hub.typed_token())
    yield made
    made.pool.clear()


@pytest.fixture(autouse=True)
def _sound(hub: Listening) -> Iterator[None]:
    """Whatever the second kiosk did: the hub finds no flaw in what it keeps."""
    yield
    found = hub.assembly.verify()
    assert found.checked > 0 and not found.flaws


def filed(second: SecondKiosk, *pictures: bytes) -> Slip:
    return second.file(PLAIN, ITEM, *pictures)


def shards(second: SecondKiosk) -> dict[str, Json]:
    index = json.loads(second.target(f"catalog/{CITY[:6]}/{CITY[:6]}.index.json"))
    return {shard["code"]: shard for shard in index["shards"]}


def take(second: SecondKiosk, shard: Json, local: int, docs: Docs) -> Docs:
    base, ref = choose(shard, local)
    name = ref["sha256"]
    pack = second.pool.request("GET", f"{second.origin}/packs/sha256/{name[:2]}/{name}").data
    assert sha(pack).hex() == name and len(pack) == ref["len"]
    return apply(pack, shard, base, docs)


def test_the_vector_stands_in_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sync-protocol.md").read_text("utf-8")
    _, _, rest = page.partition("header these lines joined:\n\n```\n")
    *header, told = rest.partition("\n```")[0].splitlines()
    assert told == f"hash {entry_hash(''.join(header).encode()).hex()}"
    body = b'{"day":"20260301","visits":12}\n'
    assert f'"body_sha256":"{sha(body).hex()}"' in header[2]


def test_a_typed_token_gives_one_key_one_number(hub: Listening, tmp_path: Path) -> None:
    typed = hub.typed_token()
    mine, other = (SecondKiosk(tmp_path / name, Ed25519PrivateKey.generate()) for name in "ab")
    with pytest.raises(NoAnswer, match="another root"):
        mine.enrol(hub.origin, typed[:-1] + ("0" if typed[-1] != "0" else "1"))
    first = mine.enrol(hub.origin, typed)
    assert first["regions"][-1] == "341602"
    assert mine.enrol(hub.origin, typed)["kiosk_no"] == first["kiosk_no"]
    with pytest.raises(NoAnswer, match="409"):
        other.enrol(hub.origin, typed)


def test_the_real_code_accepts_slip_and_seal(hub: Listening, second: SecondKiosk) -> None:
    slip = filed(second, PICTURE)
    proof = read_slip(slip.code)
    assert is_receipt_no(slip.receipt) and proof.receipt == slip.receipt
    assert is_genuine(proof, second.pub, SUITES[1])
    header = json.loads(slip.entry.header)
    assert is_query_code(slip.query_code, header["qv"])
    (path,) = hub.assembly.paths.keys.glob("seal-*.key")
    desk = HpkeUnsealer({header["seal"]: path.read_bytes()})
    who, key_id = second.number, header["seal"].encode()
    about = pae(b"kiosk/filing/1", who, slip.receipt.encode(), bytes.fromhex(ITEM.sha256), key_id)
    assert slip.entry.body is not None
    filing = json.loads(desk.unseal(header["seal"], slip.entry.body, about))
    (picture,) = filing["attachments"]
    sealed = second.blobs[picture["sha256"]]
    assert desk.unseal(header["seal"], sealed, pae(b"kiosk/blob/1", who, key_id)) == PICTURE


def test_batches_arrive_once_whatever_happens_to_answers(
    hub: Listening, second: SecondKiosk
) -> None:
    for _ in range(7):
        filed(second)
    lost = second.batch(second.entries[:3])
    second.send("POST", "/v1/journal", lost)  # the answer is never read
    assert second.post(second.batch([]))["through"] == 3
    gap = second.post(second.batch(second.entries[5:]))
    assert gap["stop"] == {"seq": 6, "reason": "gap", "expected": 4} and second.through == 3
    second.through = 0  # as after a hub that lost its memory: all of it again
    second.deliver(size=2)
    assert second.through == 7 and not second.stopped
    assert hub.assembly.counts().filings == 7


def test_the_hub_stops_at_what_is_not_signed(second: SecondKiosk) -> None:
    good, bad = second.write("health", b"{}"), second.write("health", b"{}")
    ack = second.post(second.batch([good, bad._replace(sig=bytes(64))]))
    assert ack["stop"] == {"seq": 2, "reason": "bad_entry"} and ack["through"] == 1
    assert second.stopped == "bad_entry"


def test_a_frame_that_hides_its_size_is_refused_by_name(second: SecondKiosk) -> None:
    raw = zstandard.decompress(second.batch([]))
    silent = zstandard.ZstdCompressor(write_content_size=False).compress(raw)
    with pytest.raises(NoAnswer, match="400, 'zstd-damaged'"):
        second.post(silent)


def test_a_new_key_signs_what_follows(hub: Listening, second: SecondKiosk) -> None:
    first_pub, old = second.pub, second.key
    second.write("health", b"{}")
    second.rotate(Ed25519PrivateKey.generate())
    second.write("health", b"{}")
    second.deliver()
    assert second.through == 3 and audit(second.entries, second.kiosk_no, first_pub) == []
    second.read_feed()  # the new key is in use: the old one ends
    known, second.told = second.told, [(0, old)]
    with pytest.raises(NoAnswer, match=r"request\.signature"):
        second.read_feed()
    second.told = known
    second.key = old
    second.write("health", b"{}")
    assert audit(second.entries, second.kiosk_no, first_pub) == ["4: signature"]
    second.deliver()
    assert second.stopped == "bad_entry"


def test_a_disk_that_lost_its_journal_is_a_fork_and_gets_a_new_number(
    hub: Listening, second: SecondKiosk, tmp_path: Path
) -> None:
    second.write("health", b"{}")
    second.deliver()
    second.entries.clear()
    second.write("health", b'{"other":1}')
    second.through = 0
    assert second.post(second.batch(second.entries))["held"] == [second.entries[0].hash]
    assert second.stopped == "fork"
    again = SecondKiosk(tmp_path / "again", Ed25519PrivateKey.generate())
    again.origin, again.root, again.hub_keys = second.origin, second.root, second.hub_keys
    assert again.enrol_again(second.key, second.kiosk_no)["kiosk_no"] == second.kiosk_no + 1
    again.write("health", b"{}")
    again.deliver()
    assert again.through == 1


def test_attachments_go_in_ranges_and_spoilt_ones_again(
    hub: Listening, second: SecondKiosk
) -> None:
    filed(second, PICTURE)
    (name,) = second.blobs
    data = second.blobs[name]
    second.deliver()
    cut = 262_144
    assert second.put(name, 0, data[:cut], len(data)) == cut
    with pytest.raises(NoAnswer, match="422"):
        second.put(name, cut, bytes(len(data) - cut), len(data))
    with pytest.raises(NoAnswer, match="409"):
        second.put(name, cut, data[cut:], len(data))
    second.upload(name)
    assert second.send("HEAD", f"/v1/blobs/{name}").headers["Upload-Offset"] == str(len(data))
    second.upload(name)
    with pytest.raises(NoAnswer, match="404"):
        second.put("0" * 64, 0, b"x", 1)


def test_an_answer_counts_for_its_purpose_alone(second: SecondKiosk) -> None:
    url = f"{second.origin}/v1/time?nonce={'0' * 8}"
    said = second.pool.request("GET", url).json()
    assert opened(second.hub_keys, "time", said)["nonce"] == "0" * 8
    with pytest.raises(ValueError, match="not signed"):
        opened(second.hub_keys, "ack", said)
    with pytest.raises(ValueError, match="not signed"):
        opened(second.hub_keys, "time", said | {"payload": said["payload"][:-4]})
    request = second.batch([second.write("health", b"{}")])
    answer = second.send("POST", "/v1/journal", request)
    ours = opened(second.hub_keys, "ack", answer.json())
    assert ours["req"] == sha(request).hex() and ours["head"] == second.entries[0].hash


def test_a_decision_comes_by_the_feed_once(hub: Listening, second: SecondKiosk) -> None:
    slip = filed(second)
    second.deliver()
    hub.assembly.status.decide(
        slip.receipt, "needs_supplement", actor="t", text_id="x", need=("id-card",)
    )
    (item,) = second.read_feed()
    assert (item["status"], item["need"]) == ("needs_supplement", ["id-card"])
    assert second.status[slip.receipt] == item and second.read_feed() == []


def test_each_kiosk_can_be_asked_for_a_receipt_of_the_other(
    hub: Listening, second: SecondKiosk, kiosk: LiveKiosk
) -> None:
    slip = filed(second)
    second.deliver()
    other = SecondKiosk(second.folder / "other", Ed25519PrivateKey.generate())
    other.enrol(hub.origin, hub.typed_token())
    assert other.ask(slip.receipt, slip.query_code)["status"] == "delivered"
    wrong = f"{(int(slip.query_code) + 1) % 10**8:08}"
    for _ in range(5):
        assert "status" not in other.ask(slip.receipt, wrong)
    with pytest.raises(NoAnswer, match="429"):
        other.ask(slip.receipt, slip.query_code)
    assert abs(other.time() - hub.assembly.signer.now_ms()) < 60_000
    other.pool.clear()


def test_catalogues_come_whole_and_as_a_difference(
    hub: Listening, second: SecondKiosk, tmp_path: Path
) -> None:
    lines = [line for line in lines_of() if line.id != "keep-dog"]  # a draft
    write_lines(tmp_path / "one", lines[:-1])
    hub.assembly.publish(tmp_path / "one", "t")
    second.read_feed()
    first_hint = second.catalog
    shard = shards(second)[CITY]
    docs = take(second, shard, 0, {})
    assert len(docs) == shard["docs"]
    write_lines(tmp_path / "two", lines[1:])  # one is new, one goes
    hub.assembly.publish(tmp_path / "two", "t")
    second.read_feed(wait_s=5)
    assert int(second.catalog) > int(first_hint)
    newer = shards(second)[CITY]
    assert choose(newer, shard["version"])[0] == shard["version"]
    by_delta = take(second, newer, shard["version"], docs)
    assert by_delta == take(second, newer, 0, {})
    gone, new = (f"{line.kind}/{line.id}" for line in (lines[0], lines[-1]))
    assert docs.keys() - by_delta.keys() == {gone} and by_delta.keys() - docs.keys() == {new}
    with pytest.raises(ValueError, match="digest"):
        take(second, newer | {"digest": "0" * 64}, 0, {})


def test_two_kiosks_work_beside_each_other_and_audit_each_other(
    hub: Listening, second: SecondKiosk, kiosk: LiveKiosk
) -> None:
    for _ in range(3):
        kiosk.write()
        filed(second)
    second.deliver()
    assert kiosk.journal_up().deliver().through == 3
    theirs = [Entry(e.header, e.sig, e.body) for e in kiosk.journal.entries(0, 100)]
    number = int(kiosk.journal.meta("kiosk_no") or 0)
    assert number != second.kiosk_no and second.through == 3
    assert audit(theirs, number, kiosk.device.public_key) == []


@pytest.mark.parametrize("part", ["header", "sig", "body"])
def test_the_auditor_sees_every_changed_byte(second: SecondKiosk, part: str) -> None:
    slip = filed(second)
    second.write("health", b"{}")
    request = zstandard.decompress(second.batch(second.entries))
    assert read_batch(zstandard.compress(request))[1] == second.entries
    data = bytearray(getattr(slip.entry, part))
    data[-3] ^= 1
    changed = [slip.entry._replace(**{part: bytes(data)}), second.entries[1]]
    assert audit(changed, second.kiosk_no, second.pub)
    assert audit(second.entries, second.kiosk_no, second.pub) == []
    assert audit(second.entries[1:], second.kiosk_no, second.pub)
    assert is_slip_of(slip.code, second.origin, slip.entry, second.pub)
    assert not is_slip_of(slip.code, second.origin, second.entries[1], second.pub)
    forged = slip.code[:-9] + ("A" if slip.code[-9] != "A" else "B") + slip.code[-8:]
    assert not is_slip_of(forged, second.origin, slip.entry, second.pub)
