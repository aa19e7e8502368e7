"""Generated calls on every endpoint, signed and framed so that most of them get past the door.

Always a problem in the right shape, never a 500, never a trace in the tables of what was refused.
`KIOSK_FUZZ_EXAMPLES` makes it longer.
"""

import os
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
import zstandard
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from requests import Request
from schemathesis import GenerationMode
from sqlalchemy import func, select

from hub.edge.access import Access
from hub.edge.app import create_edge
from hub.store.database import reading
from hub.store.kiosks import Kiosk
from hub.store.tables import metadata
from kiosk.wire.request_signature import Sender, sign_request
from tests.hub.conftest import ORIGIN, HubUnderTest, TestKiosk
from tests.hub.test_intake import a_filing

EXAMPLES = int(os.environ.get("KIOSK_FUZZ_EXAMPLES", "6"))
SIGNED = {"/v1/journal", "/v1/blobs/{sha256}", "/v1/feed", "/v1/status"}
KEPT_QUIET = {"kiosk_seen", "hub_audit"}
"""Tables in which a refusal may leave a line."""


def fingerprint(hub: HubUnderTest) -> dict[str, int]:
    """Return how many rows each table has."""
    with reading(hub.assembly.engine) as db:
        return {
            table.name: db.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
            if table.name not in KEPT_QUIET
        }


class Fuzz:
    """Sends generated calls as an enrolled kiosk would."""

    def __init__(self, hub: HubUnderTest, kiosk: TestKiosk) -> None:
        self.hub = hub
        self.kiosk = kiosk
        self.said: Counter[str] = Counter()

    def send(self, case: Any, frame: bool) -> None:
        prepared = Request(**_kwargs(case)).prepare()
        target = prepared.path_url
        body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
        headers = {str(k): v for k, v in prepared.headers.items() if k.lower() != "content-length"}
        if case.operation.path == "/v1/journal" and frame:
            body = zstandard.compress(body or b"")
        if case.operation.path in SIGNED:
            headers |= self._signed(str(prepared.method), target, body)
        before = fingerprint(self.hub)
        answer = self.hub.client.request(prepared.method, target, content=body, headers=headers)
        self._judge(case, answer, before)

    def _signed(self, method: str, target: str, body: bytes | None) -> dict[str, str]:
        device = self.kiosk.signer
        sender = Sender(kiosk_no=self.kiosk.number, public_key=device.public_key, sign=device.sign)
        has_body = method in ("POST", "PUT")
        return sign_request(method, ORIGIN + target, (body or b"") if has_body else None, sender, 1)

    def _judge(self, case: Any, answer: Any, before: dict[str, int]) -> None:
        where = f"{case.method} {case.operation.path} → {answer.status_code} {answer.text[:200]}"
        assert answer.status_code < 500, where
        if answer.status_code >= 400 and case.method != "HEAD":
            kind = answer.headers["content-type"].partition(";")[0]
            assert kind in ("application/problem+json", "application/json"), where
        if answer.status_code >= 400:
            assert fingerprint(self.hub) == before, where
        self.said["calls"] += 1


def _kwargs(case: Any) -> dict[str, Any]:
    wanted = case.as_transport_kwargs(base_url=ORIGIN)
    names = ("method", "url", "headers", "params", "data", "json", "files", "cookies")
    return {name: wanted[name] for name in names if name in wanted}


@pytest.fixture
def fuzz(hub: HubUnderTest, kiosk: TestKiosk, monkeypatch: pytest.MonkeyPatch) -> Fuzz:
    kiosk.deliver([kiosk.write(a_filing(kiosk, 1))])
    made, check = Fuzz(hub, kiosk), Access.caller

    def counted(*given: Any) -> Kiosk:
        found = check(*given)
        made.said["inside"] += 1  # the signature was checked, and is that of the kiosk
        return found

    monkeypatch.setattr(Access, "caller", counted)
    return made


def test_generated_calls_are_answered_and_leave_no_trace(fuzz: Fuzz) -> None:
    app = create_edge(fuzz.hub.assembly.edge(), fuzz.hub.assembly.paths.published)
    schema = schemathesis.openapi.from_asgi("/openapi/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    called = [one for one in operations if one.path.startswith("/v1/")]
    assert {one.path for one in called} >= SIGNED | {"/v1/enrol", "/v1/time"}
    for operation in called:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _explore(fuzz, operation, mode)
    total = fuzz.said["calls"]
    assert total > EXAMPLES * len(called)
    assert fuzz.said["inside"] >= total / 2, fuzz.said
    print(f"{total} calls, {fuzz.said['inside']} past the door")  # noqa: T201


def _explore(fuzz: Fuzz, operation: Any, mode: GenerationMode) -> None:
    is_meant = mode is GenerationMode.POSITIVE and operation.path in SIGNED

    @settings(
        max_examples=2 * EXAMPLES if is_meant else EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), frame=st.booleans())
    def explore(case: Any, frame: bool) -> None:
        fuzz.send(case, frame)

    with suppress(Unsatisfiable):  # no bytes are wrong bytes
        explore()


def test_every_body_is_described(fuzz: Fuzz) -> None:
    document = fuzz.hub.client.get("/openapi/openapi.json").json()
    for path in ("/v1/enrol", "/v1/journal", "/v1/status"):
        assert document["paths"][path]["post"]["requestBody"]["required"], path
    enrol = document["paths"]["/v1/enrol"]["post"]["requestBody"]["content"]["application/json"]
    assert enrol["schema"]["properties"]["pubkey"]["pattern"] == "^[0-9a-f]{64}$"
