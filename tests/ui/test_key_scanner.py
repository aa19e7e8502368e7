"""A scanner that types, at a real window: its code reaches nobody, a person's keys everybody."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow

from kiosk.ports.devices import Scanner
from kiosk.ui.key_scanner import KeyScanner

CODE = "K1:NCF%RTZ8"


class Listener(QObject):
    """Stands for the screens: notes what is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[tuple[Qt.Key, str]] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keys.append((Qt.Key(event.key()), event.text()))
        return False

    @property
    def typed(self) -> str:
        return "".join(text for _, text in self.keys)


class Desk:
    """A window, a scanner before it, and a hand."""

    def __init__(self) -> None:
        self.window, self.listener, self.scanner = QWindow(), Listener(), KeyScanner()
        self.window.installEventFilter(self.listener)
        self.window.installEventFilter(self.scanner)
        self.at_ms = 1000

    def press(self, text: str, after_ms: int, key: Qt.Key = Qt.Key.Key_A) -> None:
        self.at_ms += after_ms
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(self.at_ms)
        QCoreApplication.sendEvent(self.window, event)

    def type(self, text: str, every_ms: int) -> None:
        for letter in text:
            self.press(letter, every_ms, Qt.Key.Key_Return if letter == "\r" else Qt.Key.Key_A)


@pytest.fixture
def desk(qapp: object) -> Desk:
    return Desk()


def test_a_code_is_taken_and_nobody_else_sees_it(desk: Desk) -> None:
    assert isinstance(desk.scanner, Scanner)
    desk.scanner.begin()
    desk.type(CODE + "\r", 5)
    assert desk.scanner.take() == CODE
    assert desk.scanner.take() is None
    assert desk.listener.typed == ""


def test_a_code_that_nobody_wants_presses_no_button(desk: Desk, qtbot) -> None:
    desk.type(CODE + "\r", 5)
    desk.press("", 500, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not desk.scanner._hold.isActive())
    assert desk.listener.keys == [(Qt.Key.Key_Down, "")]
    assert desk.scanner.take() is None


def test_a_person_types_as_ever(desk: Desk, qtbot) -> None:
    desk.scanner.begin()
    desk.type("sfz\r", 150)
    qtbot.waitUntil(lambda: desk.listener.typed == "sfz\n")
    assert [key for key, _ in desk.listener.keys] == [
        Qt.Key.Key_S,
        Qt.Key.Key_F,
        Qt.Key.Key_Z,
        Qt.Key.Key_Return,
    ]
    assert desk.scanner.take() is None


def test_arrows_pass_at_once_and_after_what_was_typed_before(desk: Desk) -> None:
    desk.press("s", 150)
    desk.press("", 10, Qt.Key.Key_Right)
    assert [key for key, _ in desk.listener.keys] == [Qt.Key.Key_S, Qt.Key.Key_Right]


def test_what_was_scanned_before_is_forgotten(desk: Desk) -> None:
    desk.scanner.begin()
    desk.type(CODE + "\r", 5)
    desk.scanner.end()
    desk.scanner.begin()
    assert desk.scanner.take() is None
