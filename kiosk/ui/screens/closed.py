"""R18: this machine cannot be used; who to call and where to go instead."""

from PySide6.QtCore import Property
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ui.screen import ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class ClosedViewModel(ScreenViewModel):
    """Out of service."""

    @Property(str, constant=True)
    def phone(self) -> str:
        """The site's telephone, or empty."""
        return self.services.site.phone or ""

    @Property(str, constant=True)
    def nearest(self) -> str:
        """The nearest other point, or empty."""
        return self.services.site.nearest or ""
