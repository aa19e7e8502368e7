"""A kiosk of ours, used by commands, beside one that was written from the protocol's page."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.cli import run as run_hub
from tests.cli.conftest import Outcome
from tests.cli.test_filing import answered, write_form
from tests.live_hub import Listening, listening
from tests.sync.second_auditor import audit, is_slip_of, opened, read_batch, read_export, sha
from tests.sync.second_kiosk import Item, SecondKiosk

Kiosk = Callable[..., Outcome]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


def public_key_of(hub: Listening, kiosk_no: int, capfd: pytest.CaptureFixture[str]) -> bytes:
    """Return what the hub's administrator tells an auditor."""
    capfd.readouterr()
    assert run_hub(["--data", str(hub.assembly.paths.data), "kiosk", "list", "--json"]) == 0
    (found,) = (k for k in json.loads(capfd.readouterr().out) if k["kiosk_no"] == kiosk_no)
    (key,) = found["keys"]
    assert key["from_seq"] == 1
    return bytes.fromhex(key["pub"])


def test_both_deliver_and_each_is_audited(
    hub: Listening, kiosk: Kiosk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    second = SecondKiosk(tmp_path / "second", Ed25519PrivateKey.generate())
    second.enrol(hub.origin, hub.typed_token())
    number = kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token(), "--json").json
    form = str(write_form(tmp_path / "form.json", answered(kiosk)))
    slips = []
    for _ in range(2):
        slips.append(kiosk("file", form, "--json").json)
        second.file({"form": {}, "list": {}}, Item("topic/x", "ab" * 32, "341600000000", 1))
    stick = tmp_path / "stick"
    assert kiosk("journal", "export", str(stick)).code == 0
    entries, pub = read_export(stick), public_key_of(hub, number["kiosk_no"], capfd)
    assert audit(entries, number["kiosk_no"], pub) == []
    for slip, entry in zip(slips, entries, strict=True):
        assert slip["hash"] == entry.hash and is_slip_of(slip["slip"], hub.origin, entry, pub)
    second.deliver()
    assert kiosk("sync", "--once", "--json").json["journal"]["through"] == second.through == 2
    for slip in slips:
        assert second.ask(slip["receipt"], slip["query_code"])["status"] == "delivered"
    assert hub.assembly.counts().filings == 4 and not hub.assembly.verify().flaws
    second.pool.clear()


def test_a_stick_can_be_carried_with_what_the_page_says(
    hub: Listening, kiosk: Kiosk, tmp_path: Path
) -> None:
    carrier = SecondKiosk(tmp_path / "carrier", Ed25519PrivateKey.generate())
    carrier.enrol(hub.origin, hub.typed_token())
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    kiosk("file", str(write_form(tmp_path / "form.json", answered(kiosk))))
    stick = tmp_path / "stick"
    kiosk("journal", "export", str(stick))
    (request,) = stick.glob("entries-*.curl")
    said = re.findall(r'^([a-z-]+) = "(.*)"$', request.read_text("utf-8"), re.MULTILINE)
    given = {name: value for name, value in said if name != "header"}
    headers = dict(
        json.loads(f'"{value}"').split(": ", 1) for name, value in said if name == "header"
    )
    body = (stick / given["data-binary"].removeprefix("@")).read_bytes()
    answer = carrier.pool.request(given["request"], given["url"], body=body, headers=headers)
    ack = opened(carrier.hub_keys, "ack", answer.json())
    prefix, entries = read_batch(body)
    assert (ack["kiosk_no"], ack["req"]) == (prefix["kiosk_no"], sha(body).hex())
    assert (ack["through"], ack["head"]) == (1, entries[0].hash)
    (stick / given["output"]).write_bytes(answer.data)
    done = kiosk("journal", "import", str(stick), "--json")
    assert done.json == {"answers": 1, "through": 1}
    carrier.pool.clear()
