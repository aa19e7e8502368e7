"""The badge of the header: 没联网·能用, or 不收件·能用 on a kiosk that takes no filings any more.

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
    stoppedChanged = Signal()

    def __init__(self, services: Services, router: Router, parent: QObject) -> None:
        super().__init__(parent)
        self._link = services.link
        self._router = router
        self._shown = False
        self._stopped = False

    @Property(bool, notify=shownChanged)
    def shown(self) -> bool:
        """Whether the badge is there."""
        return self._shown

    @Property(bool, notify=stoppedChanged)
    def stopped(self) -> bool:
        """Whether no filings are taken, which matters more than the network."""
        return self._stopped

    @Slot()
    def open(self) -> None:
        """Show what works and what waits."""
        self._router.push(SCREEN)

    def look(self) -> None:
        """Look at the link; at once."""
        link = self._link
        stopped = link is not None and link.is_stopped()
        if stopped != self._stopped:
            self._stopped = stopped
            self.stoppedChanged.emit()
        is_wanted = stopped or (link is not None and link.is_cut_off())
        shown = is_wanted and self._router.current != SCREEN
        if shown != self._shown:
            self._shown = shown
            self.shownChanged.emit()
