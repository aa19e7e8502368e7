"""R18: this machine cannot be used; who to call and where to go instead."""

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class ClosedViewModel(ScreenViewModel):
    """Out of service."""

    timeChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        parts.frame.clockTextChanged.connect(self.timeChanged)

    @Property(str, constant=True)
    def siteName(self) -> str:
        """The name of the place; held for 5 s it is half of the technicians' gesture."""
        return self.services.site.name

    @Property(str, notify=timeChanged)
    def time(self) -> str:
        """The time of day; tapped three times it is the other half."""
        return self.frame.clockText

    @Property(str, constant=True)
    def phone(self) -> str:
        """The site's telephone, or empty."""
        return self.services.site.phone or ""

    @Property(str, constant=True)
    def nearest(self) -> str:
        """The nearest other point, or empty."""
        return self.services.site.nearest or ""
