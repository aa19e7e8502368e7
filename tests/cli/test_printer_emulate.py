"""The printer to train with, driven as a trainer drives it: by typing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from kiosk.devices.printer.escpos_emulator import TROUBLES

PROGRAM = "from kiosk.cli.main import main; main()"


@pytest.fixture
def start() -> Iterator[object]:
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "printer", "emulate", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str], line: str) -> str:
    """Type a line and return what is said to it."""
    assert process.stdin and process.stderr
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return process.stderr.readline()


@pytest.mark.parametrize("arguments", [(), ("--tcp", "0")])
def test_it_answers_on_its_port_and_does_what_is_typed(
    start: object, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    process = start(*arguments, "--paper", str(tmp_path / "paper.bin"))  # type: ignore[operator]
    port = process.stdout.readline().strip()
    assert "help" in process.stderr.readline()
    with serial.serial_for_url(port, timeout=2) as line:
        line.write(b"\x10\x04\x04")
        assert line.read(1) == b"\x12"
        assert told(process, "out").startswith("out：")
        line.write(b"\x10\x04\x04")
        assert line.read(1) == b"\x7e"
        told(process, "ok")
        line.write("清单\n".encode("gb18030") + b"\x10\x04\x01")
        assert line.read(1) == b"\x16"
    assert "没有 buy paper 这个说法" in told(process, "buy paper")
    words = [told(process, "help"), *(process.stderr.readline() for _ in range(len(TROUBLES) + 2))]
    assert [word.split()[0] for word in words] == [*TROUBLES, "out", "unplug、plug", "quit"]
    assert told(process, "unplug") == "unplug：已打印 5 字节\n"
    with pytest.raises(serial.SerialException):
        serial.serial_for_url(port)
    told(process, "quit")
    assert process.wait(5) == 0
    assert (tmp_path / "paper.bin").read_bytes() == "清单\n".encode("gb18030")


def test_its_port_keeps_a_name_that_a_configuration_can_hold(start: object, tmp_path: Path) -> None:
    port = tmp_path / "ttyRECEIPT"
    process = start("--link", str(port))  # type: ignore[operator]
    assert process.stdout.readline().strip() == str(port)
    process.stderr.readline()
    first = port.resolve()
    told(process, "unplug")
    assert not port.is_symlink()
    told(process, "plug")
    with serial.serial_for_url(str(port), timeout=2) as line:
        line.write(b"\x10\x04\x04")
        assert line.read(1) == b"\x12", first
    told(process, "quit")
    assert process.wait(5) == 0
    assert not port.is_symlink()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--link", "/dev/null/receipt"), "端口 /dev/null/receipt 开不了：换一个 --link 的名字"),
        (("--link", "x", "--tcp", "0"), "只能写一个"),
    ],
)
def test_a_port_that_cannot_be_is_refused(
    start: object, arguments: tuple[str, ...], said: str
) -> None:
    process = start(*arguments)  # type: ignore[operator]
    assert said in process.stderr.read()
    assert process.wait(5) == 2
