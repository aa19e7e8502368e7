"""T2: fifteen points from edge to edge, to see whether the panel feels every part of the screen.

Where a finger counts is `touch.py`.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ui.device_cards import care_of
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

POINTS = 15


@QmlElement
@QmlUncreatable("made by the shell")
class TouchgridViewModel(ScreenViewModel):
    """Which points were hit; leaving logs how many."""

    hitChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._care = care_of(parts.services)
        self._hit: tuple[int, ...] = ()

    @Property(list, notify=hitChanged)
    def hit(self) -> list[int]:
        """The numbers of the points that were hit, from 0."""
        return list(self._hit)

    @Property(int, notify=hitChanged)
    def left(self) -> int:
        """How many are left."""
        return POINTS - len(self._hit)

    @Slot(int)
    def touch(self, point: int) -> None:
        """Note a hit."""
        if point not in self._hit:
            self.publish(hit=(*self._hit, point))

    def enter(self, arg: object) -> None:
        """Begin with no point hit."""
        self.publish(hit=())
        self.ready()

    def leave(self) -> None:
        """Log the result."""
        self._care.touched(len(self._hit), POINTS)
