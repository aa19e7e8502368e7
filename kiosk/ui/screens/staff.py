"""叫工作人员: a sign that can be read across the room, a sound, and the site's telephone.

Nobody is called over the network; a machine without sound shows the sign alone.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class StaffViewModel(ScreenViewModel):
    """The sign 需要帮忙."""

    soundsChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._sounds = False

    @Property(str, constant=True)
    def phone(self) -> str:
        """The site's telephone, or empty."""
        return self.services.site.phone or ""

    @Property(bool, notify=soundsChanged)
    def sounds(self) -> bool:
        """Whether the machine made a sound, so that 再响一次 makes sense."""
        return self._sounds

    def enter(self, arg: object) -> None:
        """Show the sign and ring."""
        self.ready()
        self.ring()

    @Slot()
    def ring(self) -> None:
        """▢再响一次."""
        self.tasks.run(self.services.bell.ring).then(lambda heard: self.publish(sounds=heard))
