"""What counts as a tap: one finger, no palm, no double strike, nothing right after a change.

Rules of ux.md §2 (EN-14). `TapRules` is asked by every `Tappable.qml`; `TouchGate` sees
the window's events before Qt delivers them. Keys belong in `keys.py`.
"""

from collections.abc import Callable

from PySide6.QtCore import Property, QEvent, QObject, QSizeF, Signal, Slot
from PySide6.QtGui import QTouchEvent
from PySide6.QtQml import QmlElement, QmlSingleton

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

SAME_TARGET_S = 0.5
AFTER_CHANGE_S = 0.3
PALM_MM = 40.0
NO_POINT = -1


@QmlElement
@QmlSingleton
class TapRules(QObject):
    """The rules and what they remember; one per engine. GUI thread."""

    keyboardChanged = Signal()
    firstChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_s: Callable[[], float] = lambda: 0.0
        self._target: QObject | None = None
        self._tapped_s = -1e9
        self._changed_s = -1e9
        self._first = NO_POINT
        self._keyboard = False
        self._refused = False
        self._is_locked: Callable[[], bool] = lambda: False

    def use_clock(self, now_s: Callable[[], float]) -> None:
        """Take the monotonic clock in seconds; until then time stands at 0."""
        self._now_s = now_s

    def use_lock(self, is_locked: Callable[[], bool]) -> None:
        """Take the question whether a screen is being prepared, so that nothing may be pressed."""
        self._is_locked = is_locked

    @Property(bool, notify=keyboardChanged)
    def keyboard(self) -> bool:
        """Whether the last input was a key, so that the focus ring is wanted."""
        return self._keyboard

    def set_keyboard(self, used: bool) -> None:
        """Note whether keys or fingers are in use."""
        if used != self._keyboard:
            self._keyboard = used
            self.keyboardChanged.emit()

    def screen_changed(self) -> None:
        """Start the pause after a screen change and forget the last target."""
        self._changed_s = self._now_s()
        self._target = None

    @property
    def settling(self) -> bool:
        """Whether touches are ignored because the screen has just changed or is about to."""
        return self._is_locked() or self._now_s() - self._changed_s < AFTER_CHANGE_S

    def begin(self, point_id: int) -> None:
        """Note the first finger of a touch sequence."""
        self._first = point_id
        self._refused = False
        self.firstChanged.emit()

    def end(self) -> None:
        """Note that the screen was let go."""
        self._first = NO_POINT
        self._refused = False

    def refuse(self) -> None:
        """Let the release that is being delivered press nothing: it was meant otherwise."""
        self._refused = True

    @Slot(int, result=bool)
    def isFirst(self, point_id: int) -> bool:
        """Return whether this finger touched first; a mouse has no rivals."""
        return self._first in (NO_POINT, point_id)

    @Slot(QObject, int, result=bool)
    def accept(self, target: QObject, point_id: int) -> bool:
        """Return whether a release on `target` counts, and remember it when it does."""
        return not self._refused and self.isFirst(point_id) and self.accept_key(target)

    def accept_key(self, target: QObject) -> bool:
        """As `accept`, for a key press on the focused target."""
        now_s = self._now_s()
        if self.settling or (target is self._target and now_s - self._tapped_s < SAME_TARGET_S):
            return False
        self._target = target
        self._tapped_s = now_s
        return True


class TouchGate(QObject):
    """Event filter of the window: drops palms and touches that come too soon, notes activity.

    Args:
        rules: what it reports to.
        px_per_mm: the scale of the screen, asked at every touch.
        on_activity: called at every touch and mouse press that is let through.
    """

    def __init__(
        self,
        rules: TapRules,
        px_per_mm: Callable[[], float],
        on_activity: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rules = rules
        self._px_per_mm = px_per_mm
        self._on_activity = on_activity
        self._dropping = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return True to swallow the event."""
        kind = event.type()
        if kind == QEvent.Type.TouchBegin and isinstance(event, QTouchEvent):
            return self._begin(event)
        if kind in (QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            return self._dropping
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._rules.end()
            self._note(keyboard=False)
            return self._rules.settling
        return False

    def _begin(self, event: QTouchEvent) -> bool:
        points = event.points()
        self._dropping = self._rules.settling or any(
            is_palm(p.ellipseDiameters(), self._px_per_mm()) for p in points
        )
        if points:
            self._rules.begin(points[0].id())
        self._note(keyboard=False)
        return self._dropping

    def _note(self, *, keyboard: bool) -> None:
        self._rules.set_keyboard(keyboard)
        self._on_activity()


def is_palm(contact: QSizeF, px_per_mm: float) -> bool:
    """Return whether a contact of this size in pixels is no finger."""
    return max(contact.width(), contact.height()) > PALM_MM * px_per_mm
