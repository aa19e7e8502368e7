"""Attacks by hand on every endpoint: a problem, never a 500, never a trace in a table."""

import hashlib
import struct
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import zstandard

from hub.services.blobs import Blobs
from kiosk.journal.author import EntryDraft
from kiosk.journal.entry import BlobRef, Entry
from kiosk.wire import batch
from kiosk.wire.messages import BatchPrefix
from kiosk.wire.request_signature import Sender, sign_request
from tests.hub.conftest import ORIGIN, HubUnderTest, TestKiosk
from tests.hub.test_intake import HEALTH, a_filing
from tests.hub.test_openapi import fingerprint
from tests.journals import STAMP

BLOB = b"sealed picture" * 100
SHA = hashlib.sha256(BLOB).hexdigest()
DEEP = b"[" * 100_000


def is_refused(answer: Any, *statuses: int) -> bool:
    kind = answer.headers["content-type"]
    return answer.status_code in statuses and kind.startswith("application/problem+json")


def prefix(kiosk: TestKiosk) -> bytes:
    said = BatchPrefix(
        kiosk_no=kiosk.number,
        through=0,
        head="00" * 32,
        boot_id=STAMP.boot_id,
        t_mono=0,
        t_wall=0,
        app="1",
    )
    return msgspec.json.encode(said)


def framed(head: bytes, rest: bytes = b"") -> bytes:
    return zstandard.compress(b"KJB1" + struct.pack(">I", len(head)) + head + rest)


def bomb() -> bytes:
    """A frame of 1.5 kB that says to hold 50 MB."""
    return zstandard.compress(bytes(50_000_000))


def silent_bomb() -> bytes:
    """The same, that does not say so."""
    packer = zstandard.ZstdCompressor().compressobj()
    return packer.compress(bytes(50_000_000)) + packer.flush()


BODIES: dict[str, Callable[[TestKiosk], bytes]] = {
    "empty": lambda _: b"",
    "no zstd": lambda _: b"KJB1",
    "half a frame": lambda kiosk: kiosk.pack([])[:-3],
    "bomb": lambda _: bomb(),
    "silent bomb": lambda _: silent_bomb(),
    "no magic": lambda _: zstandard.compress(b"XXXX"),
    "length beyond the end": lambda _: zstandard.compress(b"KJB1\xff\xff\xff\xff{}"),
    "prefix of bad UTF-8": lambda _: framed(b'{"app":"\xff"}'),
    "prefix too deep": lambda _: framed(DEEP),
    "prefix of another kiosk": lambda kiosk: framed(
        prefix(kiosk).replace(b"%d" % kiosk.number, b"7")
    ),
    "negative number": lambda kiosk: framed(prefix(kiosk).replace(b'"through":0', b'"through":-1')),
    "huge number": lambda kiosk: framed(
        prefix(kiosk).replace(b'"through":0', b'"through":' + b"9" * 400)
    ),
    "half a record": lambda kiosk: framed(prefix(kiosk), b"\x00\x00\x00\x09{}"),
    "51 entries": lambda kiosk: framed(prefix(kiosk), _records([_lone(kiosk)] * 51)),
}


def _lone(kiosk: TestKiosk) -> Entry:
    entry = kiosk.write(HEALTH)
    kiosk.entries.pop()
    return entry


def _records(entries: list[Entry]) -> bytes:
    return b"".join(
        batch.record_bytes(batch.Record(header=e.header, sig=e.sig, body=e.body)) for e in entries
    )


@pytest.mark.parametrize("name", BODIES)
def test_a_delivery_that_is_none(hub: HubUnderTest, kiosk: TestKiosk, name: str) -> None:
    before = fingerprint(hub)
    answer = kiosk.call("POST", "/v1/journal", BODIES[name](kiosk))
    assert is_refused(answer, 400, 413), (name, answer.status_code, answer.text)
    assert fingerprint(hub) == before
    assert kiosk.deliver([kiosk.write(HEALTH)])[1].through == 1


