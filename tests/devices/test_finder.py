"""Finding devices on real ptys: who answers, who does not, and nobody who is busy is touched."""

import contextlib
import fcntl
import os
import pty
import random
import select
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.devices.finder import SystemFinder
from kiosk.devices.found_by_name import is_held, other_places
from kiosk.devices.idcard.emulator import CardEmulator
from kiosk.devices.idcard.emulator_faults import Spoiler
from kiosk.devices.printer.escpos_emulator import PrinterEmulator
from kiosk.devices.serial_link import SerialLink
from kiosk.ports.finding import FoundDevice, NothingFound, Place

Answers = Callable[[bytes, int], bytes]
SPEEDS = {termios.B9600: 9600, termios.B19200: 19200, termios.B38400: 38400}
SPEEDS |= {termios.B57600: 57600, termios.B115200: 115200}


class Cable:
    """A pty whose far end answers, and notes everything it was sent."""

    def __init__(self, answers: Answers) -> None:
        self.far, self.near = pty.openpty()
        tty.setraw(self.near)
        self.port = os.ttyname(self.near)
        os.close(self.near)
        self.heard = b""
        self._answers = answers
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def send(self, data: bytes) -> None:
        os.write(self.far, data)

    def speed(self) -> int:
        return SPEEDS.get(termios.tcgetattr(self.far)[5], 0)

    def close(self) -> None:
        self._end.set()
        self._thread.join()
        os.close(self.far)

    def _serve(self) -> None:
        while not self._end.is_set():
            come = b""
            if select.select([self.far], [], [], 0.01)[0]:
                with contextlib.suppress(OSError):  # nobody holds the near end now
                    come = os.read(self.far, 4096)
                if not come:
                    self._end.wait(0.01)
            self.heard += come
            answer = self._answers(come, self.speed())
            if answer:
                os.write(self.far, answer)


def a_reader(baud: int) -> Answers:
    emulator = CardEmulator(Spoiler(random.Random(1)), baud=baud)  # noqa: S311  a seed

    def answers(come: bytes, host_baud: int) -> bytes:
        if come:
            emulator.hear(come, host_baud, time.monotonic())
        return emulator.due(time.monotonic())

    return answers


def a_printer(baud: int) -> Answers:
    printer = PrinterEmulator()
    return lambda come, host_baud: printer.take(come) if come and host_baud == baud else b""


def silence(come: bytes, host_baud: int) -> bytes:
    return b""


@pytest.fixture
def plug() -> Iterator[Callable[[Answers], Cable]]:
    cables: list[Cable] = []

    def make(answers: Answers) -> Cable:
        cables.append(Cable(answers))
        return cables[-1]

    yield make
    for cable in cables:
        cable.close()


def a_finder(*cables: Cable, paths: Path = Path("/nowhere")) -> SystemFinder:
    return SystemFinder(
        serial_places=lambda: tuple(Place(kind="serial", where=c.port) for c in cables),
        other_places=tuple,
        is_held=is_held,
        monotonic_s=time.monotonic,
        paths=paths,
    )


def look(finder: SystemFinder) -> FoundDevice | NothingFound:
    return finder.look(finder.places()[0], lambda: True)


@pytest.mark.parametrize("baud", [9600, 115200])
def test_a_receipt_printer_is_known_by_its_status(
    plug: Callable[[Answers], Cable], baud: int
) -> None:
    cable = plug(a_printer(baud))
    found = look(a_finder(cable))
    assert isinstance(found, FoundDevice)
    assert (found.role, found.where) == ("receipt", cable.port)
    assert found.settings == {
        "driver": "escpos",
        "port": cable.port,
        "baud": baud,
        "width_mm": 80,
    }
    assert b"\xaa" not in cable.heard, "a printer would have set that in type"


@pytest.mark.parametrize("baud", [115200, 9600])
def test_a_card_reader_is_known_by_its_status(plug: Callable[[Answers], Cable], baud: int) -> None:
    cable = plug(a_reader(baud))
    found = look(a_finder(cable))
    assert isinstance(found, FoundDevice)
    assert (found.role, found.settings) == (
        "idcard",
        {"driver": "idcard-serial", "port": cable.port},
    )


def test_an_echo_is_no_device(plug: Callable[[Answers], Cable]) -> None:
    """A looped cable sends back what it gets; a modem chatters."""
    found = look(a_finder(plug(lambda come, _: come)))
    assert isinstance(found, NothingFound)
    assert found.why == "silent"


def test_a_silent_port_is_named_and_soon_over(plug: Callable[[Answers], Cable]) -> None:
    began = time.monotonic()
    found = look(a_finder(plug(silence)))
    assert isinstance(found, NothingFound)
    assert found.why == "silent"
    assert time.monotonic() - began < 6


