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
        parts.frame.sizeChanged.connect(self.sizeChanged)
        parts.frame.themeChanged.connect(self.themeChanged)

    @Property(str, notify=sizeChanged)
    def size(self) -> str:
        """normal, large or huge."""
        return self.frame.size

    @Property(str, notify=themeChanged)
    def theme(self) -> str:
        """Colours: light or contrast."""
        return self.frame.theme

    def enter(self, arg: object) -> None:
        """Show what is set."""
        self.ready()

    @Slot(str)
    def chooseSize(self, size: str) -> None:
        """Set the text size."""
        self.frame.set_display(size, self.frame.theme)

    @Slot(str)
    def chooseTheme(self, theme: str) -> None:
        """Set the colours."""
        self.frame.set_display(self.frame.size, theme)
