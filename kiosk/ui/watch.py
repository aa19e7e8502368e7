"""Asks a device again and again how it is, while the screen that wants it is in front.

What an answer means is the screen's matter. A watch is real time: devices do not follow the clock
of a visit script.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 100
"""A person takes a quarter of a second to see that something has changed."""


class Watch(QObject):
    """Calls `look` ten times a second, or as often as wanted, between `start` and `stop`.

    Args:
        look: asks the device; it must not wait.
        parent: the view model whose end ends the watch.
        every_ms: the pause between two looks.
    """

    def __init__(self, look: Callable[[], None], parent: QObject, every_ms: int = EVERY_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._look = look
        # A slot of our own: PySide would add a method that is none to the class of the view model,
        # whose properties QML has already looked up.
        self._timer.timeout.connect(self._due)

    def start(self) -> None:
        """Begin to look, the first time in a tenth of a second."""
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def _due(self) -> None:
        self._look()
