"""Other ways to a printer: a device file, a plain file, USB with a bus of our own."""

import array
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import usb.backend
import usb.core

from kiosk.devices.printer.emulator_ports import PtyCable
from kiosk.devices.printer.escpos_dialect import FORGET
from kiosk.devices.printer.escpos_emulator import PrinterEmulator
from kiosk.devices.printer.escpos_links import FileLink, UsbLink
from kiosk.devices.registry import make_device
from kiosk.domain.errors import Unavailable
from kiosk.ports.devices import NotPrinted, Printed, Printer, PrinterReady
from tests.devices.receipt.conftest import CODE, Rig, until
from tests.devices.receipt.thermal_paper import ThermalPaper


@pytest.fixture
def file_rig(cable: PtyCable, tmp_path: Path) -> Iterator[Rig]:
    """A printer behind a character device, as /dev/usb/lp0 is one."""
    rig = Rig(f"file:{cable.port}", tmp_path)
    rig.printer.start()
    yield rig
    rig.printer.close()


def test_a_device_file_prints_and_answers(file_rig: Rig, emulator: PrinterEmulator) -> None:
    assert file_rig.print() == Printed()
    assert ThermalPaper(emulator.printed).codes() == [CODE]
    emulator.set_trouble("out")
    assert isinstance(file_rig.print(), NotPrinted)


def test_a_device_file_that_goes_and_comes_back(file_rig: Rig, cable: PtyCable) -> None:
    assert file_rig.print() == Printed()
    cable.unplug()
    assert isinstance(file_rig.print(), NotPrinted)
    cable.plug()
    file_rig.clock.ahead_s += 6
    assert file_rig.print() == Printed()


def test_a_device_file_that_takes_nothing(cable: PtyCable, emulator: PrinterEmulator) -> None:
    emulator.set_trouble("asleep")
    link = FileLink(cable.port, 0.2)
    with pytest.raises(Unavailable, match="断开"):
        link.write(bytes(1_000_000))
    link.close()


def test_a_plain_file_keeps_what_would_be_printed(tmp_path: Path) -> None:
    (tmp_path / "paper.bin").touch()
    rig = Rig(f"file:{tmp_path / 'paper.bin'}", tmp_path)
    rig.printer.start()
    assert [rig.print(), rig.print()] == [Printed(sure=False)] * 2
    assert until(lambda: rig.printer.status() == PrinterReady(can_tell=False))
    rig.printer.close()
    sent = (tmp_path / "paper.bin").read_bytes()
    assert b"\x10\x04\x01" not in sent, "nobody is there to answer"
    assert ThermalPaper(sent.replace(FORGET[:10], b"")).codes() == [CODE, CODE]


@pytest.mark.parametrize("flow", ["none", "rts", "xon", "dtr"])
def test_every_kind_of_flow_control_prints(rig: Rig, emulator: PrinterEmulator, flow: str) -> None:
    rig.make(flow=flow).start()
    assert rig.print() == Printed()
    assert ThermalPaper(emulator.printed).codes() == [CODE]


def test_a_missing_file_is_a_missing_port_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as told:
        FileLink(tmp_path / "lp0", 1)
    assert told.value.code == "port.missing"
    assert not (tmp_path / "lp0").exists()


@pytest.mark.parametrize("port", ["usb:", "usb:0416", "usb:zzzz:5011", "usb:0416:5011:1"])
def test_a_usb_port_written_wrongly_is_a_wrong_setting(rig: Rig, port: str) -> None:
    made = make_device("receipt", {"driver": "escpos", "port": port}, rig.tools)
    assert made.condition().state == "fault" and "usb:0416:5011" in made.condition().message


def test_settings_of_a_model_reach_the_paper(rig: Rig) -> None:
    table = {"driver": "escpos", "port": "COM3", "width_mm": 58}
    narrow, odd = (make_device("receipt", table | more, rig.tools) for more in ({}, {"dots": 512}))
    assert isinstance(narrow, Printer) and isinstance(odd, Printer)
    assert (narrow.columns, odd.columns, narrow.takes, narrow.paper) == (32, 42, "slip", "receipt")


