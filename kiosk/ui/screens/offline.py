"""What the badge leads to: what works without the network, what waits, since when.

The words are E-NW-01 of ux.md §8. It stays true while it is looked at, also when the hub is back.
"""

import datetime as dt

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.domain.hours import CHINA
from kiosk.ports.hub import HubWatch, LinkState
from kiosk.ui.screen import ScreenParts, ScreenViewModel
from kiosk.ui.watch import Watch

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

EVERY_S = 1.0


@QmlElement
@QmlUncreatable("made by the shell")
class OfflineViewModel(ScreenViewModel):
    """How the kiosk stands with its hub, in plain words."""

    stateChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._state = LinkState(is_enrolled=True, is_online=False, waiting=0)
        self._asking = False
        self._asked_s = 0.0
        self._watch = Watch(self.look, self)

    @Property(bool, notify=stateChanged)
    def online(self) -> bool:
        """Whether the hub is back."""
        return self._state.is_online

    @Property(int, notify=stateChanged)
    def waiting(self) -> int:
        """How many filings are kept here and not delivered."""
        return self._state.waiting

    @Property(str, notify=stateChanged)
    def stopped(self) -> str:
        """Why nothing can be handed in, or empty."""
        return self._state.stopped or ""

    @Property(str, notify=stateChanged)
    def heard(self) -> str:
        """When the hub answered last, 11月21日 9:41, or empty."""
        at_ms = self._state.heard_at_ms
        if at_ms is None:
            return ""
        at = dt.datetime.fromtimestamp(at_ms / 1000, CHINA)
        return f"{at.month}月{at.day}日 {at.hour}:{at.minute:02d}"

    @Slot()
    def goOn(self) -> None:
        """▣继续."""
        self.router.back()

    def enter(self, arg: object) -> None:
        """Ask, then show."""
        self._ask()
        self._watch.start()

    def resume(self) -> None:
        """Go on looking."""
        self._watch.start()

    def leave(self) -> None:
        """Look no more."""
        self._watch.stop()

    def look(self) -> None:
        """Ask again every second, never twice at a time."""
        if self.services.clock.monotonic_s() - self._asked_s >= EVERY_S:
            self._ask()

    def _ask(self) -> None:
        if not self._asking:
            self._asking = True
            self._asked_s = self.services.clock.monotonic_s()
            self.tasks.run(self._link().state).then(self._found)

    def _found(self, state: LinkState) -> None:
        self._asking = False
        if state != self._state:
            self._state = state
            self.stateChanged.emit()
        self.ready()

    def _link(self) -> HubWatch:
        if self.services.link is None:
            raise Bug("E-SY-01", "the badge leads here, and there is no link")
        return self.services.link
