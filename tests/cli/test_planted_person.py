"""A card's data live in memory for the visit: afterwards they are nowhere, in no encoding.

A kiosk in a process of its own reads an invented person from an emulated reader over a pty. All its
memory, its data folder, paper, log and temporary files are searched, while the person is shown (so
that a blind search is noticed) and after the visit.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.devices.idcard.cards import number_18, resident
from kiosk.devices.idcard.emulator import CardEmulator
from kiosk.devices.idcard.emulator_faults import Spoiler
from kiosk.devices.idcard.emulator_port import EmulatedPort
from kiosk.devices.own_memory import SCRUBBING
from kiosk.domain.pin import make_verifier
from tests.cli.conftest import ROOT
from tests.memory_image import family_of, image_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="searches memory through /proc")

NAME = "欧阳麒麟"
NUMBER = number_18("34160219850412203")
ADDRESS = "安徽省亳州市谯城区花戏楼街道爬子巷一百六十八号"
PLANTED = (NAME, NUMBER, ADDRESS[:12], ADDRESS[-8:], "1985-04-12")
ENCODINGS = ("utf-8", "utf-16-le", "gb18030", "utf-32-le")
"""Python holds text in one, two or four bytes a character, Qt in two, a card in two."""
WIPED_WITHIN_S = 5.0
PIN = "402817"
CONFIG = """
[devices.a4]
driver = "file"
folder = "out"
[devices.idcard]
driver = "idcard-serial"
port = "{port}"
[screen]
reduce_motion = true
[technicians.pins]
zhang = "{verifier}"
"""


def found_in(content: bytes) -> set[str]:
    """Return the planted values that are there in any encoding."""
    patterns = {value.encode(encoding): value for value in PLANTED for encoding in ENCODINGS}
    return {value for pattern, value in patterns.items() if pattern in content}


def found_in_family(process: int) -> set[str]:
    """Search the memory of the kiosk and of every process that it started and that still lives."""
    return {value for one in family_of(process) for value in found_in(image_of(one))}


def found_in_files(folder: Path) -> dict[str, set[str]]:
    """Search the names and the content of all files of a folder."""
    paths = list(folder.rglob("*"))
    searched = {str(path): found_in(path.read_bytes()) for path in paths if path.is_file()}
    assert searched
    searched["names"] = found_in("\n".join(map(str, paths)).encode())
    return {name: found for name, found in searched.items() if found}


@contextmanager
def a_reader() -> Iterator[str]:
    """Let a reader on which the planted card lies answer on a port."""
    emulator = CardEmulator(Spoiler(random.Random(1)), card_s=0.1)  # noqa: S311 - no secret
    emulator.lay(resident(NAME, NUMBER, address=ADDRESS))
    port, over = EmulatedPort(emulator, time.monotonic), threading.Event()

    def answer() -> None:
        while not over.is_set():
            port.turn((), 0.05)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield port.path
    finally:
        over.set()
        thread.join()
        port.unplug()


@contextmanager
def a_kiosk(data: Path, folder: Path, how: str) -> Iterator[subprocess.Popen[str]]:
    """Run the program beside that reader."""
    temporary = folder / "tmp"
    temporary.mkdir()
    environ = os.environ | SCRUBBING | {"TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    with a_reader() as port, (folder / "stderr").open("wb") as stderr:
        (data / "config.toml").write_text(
            CONFIG.format(port=port, verifier=make_verifier(PIN, b"a" * 16)), "utf-8"
        )
        command = [sys.executable, str(ROOT / "tests/cli/planted_visit.py"), data, folder, how]
        with subprocess.Popen(
            command, cwd=folder, env=environ, text=True, stderr=stderr,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as program:  # fmt: skip
            try:
                yield program
            finally:
                program.kill()


def wait_for(program: subprocess.Popen[str], word: str, folder: Path) -> None:
    assert program.stdout is not None
    said = program.stdout.readline()
    assert said == word + "\n", said + (folder / "stderr").read_text("utf-8")


@pytest.mark.parametrize(
    "how", ["finished", "technician", "failed", pytest.param("idle", marks=pytest.mark.slow)]
)
def test_nothing_of_a_person_is_left_after_the_visit(how: str, data: Path, tmp_path: Path) -> None:
    with a_kiosk(data, tmp_path, how) as program:
        wait_for(program, "shown", tmp_path)
        assert found_in(image_of(program.pid)) == set(PLANTED), "the search is blind"
        go_on(program)
        wait_for(program, "over", tmp_path)
        # The reader's thread wipes what it received as soon as its last question is answered.
        end = time.monotonic() + WIPED_WITHIN_S
        while (left := found_in_family(program.pid)) and time.monotonic() < end:
            time.sleep(0.1)
        assert not left
        go_on(program)
    assert (how == "finished") == bool(list((data / "out").glob("*.pdf")))
    log = (data / "log" / "kiosk.jsonl").read_text("utf-8")
    assert (how == "failed") == ("ValueError" in log)
    assert not found_in_files(tmp_path)


@pytest.mark.crash
def test_a_crash_leaves_nothing_on_disk(data: Path, tmp_path: Path) -> None:
    with a_kiosk(data, tmp_path, "crash") as program:
        wait_for(program, "shown", tmp_path)
        program.send_signal(signal.SIGSEGV)
        program.wait()
    assert not found_in_files(tmp_path)
    assert not [path for path in tmp_path.rglob("core*") if path.is_file()]


def go_on(program: subprocess.Popen[str]) -> None:
    assert program.stdin is not None
    program.stdin.write("\n")
    program.stdin.flush()
