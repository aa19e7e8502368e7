"""Every row of devices.md §13 for the receipt printer, over a real pty and a real socket."""

import time
from pathlib import Path

import pytest

from kiosk.devices.port_search import PortSearch, UsbPort
from kiosk.devices.printer import escpos_talk
from kiosk.devices.printer.emulator_ports import PtyCable, TcpCable
from kiosk.devices.printer.escpos_emulator import PrinterEmulator, Trouble
from kiosk.ports.devices import (
    NotPrinted,
    PdfJob,
    Printed,
    PrinterFault,
    PrinterReady,
)
from kiosk.ports.slips import Slip, SlipLine
from tests.devices.receipt.conftest import CODE, Rig, until
from tests.devices.receipt.thermal_paper import ThermalPaper

FAULTS = {
    "out": PrinterFault(code="E-PR-01", trouble="no_paper"),
    "cover": PrinterFault(code="E-PR-04", trouble="cover_open"),
    "cutter": PrinterFault(code="E-PR-02", trouble="jam"),
    "offline": PrinterFault(code="E-PR-03", trouble="unreachable"),
}
LONG = Slip(
    parts=tuple(SlipLine(text="办事清单" * 6) for _ in range(4000))
)  # more than a pty holds
GRACE_S = 11
GONE = NotPrinted(fault=FAULTS["offline"])


def test_a_slip_comes_out_whole(rig: Rig, emulator: PrinterEmulator) -> None:
    assert rig.print() == Printed(sure=True)
    paper = ThermalPaper(emulator.printed)
    assert [row.text for row in paper.rows()] == ["办事清单", "身份证 原件 复印件4份"]
    assert paper.codes() == [CODE] and paper.cuts() == [True]
    assert rig.printer.status() == PrinterReady()
    assert rig.printer.condition().state == "ok"


def test_the_same_over_the_network(network: Rig, emulator: PrinterEmulator) -> None:
    assert network.print() == Printed()
    assert ThermalPaper(emulator.printed).codes() == [CODE]


@pytest.mark.parametrize("trouble", sorted(FAULTS))
def test_nothing_is_sent_to_a_printer_in_trouble(
    rig: Rig, emulator: PrinterEmulator, trouble: Trouble
) -> None:
    emulator.set_trouble(trouble)
    assert rig.print() == NotPrinted(fault=FAULTS[trouble])
    assert rig.printer.status() == FAULTS[trouble]
    assert rig.printer.condition().state == "fault" and rig.printer.condition().fix
    emulator.set_trouble("ok")
    assert set(emulator.printed.split(b"\x1b@")) <= {b""}  # resets alone
    assert rig.print() == Printed()


@pytest.mark.parametrize("trouble", ["out", "cover", "offline"])
def test_what_stops_in_the_middle_was_not_printed_and_never_will_be(
    rig: Rig, emulator: PrinterEmulator, trouble: Trouble
) -> None:
    emulator.stop_after(200, trouble)
    assert rig.print() == NotPrinted(fault=FAULTS[trouble])
    emulator.clear()
    emulator.set_trouble("ok")  # a new roll: a real printer goes on with what it still has
    assert set(emulator.printed.split(b"\x1b@")) <= {b""}
    assert rig.print() == Printed()
    assert ThermalPaper(emulator.printed).codes() == [CODE]


def test_a_stuck_cutter_is_staff_business(rig: Rig, emulator: PrinterEmulator) -> None:
    rig.print()
    emulator.clear()
    rig.print()
    emulator.stop_after(len(emulator.printed), "cutter")
    assert rig.print() == Printed(staff="E-PR-02")
    assert ThermalPaper(emulator.printed).codes() == [CODE, CODE]


def test_little_paper_is_told_to_staff_only(rig: Rig, emulator: PrinterEmulator) -> None:
    emulator.set_trouble("near")
    assert rig.print() == Printed()
    assert rig.printer.status() == PrinterReady(paper_low=True)
    assert rig.printer.condition().state == "warn"


def test_a_printer_that_never_answers_prints_and_a_person_is_asked(
    rig: Rig, emulator: PrinterEmulator
) -> None:
    emulator.set_trouble("silent")
    rig.make().start()
    assert rig.print() == Printed(sure=False)
    assert ThermalPaper(emulator.printed).codes() == [CODE]
    assert until(lambda: rig.printer.status() == PrinterReady(can_tell=False))


def test_a_printer_that_fell_silent_is_off(rig: Rig, emulator: PrinterEmulator) -> None:
    assert rig.print() == Printed()
    emulator.set_trouble("silent")
    before = len(emulator.printed)
    assert rig.print() == GONE and len(emulator.printed) == before
    emulator.set_trouble("ok")
    assert rig.print() == Printed()


def test_a_printer_asleep_takes_nothing_and_is_not_waited_for(
    rig: Rig, emulator: PrinterEmulator
) -> None:
    assert rig.print() == Printed()
    emulator.stop_after(300, "asleep")
    with rig.printing() as outcome:
        assert until(emulator.is_asleep)
        rig.clock.ahead_s += GRACE_S
    assert outcome() == GONE
    emulator.set_trouble("ok")
    assert rig.print() == Printed()


def test_a_printer_whose_buffer_is_full_for_too_long(rig: Rig, emulator: PrinterEmulator) -> None:
    assert rig.print() == Printed()
    emulator.stop_after(300, "asleep")
    began = time.monotonic()
    assert rig.print(LONG) == GONE
    assert time.monotonic() - began < 9
    emulator.set_trouble("ok")
    assert rig.print() == Printed()