HEADERS: dict[str, Callable[[bytes], bytes]] = {
    "a member twice": lambda h: h.replace(b'"seq":1', b'"seq":2,"seq":1'),
    "not a number": lambda h: h.replace(b'"t_q":2', b'"t_q":NaN'),
    "bad UTF-8": lambda h: h.replace(b'"app":"1.0.0"', b'"app":"\xff"'),
    "too deep": lambda h: h[:-1] + b',"x":' + b"[" * 5_000 + b"}",
    "too long": lambda h: h[:-1] + b',"x":"' + b"x" * 9_000 + b'"}',
    "two objects": lambda h: h + h,
    "wrong type": lambda h: h.replace(b'"seq":1', b'"seq":"1"'),
    "another suite": lambda h: h.replace(b'"suite":1', b'"suite":2'),
    "another kiosk": lambda h: h.replace(b'"kiosk_no":42', b'"kiosk_no":43'),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_is_signed_and_wrong(hub: HubUnderTest, kiosk: TestKiosk, name: str) -> None:
    """The device key signs anything; the hub still takes only what it can read."""
    good = _lone(kiosk)
    header = HEADERS[name](good.header)
    assert header != good.header
    digest = hashlib.sha256(b"kiosk-entry/1\0" + bytes(32) + header).digest()
    sig = kiosk.signer.sign(b"kiosk-sig/1\0" + digest)
    before = fingerprint(hub)
    code, ack = kiosk.deliver([msgspec.structs.replace(good, header=header, sig=sig, hash=digest)])
    assert code == 409 and ack.stop is not None and ack.stop.reason == "bad_entry"
    assert ack.through == 0 and fingerprint(hub) == before


def test_what_is_replayed_or_reordered_changes_nothing(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    entries = [kiosk.write(a_filing(kiosk, n)) for n in range(1, 5)]
    kiosk.deliver(entries)
    before = fingerprint(hub)
    for again in (entries, entries[::-1], entries[2:], entries[:1] * 5):
        assert kiosk.deliver(again)[1].through == 4
    assert fingerprint(hub) == before


@pytest.mark.parametrize("clock", [0, 1, 10**15 - 1])
def test_a_wrong_clock_locks_nobody_out(kiosk: TestKiosk, clock: int) -> None:
    target, body = "/v1/journal", kiosk.pack([])
    signed = sign_request("POST", ORIGIN + target, body, _sender(kiosk), clock)
    answer = kiosk.hub.client.post(target, content=body, headers=signed)
    assert answer.status_code == 200


def _sender(kiosk: TestKiosk) -> Sender:
    device = kiosk.signer
    return Sender(kiosk_no=kiosk.number, public_key=device.public_key, sign=device.sign)


@pytest.mark.parametrize("name", ["Signature", "Signature-Input", "Content-Digest"])
@pytest.mark.parametrize("how", ["twice", "missing", "empty", "huge", "not ASCII"])
def test_a_signature_header_that_is_not_once(kiosk: TestKiosk, name: str, how: str) -> None:
    body = kiosk.pack([])
    signed = sign_request("POST", ORIGIN + "/v1/journal", body, _sender(kiosk), 1)
    changed = {
        "twice": [signed[name], signed[name]],
        "missing": [],
        "empty": [""],
        "huge": ["x" * 30_000],
        "not ASCII": [b"\xff\xfe"],
    }[how]
    pairs = [(key, value) for key, value in signed.items() if key != name]
    pairs += [(name, value) for value in changed]
    answer = kiosk.hub.client.post("/v1/journal", content=body, headers=pairs)
    assert is_refused(answer, 400), answer.text


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/v1/journal", 405),
        ("DELETE", "/v1/feed", 405),
        ("PUT", "/v1/enrol", 405),
        ("GET", "/v1/nothing", 404),
        ("GET", "/tuf/../hub.key", 404),
        ("GET", "/tuf/%2e%2e/%2e%2e/hub.key", 404),
        ("GET", "/packs//etc/passwd", 404),
        ("GET", "/v1/time?nonce=short", 400),
        ("GET", "/v1/time?nonce=" + "x" * 5_000, 400),
        ("GET", "/v1/time", 400),
        ("GET", "/v1/feed?after=" + "9" * 5_000, 400),
        ("GET", "/v1/feed?after=-1", 400),
        ("GET", "/v1/feed?after=1e3", 400),
        ("GET", "/v1/feed?after=0&wait=26", 400),
        ("HEAD", "/v1/blobs/" + "g" * 64, 400),
        ("PUT", "/v1/blobs/" + "AB" * 32, 400),
    ],
)
def test_a_wrong_address(hub: HubUnderTest, method: str, target: str, status: int) -> None:
    answer = hub.client.request(method, target)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'{"pubkey":1}',
        b"\xff",
        DEEP,
        b"x" * 20_000,
        b'{"pubkey":"' + b"0" * 64,
    ],
)
def test_an_enrolment_that_is_none(hub: HubUnderTest, body: bytes) -> None:
    before = fingerprint(hub)
    answer = hub.client.post("/v1/enrol", content=body)
    assert is_refused(answer, 400, 413), answer.text
    assert fingerprint(hub) == before


