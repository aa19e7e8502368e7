"""T2: an identity card is laid on the screen, which so learns how many pixels a millimetre has.

What follows from it for the screen is `services/devices.py`; every length is `Metrics.qml`.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import KioskError
from kiosk.services.devices import CARD_WIDTH_MM, diagonal_inch
from kiosk.ui.device_cards import care_of
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

LEAST_PX = 80


@QmlElement
@QmlUncreatable("made by the shell")
class RulerViewModel(ScreenViewModel):
    """How wide the card is drawn, in pixels; saving writes the diagonal that follows."""

    cardPxChanged = Signal()
    problemChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._care = care_of(parts.services)
        self._cardPx = 0
        self._screen = (0, 0)
        self._problem = ""

    @Property(int, notify=cardPxChanged)
    def cardPx(self) -> int:
        """Width of the drawn card."""
        return self._cardPx

    @Property(str, notify=cardPxChanged)
    def inches(self) -> str:
        """The diagonal that follows, e.g. 21.5英寸."""
        inch = diagonal_inch(self._cardPx, *self._screen) if self._cardPx else None
        return f"屏幕{inch:.1f}英寸" if inch else "没有这么大的屏幕"

    @Property(str, notify=problemChanged)
    def problem(self) -> str:
        """Why it could not be saved, or empty."""
        return self._problem

    @Slot(int, int, float)
    def begin(self, width_px: int, height_px: int, px_per_mm: float) -> None:
        """Draw the card as large as the screen is believed to be; called when it is shown."""
        if self._screen != (width_px, height_px):
            self._screen = (width_px, height_px)
            self.publish(cardPx=round(CARD_WIDTH_MM * px_per_mm))

    @Slot(int)
    def widen(self, px: int) -> None:
        """Draw the card wider (or, below 0, narrower)."""
        most = self._screen[0] * 3 // 4
        self.publish(cardPx=min(most, max(LEAST_PX, self._cardPx + px)), problem="")

    @Slot()
    def save(self) -> None:
        """▣就是这么宽: write it, and draw everything by it from now on."""
        inch = diagonal_inch(self._cardPx, *self._screen)
        if inch is None:
            self.publish(problem="没有这么大的屏幕，再比一比")
            return
        self.tasks.run(lambda: self._care.set_diagonal(inch)).then(
            lambda _: self._saved(inch)
        ).otherwise(self._failed)

    def enter(self, arg: object) -> None:
        """Begin with what the configuration says."""
        self._screen = (0, 0)
        self.publish(problem="")
        self.ready()

    def _saved(self, inch: float) -> None:
        self.frame.set_scale(inch)
        self.frame.toast("量好了，已存好")
        self.router.back()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, KioskError):
            raise error
        self.publish(problem=error.message)
