"""Who may do what: every endpoint of the OpenAPI document × every kind of caller.

A new endpoint without a line in `OPEN` is tried as one that needs a signature.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from kiosk.journal.author import EntryDraft
from kiosk.journal.entry import BlobRef
from kiosk.journal.receipt import receipt_no
from kiosk.wire.messages import StatusRequest
from kiosk.wire.signed import Signed, payload_of
from tests.hub.conftest import HubUnderTest, TestKiosk
from tests.hub.test_attacks import BLOB, SHA
from tests.hub.test_intake import HEALTH, a_filing

OPEN = {("/v1/enrol", "post"), ("/v1/time", "get")}
"""Endpoints that ask for no signature: what they carry is signed in itself."""

ROLES = ("unknown", "revoked", "foreign key", "quarantined", "draining", "active")


def endpoints(hub: HubUnderTest) -> Iterator[tuple[str, str]]:
    document = hub.client.get("/openapi/openapi.json").json()
    for path, item in document["paths"].items():
        yield from ((path, method) for method in item if path.startswith("/v1/"))


def call(kiosk: TestKiosk, path: str, method: str) -> Any:
    """Call an endpoint as it is meant to be called."""
    target = path.replace("{sha256}", SHA) + ("?after=0" if path == "/v1/feed" else "")
    asked = StatusRequest(receipt=receipt_no(kiosk.number, 1), code="00000000")
    bodies: dict[tuple[str, str], bytes] = {
        ("/v1/journal", "post"): kiosk.pack([]),
        ("/v1/status", "post"): msgspec.json.encode(asked),
        ("/v1/blobs/{sha256}", "put"): BLOB,
    }
    span = {"Content_Range": f"bytes 0-{len(BLOB) - 1}/{len(BLOB)}"} if method == "put" else {}
    return kiosk.call(method.upper(), target, bodies.get((path, method)), **span)


@pytest.fixture
def caller(hub: HubUnderTest, kiosk: TestKiosk) -> Callable[[str], TestKiosk]:
    draft = a_filing(kiosk, 1, blobs=(BlobRef(sha256=SHA, len=len(BLOB)),))
    kiosk.deliver([kiosk.write(draft)])

    def become(role: str) -> TestKiosk:
        if role in ("revoked", "draining", "quarantined"):
            hub.assembly.sites.change(kiosk.number, role, "test")  # type: ignore[arg-type]
        if role == "foreign key":
            kiosk.signer = TestKiosk(hub, 99).signer
        if role == "unknown":
            assert kiosk.answer is not None
            kiosk.answer = msgspec.structs.replace(kiosk.answer, kiosk_no=9_999_999)
        return kiosk

    return become


def expected(role: str, path: str) -> int:
    if role == "unknown":
        return 401
    if role == "foreign key":
        return 400
    return 403 if role == "revoked" else 200


@pytest.mark.parametrize("role", ROLES)
def test_every_endpoint_knows_its_callers(
    hub: HubUnderTest, caller: Callable[[str], TestKiosk], role: str
) -> None:
    kiosk = caller(role)
    tried = [pair for pair in endpoints(hub) if pair not in OPEN]
    assert len(tried) >= 5
    for path, method in tried:
        answer = call(kiosk, path, method)
        assert answer.status_code == expected(role, path), (role, method, path, answer.text)


def test_without_a_signature_nothing_but_the_open_ones_answers(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    for path, method in endpoints(hub):
        target = path.replace("{sha256}", SHA) + ("?after=0" if path == "/v1/feed" else "")
        answer = hub.client.request(method, target)
        assert answer.status_code == 400, (method, path, answer.text)


@pytest.fixture
def other(hub: HubUnderTest, kiosk: TestKiosk) -> TestKiosk:
    site = hub.assembly.sites.add_site("别处", "341602", "test")
    made = TestKiosk(hub, 2)
    assert made.enrol(hub.assembly.sites.token(site.site_id, "t").token).status_code == 200
    return made


def test_another_kiosk_gets_nothing_of_this_one(
    hub: HubUnderTest, caller: Callable[[str], TestKiosk], other: TestKiosk
) -> None:
    kiosk = caller("active")
    hub.assembly.status.decide(receipt_no(kiosk.number, 1), "accepted", actor="t", text_id="x")
    assert len(kiosk.call("GET", "/v1/feed?after=0").json()) == 1
    assert other.call("GET", "/v1/feed?after=0").json() == []
    assert other.call("HEAD", f"/v1/blobs/{SHA}").status_code == 404
    assert call(other, "/v1/blobs/{sha256}", "put").status_code == 404
    asked = call(other, "/v1/status", "post")
    said = payload_of(msgspec.json.decode(asked.content, type=Signed), dict)
    assert said == {"receipt": receipt_no(other.number, 1)}
    entry = kiosk.entries[0]
    code, ack = other.deliver([entry])
    assert code == 409 and ack.stop is not None and ack.stop.reason == "bad_entry"


def test_another_kiosks_receipt_number_is_shown_to_a_person(
    kiosk: TestKiosk, other: TestKiosk
) -> None:
    assert other.deliver([other.write(a_filing(kiosk, 5))])[1].through == 1
    later = EntryDraft(type="filing.new", body=b"x", receipt=receipt_no(kiosk.number, 5))
    assert kiosk.deliver([kiosk.write(later)])[0] == 200


def test_unknown_and_wrong_take_the_same_time(
    hub: HubUnderTest, caller: Callable[[str], TestKiosk]
) -> None:
    kiosk = caller("active")
    known, seconds = receipt_no(kiosk.number, 1), {"wrong": [], "unknown": []}  # type: ignore[var-annotated]
    for number in range(4):
        unknown = receipt_no(kiosk.number, 700 + number)
        for name, receipt in (("wrong", known), ("unknown", unknown)):
            body = msgspec.json.encode(StatusRequest(receipt=receipt, code="00000000"))
            began = time.process_time()
            answer = kiosk.call("POST", "/v1/status", body)
            seconds[name].append(time.process_time() - began)
            said = msgspec.json.decode(answer.content, type=Signed)
            assert payload_of(said, dict) == {"receipt": receipt}
    fastest = {name: min(values) for name, values in seconds.items()}
    assert fastest["unknown"] / fastest["wrong"] == pytest.approx(1, abs=0.4), fastest
    assert fastest["unknown"] > 0.02  # the slow hash was computed


def test_a_receipt_is_asked_for_five_times_an_hour(
    hub: HubUnderTest, caller: Callable[[str], TestKiosk]
) -> None:
    kiosk = caller("active")
    codes = [call(kiosk, "/v1/status", "post").status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


def test_a_verifier_that_is_none_lets_nobody_in(
    hub: HubUnderTest, caller: Callable[[str], TestKiosk]
) -> None:
    answer = call(caller("active"), "/v1/status", "post")  # its `qv` is "AA", the code all zeros
    assert "status" not in payload_of(msgspec.json.decode(answer.content, type=Signed), dict)


def test_a_kiosk_and_an_address_are_limited(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    codes = {hub.client.post("/v1/enrol", content=b"{}").status_code for _ in range(31)}
    assert codes == {400, 429}
    many = [kiosk.call("GET", "/v1/feed?after=0").status_code for _ in range(601)]
    assert set(many[:590]) == {200} and many[-1] == 429


def test_a_revoked_kiosk_is_out_at_once(kiosk: TestKiosk, hub: HubUnderTest) -> None:
    assert kiosk.call("GET", "/v1/feed?after=0").status_code == 200
    hub.assembly.sites.change(kiosk.number, "revoked", "test")
    packed = kiosk.pack([kiosk.write(HEALTH)])
    answer = kiosk.call("POST", "/v1/journal", packed)
    assert answer.status_code == 403
    assert payload_of(msgspec.json.decode(answer.content, type=Signed), dict)["stop"] == {
        "seq": 0,
        "reason": "revoked",
    }
    assert hashlib.sha256(packed).hexdigest() in str(
        payload_of(msgspec.json.decode(answer.content, type=Signed), dict)
    )
