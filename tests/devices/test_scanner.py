"""A serial scanner over a real pty: every way a code can end, and every way the cable can."""

import fcntl
import os
import termios
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.clock import SystemClock
from kiosk.devices.port_search import PortSearch, UsbPort
from kiosk.devices.registry import DeviceTools, make_device
from kiosk.devices.scanner import MAX_BYTES, CodeStream, ScannerSettings, SerialScanner
from kiosk.ports.devices import Scanner

CODE = "K1:6BFOXN*TS0BI$ZD-PHQ7I9AD66V5B22CH9M9ESI9XBHXK-%69"


class LeapClock(SystemClock):
    """The real clock, with a lever to let time pass at once."""

    ahead_s = 0.0

    def monotonic_s(self) -> float:
        return time.monotonic() + self.ahead_s


class Cable:
    """A pty; `port` is a link to its near end while it is plugged in."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self.ends: tuple[int, int] | None = None

    def plug(self) -> None:
        self.ends = os.openpty()
        tty.setraw(self.ends[1])
        self.port.symlink_to(os.ttyname(self.ends[1]))

    def unplug(self) -> None:
        if self.ends:
            self.port.unlink()
            os.close(self.ends[0])
            os.close(self.ends[1])
            self.ends = None

    def scan(self, data: bytes) -> None:
        assert self.ends
        os.write(self.ends[0], data)

    def is_read(self) -> bool:
        assert self.ends
        waiting = fcntl.ioctl(self.ends[1], termios.FIONREAD, bytes(4))
        return waiting == bytes(4)


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    cable = Cable(tmp_path / "ttySCAN")
    cable.plug()
    yield cable
    cable.unplug()


@pytest.fixture
def clock() -> LeapClock:
    return LeapClock()


@pytest.fixture
def tools(clock: LeapClock, tmp_path: Path) -> DeviceTools:
    return DeviceTools(clock=clock, log=lambda *_, **__: None, paper_folder=tmp_path)


@pytest.fixture
def scanner(cable: Cable, tools: DeviceTools) -> Iterator[SerialScanner]:
    scanner = SerialScanner("scanner", ScannerSettings(port=str(cable.port)), tools)
    scanner.start()
    scanner.begin()
    assert until(lambda: scanner.condition().state == "ok")
    yield scanner
    scanner.close()


def until(is_so: Callable[[], object], within_s: float = 15.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.01)
    return bool(is_so())


def taken(scanner: SerialScanner) -> str | None:
    """Return the next code, waiting for it."""
    found: list[str] = []
    until(lambda: found.extend(filter(None, [scanner.take()])) or found)
    return found[0] if found else None


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b""])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_a_code_arrives_however_it_ends(
    scanner: SerialScanner, cable: Cable, end: bytes, encoding: str
) -> None:
    cable.scan("亳州市谯城区䶮".encode(encoding) + end)
    assert taken(scanner) == "亳州市谯城区䶮"
    assert scanner.take() is None


def test_a_code_in_dribbles_is_one_code(scanner: SerialScanner, cable: Cable) -> None:
    for start in range(0, len(CODE), 7):
        cable.scan(CODE[start : start + 7].encode())
        time.sleep(0.01)
    assert taken(scanner) == CODE


def test_two_codes_keep_their_order(scanner: SerialScanner, cable: Cable) -> None:
    cable.scan(b"one\r\ntwo\r\n")
    assert [taken(scanner), taken(scanner)] == ["one", "two"]


def test_what_was_scanned_unasked_is_forgotten(scanner: SerialScanner, cable: Cable) -> None:
    scanner.end()
    cable.scan(b"someone else's\r\n")
    assert until(cable.is_read)
    time.sleep(0.05)
    scanner.begin()
    cable.scan(b"mine\r\n")
    assert taken(scanner) == "mine"
    cable.scan(b"left behind\r\n")
    assert until(lambda: scanner._codes)
    scanner.begin()
    assert scanner.take() is None


def test_a_cable_pulled_in_a_code_and_put_back(
    scanner: SerialScanner, cable: Cable, clock: LeapClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.devices.scanner.SILENCE_S", 0.5)
    cable.scan(b"half a co")
    assert until(lambda: scanner._stream.is_open)
    cable.unplug()
    assert until(lambda: scanner.condition().state == "absent")
    cable.plug()
    clock.ahead_s += 6
    scanner._worker.wake()
    assert until(lambda: scanner.condition().state == "ok")
    cable.scan(CODE.encode() + b"\r\n")
    assert taken(scanner) == CODE


def test_a_scanner_that_comes_back_under_another_name_is_found(
    tools: DeviceTools, clock: LeapClock, tmp_path: Path
) -> None:
    first, second = Cable(tmp_path / "ttyACM0"), Cable(tmp_path / "ttyACM1")
    first.plug()

    def plugged() -> tuple[UsbPort, ...]:
        there = [cable for cable in (first, second) if cable.ends]
        return tuple(UsbPort(device=str(c.port.resolve()), usb="0C2E:0B6A") for c in there)

    search = PortSearch(str(first.port), None, plugged)
    scanner = SerialScanner("scanner", ScannerSettings(port=str(first.port)), tools, search)
    scanner.start()
    scanner.begin()
    assert until(lambda: scanner.condition().state == "ok")
    first.unplug()
    assert until(lambda: scanner.condition().state == "absent")
    second.plug()
    clock.ahead_s += 6
    scanner._worker.wake()
    assert until(lambda: scanner.condition().state == "ok")
    second.scan(CODE.encode() + b"\r\n")
    assert taken(scanner) == CODE
    scanner.close()
    second.unplug()


def test_a_port_that_is_not_there_costs_nothing(tools: DeviceTools, tmp_path: Path) -> None:
    table = {"driver": "serial-scanner", "port": str(tmp_path / "none")}
    scanner = make_device("scanner", table, tools)
    assert isinstance(scanner, Scanner)
    scanner.start()
    assert until(lambda: "none" in scanner.condition().message)
    assert scanner.condition().state == "absent"
    began = time.monotonic()
    scanner.close()
    assert time.monotonic() - began < 2


def test_a_code_that_is_too_long_is_dropped_whole() -> None:
    stream = CodeStream()
    assert stream.add(b"x" * (MAX_BYTES + 1) + b"\n" + CODE.encode() + b"\n") == (CODE,)
    for _ in range(3):
        assert stream.add(b"x" * MAX_BYTES) == ()
    assert stream.silence() == ""
    assert stream.add(b"y" * MAX_BYTES + b"\n") == ("y" * MAX_BYTES,)


def test_bytes_of_no_text_are_dropped() -> None:
    stream = CodeStream()
    assert stream.add(b"\xff\xff\xff\n" + CODE.encode() + b"\n") == (CODE,)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)),
    st.lists(st.integers(1, 9), min_size=1),
)
def test_pieces_of_any_size_give_the_same_codes(codes: list[str], sizes: list[int]) -> None:
    data = "".join(code + "\r\n" for code in codes).encode()
    stream, found, at = CodeStream(), [], 0
    while at < len(data):
        size = sizes[at % len(sizes)]
        found += stream.add(data[at : at + size])
        at += size
    assert found == [code.lstrip("﻿") for code in codes]


def test_a_scanner_that_types_is_a_device_without_a_port(tools: DeviceTools) -> None:
    scanner = make_device("scanner", {"driver": "keyboard"}, tools)
    assert scanner.condition().state == "ok" and not isinstance(scanner, Scanner)
    wrong = make_device("scanner", {"driver": "keyboard", "port": "COM3"}, tools)
    assert wrong.condition().state == "fault"