def test_a_search_can_be_broken_off(plug: Callable[[Answers], Cable]) -> None:
    began = time.monotonic()
    finder = a_finder(plug(silence))
    found = finder.look(finder.places()[0], lambda: time.monotonic() - began < 0.3)
    assert isinstance(found, NothingFound)
    assert time.monotonic() - began < 1.5


def test_a_port_that_is_held_hears_nothing(plug: Callable[[Answers], Cable]) -> None:
    cable = plug(a_reader(115200))
    link = SerialLink(cable.port, 115200)
    try:
        found = look(a_finder(cable))
    finally:
        link.close()
    assert isinstance(found, NothingFound)
    assert found.why == "busy"
    assert cable.heard == b""


def test_a_port_held_without_a_lock_is_seen_too(plug: Callable[[Answers], Cable]) -> None:
    cable = plug(silence)
    handle = os.open(cable.port, os.O_RDWR | os.O_NOCTTY)
    try:
        assert is_held(cable.port)
        found = look(a_finder(cable))
    finally:
        os.close(handle)
    assert isinstance(found, NothingFound)
    assert found.why == "busy"
    assert cable.heard == b""
    assert not is_held(cable.port)


def test_a_locked_port_is_busy_even_where_processes_cannot_be_seen(
    plug: Callable[[Answers], Cable],
) -> None:
    cable = plug(silence)
    handle = os.open(cable.port, os.O_RDWR | os.O_NOCTTY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    blind = SystemFinder(
        serial_places=lambda: (Place(kind="serial", where=cable.port),),
        other_places=tuple,
        is_held=lambda port: False,
        monotonic_s=time.monotonic,
    )
    try:
        found = look(blind)
    finally:
        os.close(handle)
    assert isinstance(found, NothingFound)
    assert found.why == "busy"


def test_a_port_that_went_away_is_gone() -> None:
    finder = a_finder()
    found = finder.look(Place(kind="serial", where="/dev/ttyNONE9"), lambda: True)
    assert isinstance(found, NothingFound)
    assert found.why == "gone"


def test_the_lasting_name_of_a_port_is_kept(
    plug: Callable[[Answers], Cable], tmp_path: Path
) -> None:
    cable = plug(a_printer(9600))
    (tmp_path / "platform-usb-0:1.2:1.0-port0").symlink_to(cable.port)
    found = look(a_finder(cable, paths=tmp_path))
    assert isinstance(found, FoundDevice)
    assert found.settings["port"] == str(tmp_path / "platform-usb-0:1.2:1.0-port0")
    assert found.where == cable.port


def test_the_port_that_a_code_comes_from_is_the_scanners(
    plug: Callable[[Answers], Cable],
) -> None:
    quiet, scanner = plug(silence), plug(silence)
    finder = a_finder(quiet, scanner)
    timer = threading.Timer(0.3, scanner.send, (b"6901234567892\r\n",))
    timer.start()
    found = finder.listen(finder.places(), 5, lambda: True)
    timer.join()
    assert found is not None
    assert found.where == scanner.port
    assert found.settings == {"driver": "serial-scanner", "port": scanner.port}


def test_noise_of_a_plug_is_no_code(plug: Callable[[Answers], Cable]) -> None:
    cable = plug(silence)
    finder = a_finder(cable)
    timer = threading.Timer(0.1, cable.send, (b"\x00\x00\xff",))
    timer.start()
    assert finder.listen(finder.places(), 0.6, lambda: True) is None
    timer.join()


def a_usb_printer(folder: Path, name: str, ids: tuple[str, str, str], ieee: str = "") -> None:
    device, interface = folder / name, folder / f"{name}:1.0"
    device.mkdir()
    interface.mkdir()
    for key, text in zip(("idVendor", "idProduct", "product"), ids, strict=True):
        (device / key).write_text(text + "\n")
    (interface / "bInterfaceClass").write_text("07\n")
    (interface / "ieee1284_id").write_text(ieee)


def test_printers_on_usb_are_told_apart_by_what_they_say_of_themselves(tmp_path: Path) -> None:
    a_usb_printer(tmp_path, "1-1", ("0416", "5011", "POS58 Printer"))
    a_usb_printer(tmp_path, "1-2", ("9999", "0001", "Unknown"), "MFG:X;CMD:ESC/POS;CLS:PRINTER;")
    a_usb_printer(tmp_path, "1-3", ("03f0", "2b17", "LaserJet 1020"), "CMD:ZJS;CLS:PRINTER;")
    (tmp_path / "1-4:1.0").mkdir()
    (tmp_path / "1-4:1.0" / "bInterfaceClass").write_text("03\n")
    known = other_places("localhost:1", tmp_path)
    assert [(place.where, found.settings if found else None) for place, found in known] == [
        ("usb:0416:5011", {"driver": "escpos", "port": "usb:0416:5011", "width_mm": 58}),
        ("usb:9999:0001", {"driver": "escpos", "port": "usb:9999:0001", "width_mm": 80}),
        ("usb:03f0:2b17", None),
    ]