def test_a_printer_that_takes_bytes_ever_so_slowly_is_given_up(
    rig: Rig, emulator: PrinterEmulator
) -> None:
    assert rig.print() == Printed()
    emulator.stop_after(300, "asleep")
    rig.make(write_timeout_s=30).start()
    with rig.printing(LONG) as outcome:
        assert until(emulator.is_asleep)
        rig.clock.ahead_s += 50
        emulator.set_trouble("ok")
    assert outcome() == GONE
    emulator.clear()
    assert rig.print() == Printed()
    assert ThermalPaper(emulator.printed).codes() == [CODE]


def test_a_cable_pulled_and_put_back_under_the_same_name(rig: Rig, cable: PtyCable) -> None:
    assert rig.print() == Printed()
    cable.unplug()
    assert rig.print() == GONE
    assert rig.printer.condition().state == "absent"
    cable.plug()
    rig.clock.ahead_s += 6
    assert rig.print() == Printed()


def test_a_cable_pulled_in_the_middle(rig: Rig, cable: PtyCable, emulator: PrinterEmulator) -> None:
    rig.print()
    emulator.stop_after(100, "asleep")
    with rig.printing() as outcome:
        assert until(emulator.is_asleep)
        cable.unplug()
    assert outcome() == GONE
    assert rig.printer.condition().state == "absent"
    emulator.set_trouble("ok")
    cable.plug()
    rig.clock.ahead_s += 6
    assert rig.print() == Printed()


def test_what_an_earlier_run_left_in_the_printer_never_comes_out(
    rig: Rig, emulator: PrinterEmulator
) -> None:
    rig.printer.close()  # a power cut in the middle of a print, out of paper
    emulator.set_trouble("out")
    emulator.take("别人的清单\n".encode("gb18030"))
    rig.make().start()
    assert isinstance(rig.print(), NotPrinted)
    emulator.set_trouble("ok")
    assert rig.print() == Printed()
    assert "别人的清单".encode("gb18030") not in emulator.printed


def test_a_printer_plugged_in_after_the_start(
    emulator: PrinterEmulator, cable: PtyCable, rig: Rig
) -> None:
    cable.unplug()
    rig.make().start()
    assert rig.print() == GONE
    cable.plug()
    rig.clock.ahead_s += 6
    assert rig.print() == Printed()


def test_a_printer_that_comes_back_under_another_name_is_found(
    rig: Rig, cable: PtyCable, emulator: PrinterEmulator, tmp_path: Path
) -> None:
    second = PtyCable(emulator, tmp_path / "ttyOTHER")

    def plugged() -> tuple[UsbPort, ...]:
        there = [c.port for c in (cable, second) if c.port.is_symlink()]
        return tuple(UsbPort(device=str(port.resolve()), usb="1A86:7523") for port in there)

    rig.make(PortSearch(rig.port, None, plugged)).start()
    assert rig.print() == Printed()
    cable.unplug()
    assert rig.print() == GONE
    second.plug()
    rig.clock.ahead_s += 6
    assert rig.print() == Printed()
    second.unplug()


def test_a_network_printer_switched_off_and_on(network: Rig, socket_cable: TcpCable) -> None:
    assert network.print() == Printed()
    socket_cable.unplug()
    assert network.print() == GONE
    socket_cable.plug()
    network.clock.ahead_s += 6
    assert network.print() == Printed()


def test_two_kiosks_on_one_port(rig: Rig) -> None:
    assert rig.print() == Printed()
    second = Rig(rig.port, rig.folder)
    second.printer.start()
    assert second.print() == GONE
    assert "另一个程序" in second.printer.condition().message
    second.printer.close()
    assert rig.print() == Printed()


def test_it_ends_within_two_seconds_while_it_prints(rig: Rig, emulator: PrinterEmulator) -> None:
    rig.make(mm_per_s=10).start()
    with rig.printing() as outcome:
        assert until(lambda: emulator.printed.endswith(b"\x1dV\x00"))
        began = time.monotonic()
        rig.printer.close()
    assert time.monotonic() - began < 2
    assert outcome() == GONE


def test_pages_are_not_for_this_printer(rig: Rig) -> None:
    assert isinstance(rig.printer.print(PdfJob(pdf=b"%PDF", title="x")), NotPrinted)


def test_the_log_names_states_and_no_text(rig: Rig, emulator: PrinterEmulator) -> None:
    rig.print()
    emulator.set_trouble("out")
    rig.print()
    assert ("device.receipt.job", {"outcome": "Printed"}) in rig.logged
    assert ("device.receipt.state", {"state": "fault"}) in rig.logged
    assert "身份证" not in str(rig.logged)


def test_a_connection_that_was_cut_while_idle_is_made_anew(
    network: Rig, socket_cable: TcpCable
) -> None:
    assert network.print() == Printed()
    socket_cable.unplug()
    socket_cable.plug()
    assert network.print() == Printed()


class LatePrinter(PrinterEmulator):
    """Answers later than it is waited for: behind a slow converter, or busy printing."""

    def take(self, data: bytes) -> bytes:
        time.sleep(escpos_talk.ANSWER_WITHIN_S * 1.2)
        return super().take(data)


def test_late_answers_are_not_taken_for_those_to_other_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its healthy answer to the first question means "cover open" as one to the second.
    monkeypatch.setattr(escpos_talk, "ANSWER_WITHIN_S", 0.06)
    monkeypatch.setattr(escpos_talk, "TALKER_WITHIN_S", 0.3)
    printer = LatePrinter()
    cable = PtyCable(printer, tmp_path / "ttyLATE")
    cable.plug()
    rig = Rig(str(cable.port), tmp_path)
    rig.printer.start()
    assert [rig.print(), rig.print()] == [Printed()] * 2
    printer.stop_after(2000, "out")
    assert rig.print() == NotPrinted(fault=FAULTS["out"])
    rig.printer.close()
    cable.unplug()
