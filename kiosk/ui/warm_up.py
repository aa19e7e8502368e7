"""After the first frame: loads what that frame did not need, bit by bit, before it is asked for.

What there is to load is the shell's matter. A touch that comes first loads what it needs itself.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtQuick import QQuickWindow


class WarmUp(QObject):
    """Takes one step whenever the event loop has nothing else to do. GUI thread.

    Args:
        window: its frames are waited for.
        steps: short and independent of each other; each may have been done already.
    """

    def __init__(self, window: QQuickWindow, steps: Iterable[Callable[[], object]]) -> None:
        super().__init__()
        self._window = window
        self._steps = iter(steps)
        self._begun = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    @Slot()
    def begin(self) -> None:
        """Begin after the next frame; only the first call counts."""
        if not self._begun:
            self._begun = True
            self._window.frameSwapped.connect(self._timer.start)

    def end(self) -> None:
        """Take no further step."""
        self._timer.stop()
        if self._begun:
            self._window.frameSwapped.disconnect(self._timer.start)
            self._begun = False

    @Slot()
    def _step(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
        else:
            step()
