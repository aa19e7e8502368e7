"""`kiosk run` on a real X display: the whole screen is R0; ends, refusals and power cuts."""

import contextlib
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage

from kiosk import app
from kiosk.bootstrap import Station
from kiosk.config import Places, load_config
from kiosk.ui import shell as ui
from tests.cli.conftest import ROOT

WIDTH, HEIGHT = 1600, 900
"""Not what any layout was designed on: the window has to follow the screen."""
DEADLINE_S = 30.0
LOOK_EVERY_S = 0.1
SMALLER = 4
"""Pictures are compared at a fourth of their size: two platforms smooth letters differently."""
VISIBLE = 48
ALLOWED = 0.001
Start = Callable[[], "subprocess.Popen[str]"]
Expected = Callable[..., QImage]
CONFIG = """
[site]
name = "花戏楼社区便民服务站"
[screen]
reduce_motion = true
"""


class Display(Struct, frozen=True, kw_only=True):
    """A running X server whose screen is a file."""

    name: str
    frame_buffer: Path

    def picture(self) -> QImage:
        """Return what is on the screen now (the file is in the format of xwd)."""
        content = self.frame_buffer.read_bytes()
        head = struct.unpack(">25I", content[:100])
        start = head[0] + head[19] * 12
        size = (head[4], head[5], head[12])
        return QImage(content[start:], *size, QImage.Format.Format_RGB32).copy()


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Display]:
    folder = tmp_path_factory.mktemp("x")
    screen = f"{WIDTH}x{HEIGHT}x24"
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", screen, "-fbdir", str(folder)]
    pipe, null = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdout=pipe, stderr=null) as server:
        assert server.stdout is not None
        number = server.stdout.readline().decode().strip()
        assert number, "Xvfb has not started"
        yield Display(name=f":{number}", frame_buffer=folder / "Xvfb_screen0")
        server.terminate()


@pytest.fixture
def start(display: Display, data: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start the kiosk on the display; whatever still runs afterwards is ended."""
    (data / "config.toml").write_text(CONFIG, "utf-8")
    ours = ("QT_QPA_PLATFORM", "QT_QUICK_BACKEND", "WAYLAND_DISPLAY")
    environ = {name: value for name, value in os.environ.items() if name not in ours}
    started: list[subprocess.Popen[str]] = []

    def run() -> subprocess.Popen[str]:
        program = subprocess.Popen(
            [sys.executable, "-m", "kiosk.cli.main", "run", "--data", str(data)],
            cwd=ROOT,
            env=environ | {"DISPLAY": display.name},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(program)
        return program

    yield run
    for program in started:
        program.kill()
        program.communicate()


@pytest.fixture
def expected(data: Path, qapp: object) -> Callable[..., QImage]:
    """Make the picture of R0 without a display, on the same data."""

    def picture(*, after_power_cut: bool) -> QImage:
        config = load_config(data / "config.toml")
        station = Station(Places(data=data, config=None, starter=data), config)
        app.start_qt(config.screen)
        shell = app.make_shell(
            station,
            ui.Display(width_px=WIDTH, height_px=HEIGHT),
            ticking=False,
            after_power_cut=after_power_cut,
        )
        shell.window.show()
        shell.start()
        until = time.monotonic() + DEADLINE_S
        while not shell.quiet:
            assert time.monotonic() < until
            QCoreApplication.processEvents()
        image = shell.window.grabWindow()
        shell.close()
        return image

    return picture


def wait_for(program: subprocess.Popen[str], display: Display, expected: QImage) -> None:
    """Look at the display until it shows a picture; fail when the program ends or takes long."""
    until = time.monotonic() + DEADLINE_S
    while (off := unlike(display.picture(), expected)) > ALLOWED:
        assert time.monotonic() < until, f"{off:.2%} of the screen is not as expected"
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(LOOK_EVERY_S)
        assert program.poll() is None, program.communicate()


def unlike(one: QImage, other: QImage) -> float:
    """Return the share of points whose lightness differs visibly between two pictures."""
    assert one.size() == other.size()
    small = [
        image.scaled(
            WIDTH // SMALLER, HEIGHT // SMALLER, mode=Qt.TransformationMode.SmoothTransformation
        ).convertToFormat(QImage.Format.Format_Grayscale8)
        for image in (one, other)
    ]
    points = zip(*(bytes(image.constBits()) for image in small), strict=True)
    return sum(abs(a - b) > VISIBLE for a, b in points) / (WIDTH * HEIGHT / SMALLER**2)


def test_it_covers_the_screen_and_ends_when_told(
    start: Start, display: Display, expected: Expected, data: Path
) -> None:
    usual, noted = expected(after_power_cut=False), expected(after_power_cut=True)
    assert unlike(usual, noted) > 2 * ALLOWED
    program = start()
    wait_for(program, display, usual)
    second = start()
    _, said = second.communicate(timeout=DEADLINE_S)
    assert second.returncode == 5
    assert f"数据文件夹 {data} 正被另一个办事亭使用" in said
    assert unlike(display.picture(), usual) <= ALLOWED
    program.send_signal(signal.SIGTERM)
    out, said = program.communicate(timeout=DEADLINE_S)
    assert (program.returncode, out, said) == (0, "", "")


def test_after_a_power_cut_it_says_that_nothing_was_kept(
    start: Start, display: Display, expected: Expected
) -> None:
    usual, noted = expected(after_power_cut=False), expected(after_power_cut=True)
    cut = start()
    wait_for(cut, display, usual)
    cut.kill()
    cut.wait(DEADLINE_S)
    again = start()
    wait_for(again, display, noted)
    again.send_signal(signal.SIGTERM)
    assert again.wait(DEADLINE_S) == 0
    after = start()
    wait_for(after, display, usual)
