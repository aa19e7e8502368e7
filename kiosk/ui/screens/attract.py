"""R0: invites to touch the screen, says where one is, offers a receipt that nobody has seen.

It asks nothing and remembers nothing; the receipt is the screen `receipt`.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ports.menu import TopicSummary
from kiosk.ui.screen import ScreenParts, ScreenViewModel
from kiosk.ui.watch import Watch

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

POWER_CUT_NOTE_S = 120.0
EVERY_MS = 1000


@QmlElement
@QmlUncreatable("made by the shell")
class AttractViewModel(ScreenViewModel):
    """What R0 shows."""

    topicsChanged = Signal()
    hoursChanged = Signal()
    siteNameChanged = Signal()
    dateTextChanged = Signal()
    afterPowerCutChanged = Signal()
    offersReceiptChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._topics: list[str] = []
        self._afterPowerCut = False
        self._offersReceipt = False
        self._watch = Watch(self.look, self, EVERY_MS)
        parts.frame.clockTextChanged.connect(self.dateTextChanged)
        parts.frame.clockTextChanged.connect(self._look_at_note)

    @Property("QVariantList", notify=topicsChanged)  # type: ignore[arg-type]
    def topics(self) -> list[str]:
        """Plain names of the most wanted topics, shown in turn."""
        return self._topics

    @Property(str, notify=siteNameChanged)
    def siteName(self) -> str:
        """The name of the place."""
        return self.services.site.name

    @Property(str, notify=dateTextChanged)
    def dateText(self) -> str:
        """The day and the time of day."""
        return f"{self.frame.dateText}　{self.frame.clockText}"

    @Property(str, notify=hoursChanged)
    def hours(self) -> str:
        """Opening hours of the place, or empty."""
        return self.services.site.hours or ""

    @Property(bool, notify=afterPowerCutChanged)
    def afterPowerCut(self) -> bool:
        """Whether to say that a power cut took the answers."""
        return self._afterPowerCut

    @Property(bool, notify=offersReceiptChanged)
    def offersReceipt(self) -> bool:
        """Whether the last filing was kept and nobody has seen its receipt."""
        return self._offersReceipt

    def enter(self, arg: object) -> None:
        """Load the topics' names."""
        self.resume()
        self.tasks.run(self.services.menu.topics).then(self._loaded).otherwise(self._failed)

    @Slot()
    def begin(self) -> None:
        """Start a visit."""
        self.services.visit.touch(self.services.clock.monotonic_s())
        self.services.tally.count("visits")
        self.router.push("home")

    @Slot()
    def takeReceipt(self) -> None:
        """▢拿回执."""
        receipt = self.services.shelf.unshown() if self.services.shelf else None
        if receipt is not None:
            self.services.visit.touch(self.services.clock.monotonic_s())
            self.router.push("receipt", receipt)

    def resume(self) -> None:
        """What changes while nobody is here."""
        self._look_at_note()
        self.look()
        if self.services.shelf is not None:
            self._watch.start()

    def leave(self) -> None:
        """Look no more."""
        self._watch.stop()

    def look(self) -> None:
        """See whether a receipt is to be offered: the journal is opened after the first frame."""
        shelf = self.services.shelf
        self.publish(offersReceipt=shelf is not None and shelf.unshown() is not None)

    def _loaded(self, topics: tuple[TopicSummary, ...]) -> None:
        self.publish(topics=[t.plain for t in topics[:3]])
        self.ready()

    def _failed(self, error: Exception) -> None:
        """Without a catalogue there is nothing to offer: R18."""
        self.router.replace("closed")

    @Slot()
    def _look_at_note(self) -> None:
        """Show the note on a power cut, for two minutes after the start."""
        up_s = self.services.clock.monotonic_s() - self.services.started_s
        self.publish(afterPowerCut=self.services.after_power_cut and up_s < POWER_CUT_NOTE_S)
