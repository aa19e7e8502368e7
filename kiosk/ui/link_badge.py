"""The badge of the header: 没联网·能用 while an enrolled kiosk cannot reach its hub.

What it leads to is `screens/offline.py`; keeping the link alive is no matter of the interface.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ui.router import Router
from kiosk.ui.screen import Services

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

SCREEN = "offline"


@QmlElement
@QmlUncreatable("made by the shell")
class LinkBadge(QObject):
    """Absent, not dead: a kiosk without a hub never shows it.

    Args:
        services: `link` tells how the kiosk stands with its hub.
        router: leads to what works and what waits.
        parent: the frame.
    """

    shownChanged = Signal()

    def __init__(self, services: Services, router: Router, parent: QObject) -> None:
        super().__init__(parent)
        self._link = services.link
        self._router = router
        self._shown = False

    @Property(bool, notify=shownChanged)
    def shown(self) -> bool:
        """Whether the badge is there."""
        return self._shown

    @Slot()
    def open(self) -> None:
        """Show what works and what waits."""
        self._router.push(SCREEN)

    def look(self) -> None:
        """Look at the link; at once."""
        cut_off = self._link is not None and self._link.is_cut_off()
        shown = cut_off and self._router.current != SCREEN
        if shown != self._shown:
            self._shown = shown
            self.shownChanged.emit()
