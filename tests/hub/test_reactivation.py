"""A kiosk that was revoked, retired or quarantined is active again: nothing twice, nothing lost."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hub.assembly import REVOKED, HubAssembly, RevokedKiosks, found
from hub.cli import run
from hub.config import HubConfig
from hub.services.oversight import verify_all
from hub.store.tables import entry, filing, held_entry, hub_outbox
from kiosk.wire.signed import Signed, payload_of
from tests.hub.conftest import ORIGIN, HubUnderTest, TestKiosk
from tests.hub.test_identity import a_key, renew
from tests.hub.test_intake import HEALTH, a_filing, rows


def waiting(hub: HubUnderTest) -> list[bytes]:
    """Return the entries that a person must look at."""
    return [bytes(row["hash"]) for row in rows(hub, held_entry) if row["resolved_at"] is None]


@pytest.mark.parametrize("status", ["draining", "quarantined"])
def test_what_was_set_aside_joins_the_chain_and_waits_for_nobody(
    hub: HubUnderTest, kiosk: TestKiosk, status: str
) -> None:
    kiosk.deliver([kiosk.write(a_filing(kiosk, 1))])
    hub.assembly.sites.change(kiosk.number, status, "test")  # type: ignore[arg-type]
    late = [kiosk.write(a_filing(kiosk, n)) for n in (2, 3)]
    assert kiosk.deliver(late)[1].held == tuple(one.hash.hex() for one in late)
    assert sorted(waiting(hub)) == sorted(one.hash for one in late)
    hub.assembly.sites.change(kiosk.number, "active", "test")
    code, ack = kiosk.deliver([kiosk.write(a_filing(kiosk, 4))])
    assert (code, ack.stop.expected if ack.stop else None) == (409, 2)
    assert kiosk.deliver(kiosk.entries[1:])[1].through == 4
    assert waiting(hub) == []
    assert len(rows(hub, entry)) == len(rows(hub, filing)) == len(rows(hub, hub_outbox)) == 4
    assert {row["resolved_by"] for row in rows(hub, held_entry)} == {"hub"}
    assert verify_all(hub.assembly.engine).flaws == ()


def test_what_stands_in_the_chain_and_is_strange_still_waits(
    hub: HubUnderTest, kiosk: TestKiosk
) -> None:
    strange = kiosk.write(a_filing(kiosk, 1, qv=msgspec.UNSET))
    kiosk.deliver([strange])
    kiosk.deliver([kiosk.write(HEALTH)])
    assert waiting(hub) == [strange.hash]


def test_the_other_history_of_a_fork_still_waits(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    entries = [kiosk.write(HEALTH) for _ in range(2)]
    kiosk.deliver(entries)
    kiosk.entries = entries[:1]
    other = kiosk.write(a_filing(kiosk, 1))
    assert kiosk.deliver([other])[0] == 409
    hub.assembly.sites.change(kiosk.number, "active", "test")
    kiosk.entries = entries
    assert kiosk.deliver([kiosk.write(HEALTH)])[1].through == 3
    assert waiting(hub) == [other.hash]


def test_a_revoked_kiosk_is_let_in_again_at_once(hub: HubUnderTest, kiosk: TestKiosk) -> None:
    hub.assembly.sites.change(kiosk.number, "revoked", "test")
    body = kiosk.pack([kiosk.write(a_filing(kiosk, 1))])
    assert kiosk.call("POST", "/v1/journal", body).status_code == 403
    assert kiosk.call("GET", "/v1/feed?after=0").status_code == 403
    hub.assembly.sites.change(kiosk.number, "active", "test")
    answer = kiosk.call("POST", "/v1/journal", body)
    assert payload_of(msgspec.json.decode(answer.content, type=Signed), dict)["through"] == 1
    assert kiosk.call("GET", "/v1/feed?after=0").status_code == 200


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[HubAssembly]:
    """A hub as `hub init` makes it, with one kiosk."""
    assembly = found(tmp_path / "hub", HubConfig(origin=ORIGIN, first_kiosk_no=42017))
    yield assembly
    assembly.engine.dispose()


def enrolled(hub: HubAssembly) -> TestKiosk:
    from litestar.testing import TestClient

    from hub.edge.app import create_edge

    with TestClient(create_edge(hub.edge(), hub.paths.published)) as client:
        made = TestKiosk(HubUnderTest(assembly=hub, client=client), 1)
        site = hub.sites.add_site("花戏楼", "341602", "test")
        assert made.enrol(hub.sites.token(site.site_id, "test").token).status_code == 200
    return made


def published(hub: HubAssembly) -> tuple[int, ...]:
    return msgspec.json.decode(hub.repository.policy()[REVOKED], type=RevokedKiosks).kiosks


def status_of(hub: HubAssembly) -> str:
    return hub.sites.kiosks()[0].status


def test_the_command_takes_a_kiosk_off_the_published_list(whole: HubAssembly) -> None:
    number = enrolled(whole).number
    assert run(["--data", str(whole.paths.data), "kiosk", "revoke", str(number)]) == 0
    assert (status_of(whole), published(whole)) == ("revoked", (number,))
    assert run(["--data", str(whole.paths.data), "kiosk", "activate", str(number)]) == 0
    assert (status_of(whole), published(whole)) == ("active", ())


def test_without_the_policy_keys_a_published_kiosk_stays_out(
    whole: HubAssembly, capsys: pytest.CaptureFixture[str]
) -> None:
    number = enrolled(whole).number
    whole.revoke(number, "test")
    for key in whole.paths.keys.glob("policy-*.pem"):
        key.unlink()
    assert run(["--data", str(whole.paths.data), "kiosk", "activate", str(number)]) == 3
    assert "policy" in capsys.readouterr().err
    assert (status_of(whole), published(whole)) == ("revoked", (number,))


def test_a_retired_kiosk_comes_back_without_the_policy_keys(whole: HubAssembly) -> None:
    number = enrolled(whole).number
    whole.sites.change(number, "draining", "test")
    for key in whole.paths.keys.glob("policy-*.pem"):
        key.unlink()
    whole.activate(number, "test")
    assert status_of(whole) == "active"


def test_who_was_replaced_or_is_not_known_is_refused(
    hub: HubUnderTest, kiosk: TestKiosk, whole: HubAssembly, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--data", str(whole.paths.data), "kiosk", "activate", "7"]) == 2
    new = TestKiosk(hub, 2)
    new.signer = a_key(9)
    assert renew(hub, kiosk, new).status_code == 200
    with pytest.raises(Exception, match="接替"):
        hub.assembly.sites.check_unreplaced(kiosk.number)
