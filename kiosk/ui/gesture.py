"""The technicians' door: hold the name of the place 5 s, then tap the clock three times.

What opens is a pad for a PIN (`screens/pin.py`). The two places are found by their object names on
whatever screen is in front; where there is no clock, the date stands for it.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QTouchEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.scene import shown
from kiosk.ui.touch import TapRules

HOLD_S = 5.0
TAPS = 3
WITHIN_S = 10.0
"""So long after the hold the clock must have been tapped."""
PLACES = ("shell.site", "shell.clock")
LEAST_MM = 16.0
_PRESSES = (QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress)
_RELEASES = (QEvent.Type.TouchEnd, QEvent.Type.MouseButtonRelease)


class TechnicianGesture(QObject):
    """Event filter of the window. It swallows nothing, but what it takes presses no button.

    Args:
        window: its touches are watched.
        rules: told that a release was meant for the door.
        now_s: seconds that never go back.
        px_per_mm: the scale of the screen, asked at every touch.
        on_entry: called when the gesture is complete.
    """

    def __init__(
        self,
        window: QQuickWindow,
        rules: TapRules,
        now_s: Callable[[], float],
        px_per_mm: Callable[[], float],
        on_entry: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._rules = rules
        self._now_s = now_s
        self._px_per_mm = px_per_mm
        self._on_entry = on_entry
        self._pressed = ""
        self._pressed_s = 0.0
        self._until_s = -1.0
        self._taps = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at a press or a release; always lets it pass."""
        if event.type() == QEvent.Type.TouchCancel:
            self._forget()
        at = _finger(event)
        if at is None:
            return False
        if event.type() in _PRESSES:
            self._pressed, self._pressed_s = self._place(at), self._now_s()
            if not self._pressed:
                self._forget()
        else:
            self._released(self._place(at))
        return False

    def _released(self, place: str) -> None:
        was, self._pressed = self._pressed, ""
        now_s = self._now_s()
        if place and place == was == PLACES[0] and round(now_s - self._pressed_s, 3) >= HOLD_S:
            self._until_s, self._taps = now_s + WITHIN_S, 0
        elif place and place == was == PLACES[1] and now_s <= self._until_s:
            self._taps += 1
        else:
            self._forget()
            return
        self._rules.refuse()
        if self._taps == TAPS:
            self._forget()
            self._on_entry()

    def _forget(self) -> None:
        self._pressed, self._until_s, self._taps = "", -1.0, 0

    def _place(self, at: QPointF) -> str:
        """Return which of the two places a point of the window is in, or nothing."""
        least = LEAST_MM * self._px_per_mm()
        for item in shown(self._window.contentItem()):
            if item.objectName() in PLACES and _around(item, least).contains(at):
                return str(item.objectName())
        return ""


def _finger(event: QEvent) -> QPointF | None:
    """Return where the one finger of a press or release is; None for anything else."""
    if event.type() not in (*_PRESSES, *_RELEASES):
        return None
    if isinstance(event, QTouchEvent):
        points = event.points()
        return points[0].position() if len(points) == 1 else None
    if isinstance(event, QMouseEvent):
        made = event.source() != Qt.MouseEventSource.MouseEventNotSynthesized
        return None if made else event.position()
    return None


def _around(item: QQuickItem, least: float) -> QRectF:
    """Return the ink of a text, widened to the size of a target, in the window."""
    ink = QRectF(0, 0, item.width(), item.height())
    width = item.property("contentWidth")
    if width:
        ink.setWidth(min(ink.width(), float(width)))
    grown_x, grown_y = max(0.0, least - ink.width()) / 2, max(0.0, least - ink.height()) / 2
    return item.mapRectToScene(ink.adjusted(-grown_x, -grown_y, grown_x, grown_y))
