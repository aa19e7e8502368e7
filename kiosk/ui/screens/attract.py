"""R0: invites to touch the screen and says where one is.

It asks nothing and remembers nothing.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.ports.menu import TopicSummary
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

POWER_CUT_NOTE_S = 120.0


@QmlElement
@QmlUncreatable("made by the shell")
class AttractViewModel(ScreenViewModel):
    """What R0 shows."""

    topicsChanged = Signal()
    hoursChanged = Signal()
    siteNameChanged = Signal()
    dateTextChanged = Signal()
    afterPowerCutChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._topics: list[str] = []
        self._afterPowerCut = False
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

    def enter(self, arg: object) -> None:
        """Load the topics' names."""
        self._look_at_note()
        self.tasks.run(self.services.menu.topics).then(self._loaded).otherwise(self._failed)

    @Slot()
    def begin(self) -> None:
        """Start a visit."""
        self.services.visit.touch(self.services.clock.monotonic_s())
        self.services.tally.count("visits")
        self.router.push("home")

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
