"""R11 and R12 on the real driver: cards in an emulated reader behind a real pty."""

import queue
import random
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk import app
from kiosk.bootstrap import Station
from kiosk.devices.clock import SteppedClock, SystemClock
from kiosk.devices.idcard.cards import resident
from kiosk.devices.idcard.driver import make
from kiosk.devices.idcard.emulator import CardEmulator
from kiosk.devices.idcard.emulator_faults import Spoiler
from kiosk.devices.idcard.emulator_port import EmulatedPort
from kiosk.devices.registry import DeviceTools
from kiosk.ports.devices import CardIdle
from kiosk.ui.layouts import LAYOUTS
from tests.people import ZHANG
from tests.qml.card_stops import ERRAND
from tests.qml.scene import Scene

CARD = resident(ZHANG.name or "", ZHANG.number)
PATIENCE_MS = 20_000


class Field:
    """The emulated reader on a thread of its own, in the test's hand."""

    def __init__(self) -> None:
        emulator = CardEmulator(Spoiler(random.Random(1)), card_s=0.1)  # noqa: S311  no secret
        self.port = EmulatedPort(emulator, time.monotonic)
        self.emulator = emulator
        self._orders: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._answer)

    def __enter__(self) -> "Field":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._orders.put(None)
        self._thread.join()
        self.port.unplug()

    def do(self, order: Callable[[], object]) -> None:
        """Let the reader's thread do something."""
        self._orders.put(order)

    def _answer(self) -> None:
        while True:
            while not self._orders.empty():
                order = self._orders.get()
                if order is None:
                    return
                order()
            self.port.turn((), 0.01)


@pytest.fixture
def field() -> Iterator[Field]:
    with Field() as field:
        yield field


@pytest.fixture
def kiosk(station: Station, field: Field, qapp: object) -> Iterator[Scene]:
    """A kiosk whose card reader is the serial driver on the pty."""
    tools = DeviceTools(
        clock=SystemClock(), log=lambda event, *facts, **more: None, paper_folder=station.data
    )
    reader = make("idcard", {"port": field.port.path}, tools)
    clock = SteppedClock(station.clock.now())
    own = Station(station.places, station.config, clock=clock, practice=(reader,))
    reader.start()
    app.start_qt(own.config.screen)
    shell = app.make_shell(own, LAYOUTS["landscape"], ticking=False)
    scene = Scene(shell, own)
    shell.start()
    scene.settle()
    scene.tap("attract.begin")
    scene.go("card", ERRAND)
    yield scene
    shell.close()
    reader.close()


def sees(kiosk: Scene, qtbot: QtBot, text: str) -> None:
    """Wait until the screen says it."""
    qtbot.waitUntil(lambda: kiosk.reads(text), timeout=PATIENCE_MS)


def test_a_card_is_read_and_confirmed(kiosk: Scene, field: Field, qtbot: QtBot) -> None:
    sees(kiosk, qtbot, "把身份证放这里")
    field.do(lambda: field.emulator.lay(CARD))
    qtbot.waitUntil(lambda: kiosk.shell.screen() == "holder" or kiosk.reads("读好了"), timeout=9000)
    field.do(field.emulator.lift)
    sees(kiosk, qtbot, "张*三")
    assert kiosk.reads("3702…0012")
    kiosk.tap("shell.primary")
    assert kiosk.shell._services.visit.holder is None
    reader = kiosk.station.devices.reader
    assert reader is not None
    qtbot.waitUntil(lambda: isinstance(reader.status(), CardIdle))


def test_what_is_no_identity_card_is_said(kiosk: Scene, field: Field, qtbot: QtBot) -> None:
    foreign = type(CARD)(text=None)
    field.do(lambda: field.emulator.lay(foreign))
    sees(kiosk, qtbot, "这不是身份证")
    field.do(field.emulator.lift)
    field.do(lambda: field.emulator.lay(CARD))
    qtbot.waitUntil(lambda: kiosk.reads("读好了") or kiosk.reads("张*三"), timeout=PATIENCE_MS)


def test_a_reader_that_is_pulled_out_says_so_and_mends(
    kiosk: Scene, field: Field, qtbot: QtBot
) -> None:
    field.do(field.port.unplug)
    sees(kiosk, qtbot, "读卡的地方坏了")
    assert kiosk.shell.screen() == "card"
