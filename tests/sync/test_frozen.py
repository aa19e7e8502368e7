"""A journal that was set aside: its entries and attachments reach the hub, and reach it again."""

import pytest

from hub.store.tables import blob_due, body, entry, held_entry
from hub.store.tables import kiosk as kiosk_table
from kiosk.domain.errors import Refused
from kiosk.sync.frozen_up import FrozenUp
from tests.live_hub import Listening, LiveKiosk
from tests.sync.test_delivery import file, rows


def frozen_up(kiosk: LiveKiosk) -> FrozenUp:
    return FrozenUp(
        journal=kiosk.journal,
        files=kiosk.files,
        hub=kiosk.http,
        trust=kiosk.trust,
        remember=lambda: kiosk.enrolment().remember(kiosk.device),
        clock=kiosk.time,
        app="1.0.0",
    )


def states(kiosk: LiveKiosk) -> list[str]:
    return [one.state for one in kiosk.journal.entries(0, 99)]


def forget(hub: Listening, *tables: str) -> None:
    """The hub comes back from a backup that knows nothing of these."""
    with hub.assembly.engine.begin() as db:
        for table in tables:
            db.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        db.exec_driver_sql("UPDATE hub SET epoch = epoch + 1")


def test_what_a_frozen_journal_owes_is_set_aside_with_its_attachments(
    hub: Listening, kiosk: LiveKiosk
) -> None:
    hub.assembly.sites.change(kiosk.author.kiosk_no, "draining", "test")
    file(kiosk, 1, b"picture")
    assert frozen_up(kiosk).deliver()
    assert (states(kiosk), len(rows(hub, held_entry))) == (["held"], 1)
    assert bytes(rows(hub, body)[-1]["data"]) == b"picture" or len(rows(hub, body)) == 2


def test_what_a_restored_hub_forgot_is_set_aside_again(hub: Listening, kiosk: LiveKiosk) -> None:
    hub.assembly.sites.change(kiosk.author.kiosk_no, "draining", "test")
    file(kiosk, 1, b"picture")
    frozen_up(kiosk).deliver()
    forget(hub, held_entry.name, body.name, blob_due.name)
    assert frozen_up(kiosk).deliver()
    assert len(rows(hub, held_entry)) == 1 and len(rows(hub, body)) == 2


def test_a_hub_that_forgot_the_number_is_shown_its_answer(hub: Listening, kiosk: LiveKiosk) -> None:
    file(kiosk, 1)
    kiosk.journal_up().deliver()
    forget(hub, entry.name, kiosk_table.name, "key_event", "filing", "status_event", body.name)
    assert frozen_up(kiosk).deliver()
    assert len(rows(hub, entry)) == 1


def test_a_revoked_number_delivers_nothing(hub: Listening, kiosk: LiveKiosk) -> None:
    hub.assembly.sites.change(kiosk.author.kiosk_no, "revoked", "test")
    file(kiosk, 1)
    with pytest.raises(Refused, match="停用"):
        frozen_up(kiosk).deliver()
    assert states(kiosk) == ["kept"]