def announce(kiosk: TestKiosk) -> None:
    draft = a_filing(kiosk, 1, blobs=(BlobRef(sha256=SHA, len=len(BLOB)),))
    kiosk.deliver([kiosk.write(draft)])


def put(kiosk: TestKiosk, span: str, data: bytes, sha256: str = SHA) -> Any:
    return kiosk.call("PUT", f"/v1/blobs/{sha256}", data, Content_Range=span)


@pytest.mark.parametrize(
    "span",
    [
        "",
        "bytes */*",
        "bytes 0-99/1400, bytes 0-99/1400",
        "bytes 5-4/1400",
        "bytes 0-99/99999999999",
        "bytes 0-99/100",
        "bytes 1399-1498/1400",
        "bytes 100-199/1400",
        "bytes 0-98/1400",
        "BYTES 0-99/1400",
        "bytes 0-99/1400;q=1",
    ],
)
def test_a_range_that_does_not_fit(hub: HubUnderTest, kiosk: TestKiosk, span: str) -> None:
    announce(kiosk)
    before = fingerprint(hub)
    answer = put(kiosk, span, BLOB[:100])
    assert is_refused(answer, 400, 409), answer.text
    assert fingerprint(hub) == before
    assert put(kiosk, f"bytes 0-{len(BLOB) - 1}/{len(BLOB)}", BLOB).status_code == 200


def test_an_attachment_of_other_bytes_is_forgotten(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    announce(kiosk)
    before = fingerprint(hub)
    wrong = bytes(len(BLOB))
    answer = put(kiosk, f"bytes 0-{len(wrong) - 1}/{len(wrong)}", wrong)
    assert is_refused(answer, 422)
    assert fingerprint(hub) == before


def test_what_nobody_announced_is_not_taken(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    before = fingerprint(hub)
    assert is_refused(put(kiosk, f"bytes 0-{len(BLOB) - 1}/{len(BLOB)}", BLOB), 404)
    assert fingerprint(hub) == before


def test_an_entry_of_a_limit_and_beyond(kiosk: TestKiosk) -> None:
    fits = EntryDraft(type="health", body=bytes(128 * 1024))
    assert kiosk.deliver([kiosk.write(fits)])[0] == 200


def test_a_mistake_of_ours_would_be_seen(
    hub: HubUnderTest, kiosk: TestKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attacks above would find a 500, and a piece that is kept of a refused call."""
    announce(kiosk)
    real = Blobs.offset

    def broken(self: Blobs, caller: Any, sha256: str) -> int:
        return real(self, caller, sha256) // 0

    monkeypatch.setattr(Blobs, "offset", broken)
    assert kiosk.call("HEAD", f"/v1/blobs/{SHA}").status_code == 500
