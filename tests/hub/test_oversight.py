import pytest
from sqlalchemy import delete, update

from hub.store.tables import entry, hub_audit
from kiosk.journal.author import EntryDraft
from tests.hub.conftest import HubUnderTest, TestKiosk

HEALTH = EntryDraft(type="health", body=b"{}")


@pytest.fixture
def filled(hub: HubUnderTest, kiosk: TestKiosk) -> HubUnderTest:
    kiosk.deliver([kiosk.write(HEALTH) for _ in range(5)])
    return hub


def test_an_honest_hub_has_no_flaw(filled: HubUnderTest) -> None:
    found = filled.assembly.verify()
    assert found.flaws == () and found.checked >= 8


@pytest.mark.parametrize(
    "tamper",
    [
        delete(entry).where(entry.c.seq == 5),
        delete(entry).where(entry.c.seq == 3),
        update(entry).where(entry.c.seq == 2).values(sig=bytes(64)),
        update(entry).where(entry.c.seq == 4).values(header=b"{}"),
        delete(hub_audit).where(hub_audit.c.n == 2),
        update(hub_audit).where(hub_audit.c.n == 1).values(actor="nobody"),
        update(hub_audit).where(hub_audit.c.n == 2).values(detail="{}"),
    ],
)
def test_what_an_insider_does_is_found(filled: HubUnderTest, tamper) -> None:  # type: ignore[no-untyped-def]
    with filled.assembly.engine.begin() as db:
        db.execute(tamper)
    assert filled.assembly.verify().flaws


def test_what_is_there_is_counted(filled: HubUnderTest) -> None:
    counted = filled.assembly.counts()
    assert (counted.kiosks, counted.entries, counted.filings) == (1, 5, 0)


def test_what_a_retired_kiosk_still_delivers_is_no_fork(
    filled: HubUnderTest, kiosk: TestKiosk
) -> None:
    filled.assembly.sites.change(kiosk.number, "draining", "t")
    code, ack = kiosk.deliver([kiosk.write(HEALTH) for _ in range(2)])
    assert code == 200 and len(ack.held) == 2
    assert filled.assembly.counts().forks == 0


@pytest.mark.parametrize("kept", [4, 5])
def test_what_a_cloned_disk_delivers_after_it_was_replaced_is_a_fork(
    filled: HubUnderTest, kiosk: TestKiosk, kept: int
) -> None:
    """From the middle of the chain, or instead of what followed its end."""
    clone = kiosk.entries[:kept]
    if kept == 5:
        kiosk.deliver([kiosk.write(HEALTH)])
    filled.assembly.sites.change(kiosk.number, "draining", "t")
    kiosk.entries = clone
    other = EntryDraft(type="health", body=b"{ }")
    code, ack = kiosk.deliver([kiosk.write(other), kiosk.write(other)])
    assert code == 200 and len(ack.held) == 2
    assert filled.assembly.counts().forks == 2
