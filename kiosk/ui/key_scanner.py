"""A scanner that types like a keyboard, as the `Scanner` port: its keys never reach a screen.

How its keys are told from a person's is `scan_keys.py`.
"""

from collections import deque

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from kiosk.ports.devices import Condition
from kiosk.ui.scan_keys import HOLD_MS, CodeScanned, KeysTyped, ScanKeys

_KEYS = {"\n": Qt.Key.Key_Return, " ": Qt.Key.Key_Space}


class KeyScanner(QObject):
    """An event filter of the window. What a person types arrives `HOLD_MS` later, unchanged."""

    def __init__(self, name: str = "scanner") -> None:
        super().__init__()
        self.name = name
        self._rule = ScanKeys()
        self._scanned: deque[str] = deque()
        self._listening = False
        self._giving_back = False
        self._window: QObject | None = None
        self._newest_ms = 0
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self._overdue)

    # ---- the port
    def start(self) -> None:
        """Do nothing: the window brings the keys."""

    def close(self) -> None:
        """Forget what was scanned."""
        self.end()

    def condition(self) -> Condition:
        """Say that nobody can tell whether it is plugged in."""
        return Condition(state="ok", message="当键盘用的扫码器，插没插上要扫一下才知道。")

    def begin(self) -> None:
        """Listen."""
        self._scanned.clear()
        self._listening = True

    def end(self) -> None:
        """Listen no more; codes are swallowed all the same, so that they press no buttons."""
        self._scanned.clear()
        self._listening = False

    def take(self) -> str | None:
        """Return the oldest code that was not taken yet."""
        return self._scanned.popleft() if self._scanned else None

    # ---- the window
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return True to swallow a key until it is known whose it is."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self._giving_back or event.isAutoRepeat():
            return False
        self._window = watched
        if not event.text() or not (event.text().isprintable() or event.text() in "\r\n"):
            self._give_back(self._rule.release())
            return False
        self._newest_ms = event.timestamp()
        self._take(event.text(), event.timestamp())
        return True

    def _take(self, text: str, at_ms: int) -> None:
        verdict = self._rule.press(text, at_ms)
        self._hold.start()
        if isinstance(verdict, KeysTyped):
            self._give_back(verdict.text)
        elif isinstance(verdict, CodeScanned) and self._listening:
            self._scanned.append(verdict.text)

    def _overdue(self) -> None:
        """Hand over keys that no further key has followed."""
        self._give_back(self._rule.overdue(self._newest_ms + HOLD_MS))

    def _give_back(self, text: str) -> None:
        """Let the window have the keys of a person after all."""
        self._giving_back = True
        try:
            for letter in text:
                self._send(letter)
        finally:
            self._giving_back = False

    def _send(self, letter: str) -> None:
        key = _KEYS.get(letter, ord(letter.upper()[0]))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, int(key), Qt.KeyboardModifier.NoModifier, letter)
            if self._window is not None:
                QCoreApplication.sendEvent(self._window, event)
