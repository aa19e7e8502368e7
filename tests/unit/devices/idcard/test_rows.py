"""Each fault of a reader by itself: the state shown, the way on, recovery without a restart."""

import pytest

from kiosk.devices.idcard.cards import SPECIMENS
from kiosk.ports.devices import (
    CardAbsent,
    CardAwaited,
    CardIdle,
    CardMisread,
    CardRead,
    CardReading,
    CardStatus,
)
from tests.unit.devices.idcard.simulation import (
    LI,
    LI_NUMBER,
    WANG,
    WANG_NUMBER,
    Table,
    is_absent,
    is_misread,
    is_read,
    read_number,
)


def test_reads_a_card_and_forgets_it_at_the_end(table: Table) -> None:
    assert read_number(table) == WANG_NUMBER
    table.reader.end()
    assert table.reader.status() == CardIdle()
    assert table.emulator.asked == {"11ff": 1, "2001": 1, "2002": 1, "3001": 1, "3003": 1}


def test_never_asks_for_fingerprints(table: Table) -> None:
    read_number(table)
    table.run(60)
    assert "3010" not in table.emulator.asked


def test_does_not_read_unless_asked() -> None:
    table = Table()
    table.lay(WANG)
    table.run(60)
    assert set(table.emulator.asked) == {"11ff"}
    assert table.reader.status() == CardIdle()


def test_tells_each_state_on_the_way(table: Table) -> None:
    seen: list[CardStatus] = []

    def note(status: CardStatus) -> bool:
        if not seen or type(seen[-1]) is not type(status):
            seen.append(status)
        return is_read(status)

    table.in_s(0.2, lambda: note(table.reader.status()))
    table.run(25, note)
    assert [type(one) for one in seen] == [CardReading, CardRead]


def test_waits_for_a_card_and_polls_no_faster_than_every_0_3_s() -> None:
    table = Table()
    table.reader.begin()
    table.run(30)
    assert table.reader.status() == CardAwaited()
    assert 70 <= table.emulator.asked["2001"] <= 100


@pytest.mark.parametrize(
    "fault",
    ["noise", "dribble", "stall", "echo", "ghost", "late", "checksum", "truncated", "silent",
     "length", "text-length", "other", "odd", "busy", "stale"],
)  # fmt: skip
def test_once_is_survived_without_a_word_to_the_person(table: Table, fault: str) -> None:
    table.emulator.spoiler.set(fault, 1)
    assert read_number(table) == WANG_NUMBER


@pytest.mark.parametrize("fault", ["noise", "dribble", "stall", "echo", "ghost"])
def test_what_only_disturbs_may_last(table: Table, fault: str) -> None:
    table.emulator.spoiler.set(fault)
    assert read_number(table) == WANG_NUMBER


@pytest.mark.parametrize("fault", ["checksum", "truncated", "text-length", "length"])
def test_broken_answers_are_e_id_02_until_they_end(table: Table, fault: str) -> None:
    table.emulator.spoiler.set(fault)
    table.run(60, lambda status: is_misread(status) or is_absent(status))
    status = table.reader.status()
    assert status in (
        CardMisread(code="E-ID-02"),
        CardAbsent(reason="读卡器没有回答：请看电源和线"),
    )
    table.emulator.spoiler.clear()
    assert read_number(table, 60) == WANG_NUMBER


def test_a_silent_reader_is_e_id_01_after_every_speed_was_tried(table: Table) -> None:
    table.emulator.spoiler.set("silent")
    assert table.run(25, is_absent) < 20
    assert table.reader.condition().state == "fault"
    assert table.reader.condition().message == "读卡器没有回答。"
    table.emulator.spoiler.clear()
    assert read_number(table) == WANG_NUMBER
    assert table.reader.condition().state == "ok"


@pytest.mark.parametrize("baud", [57600, 38400, 19200, 9600])
@pytest.mark.parametrize("garbles", [False, True])
def test_another_speed_is_found_and_kept(baud: int, garbles: bool) -> None:
    table = Table(baud=baud)
    table.emulator.spoiler.garbles_wrong_speed = garbles
    table.lay(WANG)
    table.reader.begin()
    assert read_number(table, 25) == WANG_NUMBER
    assert (table.reader.condition().state, str(baud) in table.reader.condition().message) == (
        "warn",
        True,
    )
    table.unplug()
    table.run(3)
    table.plug()
    table.reader.begin()
    assert table.run(8, is_read) < 7, "the speed that worked was forgotten"


@pytest.mark.parametrize("sw3", [0x60, 0x66])
def test_out_of_service_is_mended_by_a_reset(table: Table, sw3: int) -> None:
    table.emulator.spoiler.out_of_service = sw3
    assert read_number(table) == WANG_NUMBER
    assert table.emulator.asked["10ff"] == 1


@pytest.mark.parametrize("sw3", [0x60, 0x66])
def test_out_of_service_that_lasts_is_told_to_staff(table: Table, sw3: int) -> None:
    table.emulator.spoiler.out_of_service = sw3
    table.emulator.spoiler.mends_by_reset = False
    table.run(25, is_absent)
    assert is_absent(table.reader.status())
    assert table.reader.condition().state == "fault"
    assert table.reader.condition().fix == "请联系厂家。"
    table.emulator.spoiler.clear()
    assert read_number(table, 40) == WANG_NUMBER


def test_a_reader_that_is_silent_for_a_day_does_not_fill_the_log(table: Table) -> None:
    table.emulator.spoiler.set("silent")
    table.run(24 * 3600)
    assert len(table.logged) < 20


def test_another_card_is_e_id_04(table: Table) -> None:
    table.lay(SPECIMENS["other"][1])
    table.run(25, is_misread)
    assert table.reader.status() == CardMisread(code="E-ID-04")
    assert "3001" not in table.emulator.asked
    table.lay(LI)
    assert read_number(table) == LI_NUMBER


def test_a_wrong_card_that_stays_is_looked_at_again_without_a_flicker(table: Table) -> None:
    table.lay(SPECIMENS["other"][1])
    table.run(25, is_misread)
    selects = table.emulator.asked["2002"]
    assert table.run(20, lambda status: not is_misread(status)) >= 20
    assert table.emulator.asked["2002"] > selects


def test_a_card_lifted_early_is_e_id_03_and_no_part_of_it_is_kept(table: Table) -> None:
    table.emulator.spoiler.set("early", 1)
    table.run(25, is_misread)
    assert table.reader.status() == CardMisread(code="E-ID-03")
    table.lay(LI)
    assert read_number(table) == LI_NUMBER


def test_a_card_that_cannot_be_read_is_tried_three_times_and_again_later(table: Table) -> None:
    table.emulator.spoiler.set("busy")
    table.run(25, is_misread)
    assert table.reader.status() == CardMisread(code="E-ID-03")
    assert table.emulator.asked["2002"] == 3
    table.emulator.spoiler.clear()
    assert read_number(table, 10) == WANG_NUMBER
