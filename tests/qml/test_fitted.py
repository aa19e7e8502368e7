"""What the configuration names is what the screens have: a typing scanner, drivers that fail."""

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from kiosk import app
from kiosk.bootstrap import Station
from kiosk.devices.clock import SteppedClock
from kiosk.ui.key_scanner import KeyScanner
from kiosk.ui.layouts import LAYOUTS
from tests.qml.card_stops import ERRAND, printed_code
from tests.qml.scene import Scene

Open = Callable[..., Scene]


@pytest.fixture
def kiosk(station: Station, qapp: object) -> Iterator[Open]:
    """Open a kiosk at R1 with these devices in its configuration."""
    opened: list[Scene] = []

    def make(**tables: dict[str, object]) -> Scene:
        config = replace(station.config, devices=tables)
        own = Station(station.places, config, clock=SteppedClock(station.clock.now()))
        app.start_qt(own.config.screen)
        scene = Scene(app.make_shell(own, LAYOUTS["landscape"], ticking=False), own)
        opened.append(scene)
        scene.shell.start()
        scene.settle()
        scene.tap("attract.begin")
        return scene

    yield make
    for scene in opened:
        scene.shell.close()


def type_quickly(scene: Scene, text: str) -> None:
    """Send keys as a scanner does, 4 ms apart."""
    assert scene.shell.keys is not None
    for n, letter in enumerate(text):
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key.Key_A
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(10_000 + 4 * n)
        QCoreApplication.sendEvent(scene.shell.window, event)


def test_without_devices_nothing_is_offered(kiosk: Open) -> None:
    scene = kiosk()
    assert scene.shell._services.identity is None
    assert scene.shell._services.scanning is None
    assert "home.scan" not in scene.names()


def test_a_typing_scanner_brings_an_old_list(kiosk: Open, qtbot: QtBot) -> None:
    scene = kiosk(scanner={"driver": "keyboard"})
    assert isinstance(scene.shell._key_scanner, KeyScanner)
    scene.restart()
    code = printed_code(scene, lambda code: code)
    scene.tap("home.scan")
    type_quickly(scene, code + "\r")
    qtbot.waitUntil(lambda: scene.reads("读到了：开饭店"))
    assert not scene.bugs


def test_a_typing_scanner_presses_no_buttons(kiosk: Open) -> None:
    scene = kiosk(scanner={"driver": "keyboard"})
    scene.shell.keys.focus_first()
    type_quickly(scene, "https://example.invalid\r")
    scene.settle()
    assert scene.shell.screen() == "home"


def test_a_scanner_that_cannot_be_used_is_not_offered(kiosk: Open) -> None:
    scene = kiosk(scanner={"driver": "no-such-driver"})
    assert "home.scan" not in scene.names()


def test_a_reader_that_cannot_be_used_is_a_fault_with_ways(kiosk: Open) -> None:
    scene = kiosk(idcard={"driver": "no-such-driver"})
    scene.go("card", ERRAND)
    scene.look("card")
    assert scene.reads("读卡的地方坏了")
    scene.picture()  # lays out what has just come
    scene.tap("fault.way.without")
    assert scene.shell.screen() == "home"