class Bus(usb.backend.IBackend):  # type: ignore[misc]
    """A USB bus with one printer on it, as pyusb sees one through libusb."""

    def __init__(self, printer: PrinterEmulator) -> None:
        self.printer = printer
        self.answers = b""
        self.plugged = True

    def enumerate_devices(self) -> Iterator[int]:
        return iter([1] if self.plugged else [])

    def get_device_descriptor(self, dev: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=0x0416, idProduct=0x5011,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            address=5, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: int, config: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=55, bNumInterfaces=2, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=50, extra_descriptors=b"",
        )  # fmt: skip

    def get_interface_descriptor(
        self, dev: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        if alt or intf > 1:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=0,
            bNumEndpoints=2, bInterfaceClass=(3, 7)[intf], bInterfaceSubClass=1,
            bInterfaceProtocol=2, iInterface=0, extra_descriptors=b"",
        )  # fmt: skip

    def get_endpoint_descriptor(
        self, dev: int, ep: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        address = (0x83, 0x02)[ep] if intf else (0x81, 0x01)[ep]
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=address, bmAttributes=2,
            wMaxPacketSize=64, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=b"",
        )  # fmt: skip

    def open_device(self, dev: int) -> int:
        return dev

    def close_device(self, handle: int) -> None:
        return

    def get_configuration(self, handle: int) -> int:
        return 1

    def claim_interface(self, handle: int, intf: int) -> None:
        assert intf == 1, "not the printer's interface"

    def release_interface(self, handle: int, intf: int) -> None:
        return

    def is_kernel_driver_active(self, handle: int, intf: int) -> bool:
        return False

    def bulk_write(self, handle: int, ep: int, intf: int, data: array.array, timeout: int) -> int:  # type: ignore[type-arg]
        assert ep == 0x02 and timeout > 0
        if not self.plugged:
            raise usb.core.USBError("No such device", -4, 19)
        if self.printer.is_asleep():
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        self.answers += self.printer.take(data.tobytes())
        return len(data)

    def bulk_read(self, handle: int, ep: int, intf: int, data: array.array, timeout: int) -> int:  # type: ignore[type-arg]
        assert ep == 0x83 and timeout > 0
        if not self.plugged:
            raise usb.core.USBError("No such device", -4, 19)
        if not self.answers:
            raise usb.core.USBTimeoutError("Operation timed out", -7, 110)
        size = min(len(data), len(self.answers))
        data[:size] = array.array("B", self.answers[:size])
        self.answers = self.answers[size:]
        return size


@pytest.fixture
def bus(emulator: PrinterEmulator) -> Bus:
    return Bus(emulator)


def usb_link(bus: Bus) -> UsbLink:
    return UsbLink("usb:0416:5011", 0x0416, 0x5011, 1.0, bus)


def test_usb_finds_the_printer_among_the_interfaces(bus: Bus, emulator: PrinterEmulator) -> None:
    link = usb_link(bus)
    link.write(b"\x1b@" + b"A" * 10_000 + b"\n")
    assert len(emulator.printed) == 10_003
    link.write(b"\x10\x04\x01")
    assert link.read(1, 0.1) == b"\x16" and link.read(1, 0.01) == b""
    link.write(b"\x10\x04\x01")
    link.discard_input()
    assert link.read(1, 0.01) == b""
    link.close()


def test_usb_unplugged_and_asleep_are_lost_ports(bus: Bus, emulator: PrinterEmulator) -> None:
    link = usb_link(bus)
    emulator.set_trouble("asleep")
    with pytest.raises(Unavailable) as slept:
        link.write(b"A")
    emulator.set_trouble("ok")
    bus.plugged = False
    for use in (lambda: link.write(b"A"), lambda: link.read(1, 0.1)):
        with pytest.raises(Unavailable) as gone:
            use()
        assert gone.value.code == slept.value.code == "port.lost"
    link.close()
    with pytest.raises(Unavailable) as missing:
        usb_link(bus)
    assert missing.value.code == "port.missing"


def test_a_machine_without_usb_says_so(tmp_path: Path) -> None:
    rig = Rig("usb:0416:5011", tmp_path)
    rig.printer.start()
    assert isinstance(rig.print(), NotPrinted)
    assert rig.printer.condition().state == "absent"
    rig.printer.close()


def test_nothing_stays_open(cable: PtyCable) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    link = FileLink(cable.port, 1)
    link.close()
    link.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
