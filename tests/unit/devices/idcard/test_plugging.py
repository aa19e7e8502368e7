"""Plugs, ports and visits: the reader comes back, and nobody is taken over into the next visit."""

from kiosk.devices.port_search import UsbPort
from kiosk.ports.devices import CardRead
from tests.unit.devices.idcard.simulation import (
    LI,
    LI_NUMBER,
    WANG,
    WANG_NUMBER,
    Table,
    is_absent,
    is_read,
    read_number,
)


def lifted(table: Table) -> bool | None:
    status = table.reader.status()
    assert isinstance(status, CardRead)
    return status.lifted


def test_unplugged_before_the_start_is_tried_every_5_s_and_read_when_it_comes() -> None:
    table = Table()
    table.unplug()
    table.reader.begin()
    table.lay(WANG)
    table.run(20)
    assert is_absent(table.reader.status())
    assert table.reader.condition().state == "absent"
    table.plug()
    assert table.run(10, is_read) < 6


def test_unplugged_while_reading_is_e_id_01_and_read_after_it_returns(table: Table) -> None:
    table.in_s(0.3, table.unplug)
    table.run(25, is_absent)
    assert is_absent(table.reader.status())
    table.run(7)
    table.plug()
    assert read_number(table, 10) == WANG_NUMBER
    assert table.open_ports == 1


def test_a_record_stays_when_the_reader_is_unplugged_after_it(table: Table) -> None:
    read_number(table)
    table.unplug()
    table.run(10)
    assert is_read(table.reader.status())
    assert table.reader.condition().state == "absent"


def test_a_port_held_by_another_program_is_a_fault_with_the_name_of_the_port() -> None:
    table = Table()
    table.held_by_another = True
    table.reader.begin()
    table.run(3)
    assert is_absent(table.reader.status())
    assert table.reader.condition().state == "fault"
    assert "/dev/ttyUSB0" in table.reader.condition().message
    table.held_by_another = False
    table.lay(WANG)
    assert read_number(table) == WANG_NUMBER


def test_the_reader_is_found_again_under_another_name() -> None:
    table = Table()
    printer = UsbPort(device="/dev/ttyUSB1", usb="1A86:7523")
    table.usb_ports = (UsbPort(device="/dev/ttyUSB0", usb="1A86:7523"), printer)
    table.lay(WANG)
    table.reader.begin()
    read_number(table)
    table.unplug()
    table.usb_ports = (printer,)
    table.run(12)
    assert not any("/dev/ttyUSB1" in line for line in table.logged), "a printer was taken for it"
    table.usb_ports = (printer, UsbPort(device="/dev/ttyUSB2", usb="1A86:7523"))
    table.plug("/dev/ttyUSB2")
    table.reader.begin()
    table.lay(LI)
    assert read_number(table) == LI_NUMBER


def test_a_reader_named_by_its_usb_number_is_found_at_the_first_start() -> None:
    table = Table(usb="0400:c35a:ab12")
    table.usb_ports = (
        UsbPort(device="/dev/ttyACM0", usb="0400:C35A:XY"),
        UsbPort(device="/dev/ttyACM1", usb="0400:C35A:AB12"),
    )
    table.plug("/dev/ttyACM1")
    table.lay(WANG)
    table.reader.begin()
    assert read_number(table) == WANG_NUMBER


def test_a_record_is_never_taken_over_from_the_visit_before(table: Table) -> None:
    table.emulator.spoiler.set("late", 1)
    table.in_s(0.4, table.reader.end)
    table.run(1)
    table.lay(LI)
    table.reader.begin()
    assert read_number(table) == LI_NUMBER


def test_bytes_that_were_seen_before_must_come_twice(table: Table) -> None:
    read_number(table)
    table.reader.begin()
    assert read_number(table) == WANG_NUMBER
    assert table.emulator.asked["3001"] == 3
    table.emulator.spoiler.set("replay", 1)
    table.lay(LI)
    table.reader.begin()
    assert read_number(table) == LI_NUMBER


def test_says_that_a_card_lies_there_until_it_was_taken_away(table: Table) -> None:
    read_number(table)
    table.run(5)
    assert lifted(table) is False
    table.lift()
    assert table.run(5, lambda _: lifted(table) is True) < 1
    table.run(60)
    assert lifted(table) is True


def test_a_reader_that_never_tells_a_lift_is_not_believed_after_three_cards(table: Table) -> None:
    table.emulator.forgets_no_card = True
    for _ in range(3):
        read_number(table)
        assert lifted(table) is False
        table.lift()
        assert 7 < table.run(20, lambda _: lifted(table) is None) < 10
        table.reader.end()
        table.lay(WANG)
        table.reader.begin()
    read_number(table)
    assert lifted(table) is None


def test_the_log_has_commands_and_states_but_nobody(table: Table) -> None:
    for fault in ("checksum", "late", "other", "odd"):
        table.emulator.spoiler.set(fault, 2)
        table.reader.begin()
        table.run(10)
    text = "\n".join(table.logged)
    assert "refused" in text
    assert not any(secret in text for secret in ("王小明", WANG_NUMBER, "1990", "青岛"))
