"""Keys instead of fingers: arrows move the focus, Enter presses, Esc goes back (ux.md §6).

Everything that can be tapped can be reached: an arrow goes to the nearest control in its direction
and, when there is none, on along the reading order. Typing text belongs to the screens.
"""

from collections.abc import Callable, Iterator
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.touch import TapRules

_FORWARD = {Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Right: (1, 0)}
_BACKWARD = {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Left: (-1, 0)}
_ARROWS = _FORWARD | _BACKWARD
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_Back)
_PAGES = {Qt.Key.Key_PageUp: ".previous", Qt.Key.Key_PageDown: ".next"}


class _Tappable(Protocol):
    """A `Tappable.qml`."""

    tapped: SignalInstance


def tappables(root: QQuickItem) -> Iterator[QQuickItem]:
    """Yield the visible, enabled controls under `root` in reading order."""
    for child in root.childItems():
        if not child.isVisible() or not child.isEnabled():
            continue
        if child.activeFocusOnTab():
            yield child
        yield from tappables(child)


def box(item: QQuickItem) -> QRectF:
    """Return the rectangle of an item in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _distance(start: QPointF, end: QPointF, direction: tuple[int, int]) -> float | None:
    """Return how far `end` is in `direction`, sideways double; None when elsewhere."""
    dx, dy = end.x() - start.x(), end.y() - start.y()
    ahead = dx * direction[0] + dy * direction[1]
    aside = abs(dx * direction[1]) + abs(dy * direction[0])
    return ahead + 2 * aside if ahead > 1 and ahead >= aside / 2 else None


def neighbour(items: list[QQuickItem], now: QQuickItem, key: Qt.Key) -> QQuickItem:
    """Return where an arrow leads from `now`, which is one of `items`."""
    start = box(now).center()
    ways = [(_distance(start, box(i).center(), _ARROWS[key]), i) for i in items if i is not now]
    there = [(d, n, i) for n, (d, i) in enumerate(ways) if d is not None]
    step = 1 if key in _FORWARD else -1
    return min(there)[2] if there else items[(items.index(now) + step) % len(items)]


class KeyGuide(QObject):
    """Event filter of the window for keys.

    Args:
        window: its controls are walked; an overlay with `modal: true` hides the rest.
        rules: the double-strike rule holds for keys too.
        on_activity: called at every key press.
        on_back: what Esc does.
    """

    def __init__(
        self,
        window: QQuickWindow,
        rules: TapRules,
        on_activity: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._rules = rules
        self._on_activity = on_activity
        self._on_back = on_back

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return True when the key was ours."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        self._on_activity()
        self._rules.set_keyboard(True)
        return self._pressed(Qt.Key(event.key()), event.isAutoRepeat())

    def _pressed(self, key: Qt.Key, repeated: bool) -> bool:
        if key in _ARROWS:
            self._move(key)
        elif repeated:
            return key in _PRESS or key in _BACK
        elif key in _PRESS:
            self._press()
        elif key in _PAGES:
            self._turn(_PAGES[key])
        elif key in _BACK and not self._rules.settling:
            self._on_back()
        return key in _ARROWS or key in _PRESS or key in _BACK or key in _PAGES

    def controls(self) -> list[QQuickItem]:
        """Return what can be focused now, in reading order."""
        items = list(tappables(self._window.contentItem()))
        return [i for i in items if bool(i.property("modal"))] or items

    def focus_first(self) -> None:
        """Focus the first control of the screen in front."""
        items = self.controls()
        if items:
            items[0].forceActiveFocus(Qt.FocusReason.TabFocusReason)

    def focused(self) -> QQuickItem | None:
        """Return the focused control, or None when nothing that can be tapped has the focus."""
        # Not window.activeFocusItem(): PySide makes what it returns a child of the window for good.
        return next((item for item in self.controls() if item.hasActiveFocus()), None)

    def _move(self, key: Qt.Key) -> None:
        items = self.controls()
        now = self.focused()
        if now is None or now not in items:
            self.focus_first()
        else:
            neighbour(items, now, key).forceActiveFocus(Qt.FocusReason.TabFocusReason)

    def _press(self) -> None:
        item = self.focused()
        if item is not None and self._rules.accept_key(item):
            cast(_Tappable, item).tapped.emit()

    def _turn(self, suffix: str) -> None:
        for item in self.controls():
            if item.objectName().endswith(".pager" + suffix) and self._rules.accept_key(item):
                cast(_Tappable, item).tapped.emit()
                return
