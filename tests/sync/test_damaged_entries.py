"""An entry that is damaged on a kiosk's disk: never taken for delivered, and it stops no other."""

import pytest

from hub.store.tables import held_entry
from kiosk.domain.errors import Refused
from tests.live_hub import Listening, LiveKiosk
from tests.sync.test_delivery import file
from tests.sync.test_frozen import frozen_up, states
from tests.sync.test_resends import numbers


def damage(kiosk: LiveKiosk, seq: int, column: str, value: bytes) -> None:
    """Something on the disk is not as it was written."""
    sql = f"UPDATE entry SET {column} = ? WHERE seq = ?"  # noqa: S608
    kiosk.journal.write(lambda tx: tx._db.execute(sql, (value, seq)))  # type: ignore[attr-defined]


@pytest.mark.parametrize("column", ["body", "header", "sig"])
def test_a_damaged_entry_of_a_frozen_journal_holds_up_no_other(
    hub: Listening, kiosk: LiveKiosk, column: str
) -> None:
    hub.assembly.sites.change(kiosk.author.kiosk_no, "draining", "test")
    for count in range(1, 6):
        file(kiosk, count)
    damage(kiosk, 3, column, b"rotten")
    for _ in range(2):
        assert not frozen_up(kiosk).deliver()
        assert states(kiosk) == ["held", "held", "kept", "held", "held"]
        assert numbers(hub, held_entry) == [1, 2, 4, 5]


def test_a_kiosk_believes_only_what_the_hub_named(hub: Listening, kiosk: LiveKiosk) -> None:
    hub.assembly.sites.change(kiosk.author.kiosk_no, "draining", "test")
    for count in range(1, 4):
        file(kiosk, count)
    damage(kiosk, 2, "body", b"rotten")
    with pytest.raises(Refused):
        kiosk.journal_up().deliver()
    assert states(kiosk) == ["held", "kept", "kept"]
    assert kiosk.journal.meta("stopped") == "bad_entry"
