"""Plays a visit script on the real window with real touch and key events.

It waits for what it needs whenever the event loop has nothing left to do, never for a fixed
time. Reading scripts does not belong here (`cli/visit.py`), starting the shell neither (`app.py`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QPoint,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.ui.scene import control, shown, texts, texts_to_touch
from kiosk.ui.script import (
    Card,
    Expect,
    Failure,
    Hold,
    Pass,
    Played,
    Press,
    Printer,
    Scan,
    Script,
    Shot,
    Step,
    Tap,
    Type,
    Wait,
)

DEADLINE_S = 10.0
THINKING_S = 2.0
"""How long a resident looks before a touch or a key, on the visit's clock."""
KEYS = {
    "Tab": Qt.Key.Key_Tab,
    "Backtab": Qt.Key.Key_Backtab,
    "Enter": Qt.Key.Key_Return,
    "Space": Qt.Key.Key_Space,
    "Esc": Qt.Key.Key_Escape,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Backspace": Qt.Key.Key_Backspace,
}


class Stage(Protocol):
    """What the player needs from the running kiosk."""

    def window(self) -> QQuickWindow:
        """Return the window; it stays the same for the whole visit."""
        ...

    def screen(self) -> str:
        """Return the name of the screen that is shown."""
        ...

    def busy(self) -> bool:
        """Tell whether a screen is being prepared, changed or a job is running."""
        ...

    def set_printers(self, state: str) -> None:
        """Set the file printers to `ready` or to a fault code."""
        ...

    def set_card(self, card: Card) -> None:
        """Lay a card on the reader, take it away, or break the reader."""
        ...

    def show_code(self, text: str) -> None:
        """Hold a code under the scanner."""
        ...

    def pass_time(self, seconds: float) -> None:
        """Move the visit's clock on; without it the clock stands still."""
        ...


class Missed(Exception):
    """A step could not be done or an expectation did not hold; the text says what was there."""


