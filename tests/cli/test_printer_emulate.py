"""The printer to train with, driven as a trainer drives it: by typing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

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
    for _ in range(2):
        process.stderr.readline()  # how to use it
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
    assert told(process, "unplug") == "unplug：已打印 5 字节\n"
    with pytest.raises(serial.SerialException):
        serial.serial_for_url(port)
    told(process, "quit")
    assert process.wait(5) == 0
    assert (tmp_path / "paper.bin").read_bytes() == "清单\n".encode("gb18030")
