"""The running kiosk under a test's hand: show it in any variant, touch it, look at it.

What must hold for what is seen is `survey.py`; how to reach a state is `stops.py`.
"""

import itertools
import time
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QInputDevice, QKeyEvent, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.bootstrap import Station
from kiosk.devices.clock import SteppedClock
from kiosk.devices.scripted import ScriptedReader, ScriptedScanner
from kiosk.ui.keys import tappables
from kiosk.ui.layouts import LAYOUTS
from kiosk.ui.scene import control, text_of, texts
from kiosk.ui.shell import Shell
from tests.fakes.link import PracticeLink
from tests.fakes.shelf import PracticeShelf

DEADLINE_S = 10.0


class Variant(Struct, frozen=True, kw_only=True):
    """One way a screen is drawn."""

    layout: str
    size: str
    theme: str

    def __str__(self) -> str:
        return f"{self.layout}-{self.size}-{self.theme}"


VARIANTS = tuple(
    Variant(layout=layout, size=size, theme=theme)
    for layout, size, theme in itertools.product(
        LAYOUTS, ("normal", "large", "huge"), ("light", "contrast")
    )
)


def box(item: QQuickItem) -> QRectF:
    """Return the rectangle of an item in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


class Scene:
    """Drives one shell; the clock moves only here."""

    def __init__(
        self,
        shell: Shell,
        station: Station,
        link: PracticeLink | None = None,
        shelf: PracticeShelf | None = None,
    ) -> None:
        assert isinstance(station.clock, SteppedClock)
        self.shell = shell
        self.station = station
        self.clock = station.clock
        self.link = link or PracticeLink()
        self.shelf = shelf or PracticeShelf()
        self.device: QPointingDevice = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
        self.bugs: list[Exception] = []
        shell._on_bug = self.bugs.append
        shell.window.show()
        QTest.qWaitForWindowExposed(shell.window)

    @property
    def reader(self) -> ScriptedReader:
        """The reader, in the test's hand."""
        reader = self.station.devices.reader
        assert isinstance(reader, ScriptedReader)
        return reader

    @property
    def scanner(self) -> ScriptedScanner:
        """The scanner, in the test's hand."""
        scanner = self.station.devices.scanner
        assert isinstance(scanner, ScriptedScanner)
        return scanner

    # ---- state
    def restart(self) -> None:
        """Wipe, and show R0 in landscape, normal, light."""
        self.bugs.clear()
        self.link.mend()
        self.shelf.empty()
        self.shell.rules.set_keyboard(False)
        self.shell.frame.finish()
        self.shell.frame.toast("")
        self.show(VARIANTS[0])
        for printer in self.station.devices.printers:
            printer.set_fault(None)
        if self.station.has_device("idcard"):
            self.reader.mend()

    def show(self, variant: Variant) -> None:
        """Draw the screen in front anew in another variant."""
        display = replace(LAYOUTS[variant.layout], size=variant.size, theme=variant.theme)
        # People change size and theme in front of a screen; its layout is fixed from the start.
        if variant.layout != self.shell.metrics.property("layout"):
            self.shell._stage.clear()
            self.settle()
        self.shell.set_display(display)
        if self.shell.screen():
            self.shell._show(self.shell.screen())
        self.settle()

    def settle(self) -> None:
        """Run the event loop until no work is left and everything stands where it will stand."""
        until = time.monotonic() + DEADLINE_S
        QCoreApplication.processEvents()
        while not self.shell.quiet:
            assert time.monotonic() < until, self.state()
            QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()

    def state(self) -> str:
        """Say what the kiosk is doing, for messages."""
        shell = self.shell
        return (
            f"{shell.router.stack}, waiting for {shell.router._pending}, "
            f"{shell.tasks._open} jobs open, wiping {shell._wiping}, bugs {self.bugs}"
        )

    def pass_time(self, seconds: float) -> None:
        """Move the clock on; the window looks at it."""
        self.clock.pass_time(seconds)
        self.shell.frame.tick()
        self.settle()

    def go(self, name: str, arg: object = None) -> None:
        """Go to a screen without touching."""
        self.shell.router.push(name, arg)
        self.settle()

    def look(self, name: str) -> None:
        """Let a screen look at its device now, as its watch does ten times a second."""
        self.shell._model(name).look()
        self.settle()

    # ---- hands
    def tap(self, name: str) -> None:
        """Touch a control in the middle, a second after the last thing."""
        self.clock.pass_time(1)
        middle = box(self.control(name)).center()
        self.press_at(middle)
        self.release_at(middle)
        self.settle()

    def press_at(self, at: QPointF, point: int = 0) -> None:
        """Put a finger down."""
        window = self.shell.window
        QTest.touchEvent(window, self.device).press(point, at.toPoint(), window).commit()

    def release_at(self, at: QPointF, point: int = 0) -> None:
        """Lift a finger."""
        window = self.shell.window
        QTest.touchEvent(window, self.device).release(point, at.toPoint(), window).commit()

    def move_to(self, at: QPointF, point: int = 0) -> None:
        """Move a finger."""
        window = self.shell.window
        QTest.touchEvent(window, self.device).move(point, at.toPoint(), window).commit()

    def key(self, key: Qt.Key, text: str = "") -> None:
        """Press and release a key, a second after the last thing."""
        self.clock.pass_time(1)
        # Loaded after the first frame; nobody reaches for a key as fast as a test does.
        assert self.shell.keys is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.sendEvent(self.shell.window, event)
        self.settle()

    def keys_to(self, name: str) -> None:
        """Move the focus with arrows alone until it stands on a control, then press Enter."""
        for key in itertools.chain(self._path(name)):
            self.key(key)
        assert self.shell.keys.focused() is self.control(name)
        self.key(Qt.Key.Key_Return)

    def _path(self, name: str) -> list[Qt.Key]:
        """Return arrows that lead from the focus to a control, found breadth first."""
        from kiosk.ui.keys import neighbour

        self.key(Qt.Key.Key_Down)
        items, start = self.shell.keys.controls(), self.shell.keys.focused()
        assert start is not None
        arrows = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left)
        paths: dict[QQuickItem, list[Qt.Key]] = {start: []}
        queue = [start]
        while queue:
            now = queue.pop(0)
            if now.objectName() == name:
                return paths[now]
            for arrow in arrows:
                there = neighbour(items, now, arrow)
                if there not in paths:
                    paths[there] = [*paths[now], arrow]
                    queue.append(there)
        raise AssertionError(f"no arrows lead to {name}: {[i.objectName() for i in paths]}")

    # ---- eyes
    def root(self) -> QQuickItem:
        """Return what can be used now: the idle warning while it is up, else the window."""
        content = self.shell.window.contentItem()
        if self.shell.frame.warning:
            warning = control(content, "idle.anywhere")
            assert warning is not None
            return warning
        return content

    def controls(self) -> list[QQuickItem]:
        """Return all visible, enabled controls in reading order."""
        return list(tappables(self.root()))

    def names(self) -> set[str]:
        """Return the object names of all controls."""
        return {i.objectName() for i in self.controls()}

    def control(self, name: str) -> QQuickItem:
        """Return a control by its object name."""
        found = [i for i in self.controls() if i.objectName() == name]
        assert found, f"no {name} on {self.shell.screen()}: {sorted(self.names())}"
        return found[0]

    def labels(self) -> Iterator[QQuickItem]:
        """Yield all visible items that show a text."""
        stack = [self.root()]
        while stack:
            item = stack.pop()
            if item.isVisible() and item.opacity() > 0:
                if text_of(item) and item.property("truncated") is not None:
                    yield item
                stack.extend(item.childItems())

    def reads(self, text: str) -> bool:
        """Tell whether a text can be read."""
        return any(text in shown for shown in texts(self.root()))

    def picture(self) -> QImage:
        """Return the window as a picture."""
        return self.shell.window.grabWindow()

    def px_per_mm(self) -> float:
        """Return the scale of the screen."""
        return float(self.shell.metrics.property("pxPerMm"))

    def point(self, x: float, y: float) -> QPoint:
        """Return a point of the window."""
        return QPoint(round(x), round(y))