class Player:
    """Performs one script after another on one stage."""

    def __init__(self, stage: Stage, folder: Path, deadline_s: float = DEADLINE_S) -> None:
        self._stage = stage
        self._folder = folder
        self._deadline_s = deadline_s
        self._device = QTest.createTouchDevice()
        self._pictures: list[str] = []

    def play(self, script: Script) -> Played:
        """Perform all steps; the first one that fails ends the visit with a picture of it."""
        self._pictures = []
        for step in script.steps:
            try:
                self.perform(step)
            except Missed as missed:
                picture = self._shoot(f"failed-line-{step.line}")
                message = f"{script.file}:{step.line}：{missed}"
                failure = Failure(line=step.line, message=message, picture=picture)
                return Played(pictures=tuple(self._pictures), failure=failure)
        return Played(pictures=tuple(self._pictures), failure=None)

    def perform(self, step: Step) -> None:
        """Do one step. Raises Missed when it cannot be done before the deadline."""
        match step:
            case Tap(target=target):
                self._tap(target)
            case Type(text=text):
                for letter in text:
                    self._key(0, letter)
            case Press(key=key, times=times):
                self._press(key, times)
            case Hold(target=target, seconds=seconds):
                self._hold(target, seconds)
            case Shot(name=name):
                self._until(self._quiet, "画面一直在动")
                self._pictures.append(self._shoot(name))
            case Wait() | Expect():
                self._look(step)
            case _:
                self._befall(step)

    def _befall(self, step: Printer | Card | Scan | Pass) -> None:
        """Let happen what no finger does."""
        match step:
            case Printer(state=state):
                self._stage.set_printers(state)
            case Card():
                self._stage.set_card(step)
            case Scan(text=text):
                self._stage.show_code(text)
            case Pass(seconds=seconds):
                self._stage.pass_time(seconds)

    def _look(self, step: Wait | Expect) -> None:
        """Wait until what a step expects can be seen."""
        match step:
            case Wait(screen=screen) | Expect(screen=str(screen)):
                self._until(lambda: self._at_rest(screen), f"没有等到“{screen}”这一屏")
            case Expect(text=str(text)):
                self._until(lambda: self._sees(text), f"屏幕上没有“{text}”")
            case Expect(gone=gone):
                self._until(lambda: not self._sees(gone or ""), f"屏幕上还有“{gone}”")

    def _tap(self, target: str) -> None:
        """Touch the middle of a control and let go."""
        self._until(lambda: self._target(target) is not None, f"找不到能点的“{target}”")
        self._paint()
        # With the frame the next screen may have begun to prepare itself.
        self._until(lambda: self._target(target) is not None, f"“{target}”刚刚不见了")
        item = self._target(target)
        if item is None:
            raise Missed(f"“{target}”刚刚不见了")
        self._stage.pass_time(THINKING_S)
        self._touch(_middle(item))

    def _hold(self, target: str, seconds: int) -> None:
        """Keep a finger on something, which need not be a control."""
        self._until(lambda: self._seen(target) is not None, f"屏幕上没有“{target}”")
        self._paint()
        item = self._seen(target)
        if item is None:
            raise Missed(f"“{target}”刚刚不见了")
        self._stage.pass_time(THINKING_S)
        self._touch(_middle(item), seconds)

    def _touch(self, point: QPoint, seconds: int = 0) -> None:
        """Put a finger down and lift it, after some seconds of the visit's clock."""
        window = self._stage.window()
        QTest.touchEvent(window, self._device).press(0, point, window).commit()
        if seconds:
            self._stage.pass_time(seconds)
        QTest.touchEvent(window, self._device).release(0, point, window).commit()

    def _seen(self, object_name: str) -> QQuickItem | None:
        """Return what is shown under an object name."""
        if not self._quiet():
            return None
        items = shown(self._stage.window().contentItem())
        return next((item for item in items if item.objectName() == object_name), None)

    def _target(self, target: str) -> QQuickItem | None:
        """Return the control to touch once it is shown, enabled and touches count."""
        if not self._quiet():
            return None
        root = self._stage.window().contentItem()
        return control(root, target) or texts_to_touch(root, target)

    def _press(self, name: str, times: int) -> None:
        """Press a key of the attached keyboard."""
        if name not in KEYS:
            raise Missed(f"没有“{name}”这个键，可以写：{'、'.join(KEYS)}")
        for _ in range(times):
            self._until(self._quiet, "画面一直在动")
            self._stage.pass_time(THINKING_S)
            self._key(KEYS[name], "")

    def _key(self, key: int, text: str) -> None:
        """Send one key down and up to the window."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QCoreApplication.sendEvent(self._stage.window(), event)

    def _sees(self, text: str) -> bool:
        """Tell whether a text can be read on the screen."""
        return any(text in shown for shown in texts(self._stage.window().contentItem()))

    def _at_rest(self, screen: str) -> bool:
        """Tell whether a screen is shown and takes touches."""
        return self._stage.screen() == screen and self._quiet()

    def _quiet(self) -> bool:
        """Tell whether the last screen change is over."""
        return not self._stage.busy()

    def _shoot(self, name: str) -> str:
        """Keep a picture of the window and return its file name."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}.png"
        if not self._stage.window().grabWindow().save(str(path)):
            raise Missed(f"图片存不下：{path}")
        return str(path)

    def _paint(self) -> None:
        """Let the window draw itself once, so that everything stands where it will be touched."""
        window = self._stage.window()
        loop = QEventLoop()
        connection = window.frameSwapped.connect(loop.quit)
        owner = QObject()
        QTimer.singleShot(round(self._deadline_s * 1000), owner, loop.quit)
        window.update()
        loop.exec()
        window.frameSwapped.disconnect(connection)

    def _until(self, holds: Callable[[], bool], complaint: str) -> None:
        """Run the event loop until `holds()`; it is asked whenever the loop falls idle."""
        if holds() or _run_until(holds, self._deadline_s):
            return
        shown = " / ".join(texts(self._stage.window().contentItem()))[:400]
        where = self._stage.screen()
        raise Missed(f"{complaint}（等了{self._deadline_s:g}秒）。现在在“{where}”屏，写着：{shown}")


def _middle(item: QQuickItem) -> QPoint:
    """Return the middle of an item in the window."""
    middle = item.mapToScene(item.boundingRect().center())
    return QPoint(round(middle.x()), round(middle.y()))


def _run_until(holds: Callable[[], bool], deadline_s: float) -> bool:
    """Run a local event loop; return whether `holds()` became true before the deadline."""
    loop = QEventLoop()
    owner = QObject()

    def look() -> None:
        if holds():
            loop.exit(1)

    dispatcher = QAbstractEventDispatcher.instance()
    connection = dispatcher.aboutToBlock.connect(look)
    QTimer.singleShot(round(deadline_s * 1000), owner, loop.quit)
    try:
        return loop.exec() == 1
    finally:
        dispatcher.aboutToBlock.disconnect(connection)
