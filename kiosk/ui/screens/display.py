"""大字: text size and colours until the end of the visit."""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class DisplayViewModel(ScreenViewModel):
    """What is chosen takes effect at once; the screen itself is the sample."""

    sizeChanged = Signal()
    themeChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._size = ""
        self._theme = ""

    @Property(str, notify=sizeChanged)
    def size(self) -> str:
        """normal, large or huge."""
        return self._size

    @Property(str, notify=themeChanged)
    def theme(self) -> str:
        """Colours: light or contrast."""
        return self._theme

    def enter(self, arg: object) -> None:
        """Show what is set."""
        self.publish(size=self.frame.size, theme=self.frame.theme)
        self.ready()

    @Slot(str)
    def chooseSize(self, size: str) -> None:
        """Set the text size."""
        self.publish(size=size)
        self.frame.set_display(self._size, self._theme)

    @Slot(str)
    def chooseTheme(self, theme: str) -> None:
        """Set the colours."""
        self.publish(theme=theme)
        self.frame.set_display(self._size, self._theme)
