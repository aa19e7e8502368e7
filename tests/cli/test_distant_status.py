"""`kiosk status` for a receipt that another kiosk gave: the hub is asked, and nobody else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome
from tests.cli.test_filing import answered, write_form
from tests.live_hub import Listening, listening

Kiosk = Callable[..., Outcome]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


def test_a_receipt_of_another_kiosk_is_asked_for_at_the_hub(
    hub: Listening, kiosk: Kiosk, tmp_path: Path
) -> None:
    other = ("--data", str(tmp_path / "other"))
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    form = str(write_form(tmp_path / "f.json", answered(kiosk)))
    kept = kiosk("file", form, "--json").json
    asks = ("status", kept["receipt"], "--code", kept["query_code"])
    assert kiosk(*asks, *other).code == 5, "who is not enrolled asks nobody"
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token(), *other)
    assert kiosk(*asks, *other).code == 5, "it has not arrived"
    kiosk("sync", "--once")
    assert kiosk(*asks, "--json", *other).json["status"] == "delivered"
    hub.assembly.status.decide(
        kept["receipt"],
        "needs_supplement",
        actor="t",
        text_id="x",
        need=("id-card",),
        deadline="2026-12-31",
    )
    said = kiosk(*asks, "--json", *other).json
    assert (said["status"], said["need"]) == ("needs_supplement", ["id-card"])
    assert said["deadline"] == "2026-12-31" and said["at"].endswith("+00:00")
    assert "要补材料" in kiosk(*asks, *other).out
    wrong = ("status", kept["receipt"], "--code", f"{(int(asks[3]) + 1) % 10**8:08}", *other)
    for _ in range(5):
        assert kiosk(*wrong).code == 5
    refused = kiosk(*asks, *other)
    assert refused.code == 5 and "一小时" in refused.err, "guessing has an end"


def test_without_the_hub_only_its_own_receipts_are_known(kiosk: Kiosk, tmp_path: Path) -> None:
    with listening(tmp_path / "hub") as hub:
        kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    kept = kiosk("file", str(write_form(tmp_path / "f.json", answered(kiosk))), "--json").json
    assert kiosk("status", kept["receipt"], "--code", kept["query_code"]).code == 0
    elsewhere = kiosk("status", "0042018000000102", "--code", "12345678")
    assert elsewhere.code == 3 and "网络" in elsewhere.err


@pytest.mark.parametrize("code", ["１２３４５６７８", "1234567", "1234567a", "123456789"])
def test_a_query_code_is_eight_plain_digits(kiosk: Kiosk, code: str) -> None:
    assert kiosk("status", "0042018000000102", "--code", code).code == 2
