"""What else can be done with a list, where the buttons have no room beside its title."""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.ui.list_job import OTHER_WORDS, ListJob
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the shell")
class MoreViewModel(ScreenViewModel):
    """Ways on from a list. `enter` wants a ListJob."""

    jobChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._job: ListJob | None = None

    @Property(bool, notify=jobChanged)
    def hasPapers(self) -> bool:
        """Whether there is anything to bring."""
        return self._job is not None and self._job.checklist.to_bring > 0

    @Property(bool, notify=jobChanged)
    def hasSteps(self) -> bool:
        """Whether there is a way to go."""
        return self._job is not None and bool(self._job.checklist.steps)

    @Property(bool, notify=jobChanged)
    def canPrint(self) -> bool:
        """Whether the main action is printing, so that scanning is another."""
        return self._job is not None and self._job.paper is not None

    @Property(str, notify=jobChanged)
    def otherPaper(self) -> str:
        """改用A4纸 or 改用小票; empty where there is one printer."""
        other = self._job.other if self._job else None
        return OTHER_WORDS[other] if other else ""

    @Slot()
    def changePaper(self) -> None:
        """▢改用A4纸, ▢改用小票: back to the list, whose main button names the pages."""
        if self._job is not None:
            self.router.push("checklist", self._job.other)

    @Slot()
    def checkPapers(self) -> None:
        """▢我带齐了吗."""
        self.router.replace("have", self._job)

    @Slot()
    def chooseStart(self) -> None:
        """▢从哪天开始."""
        self.router.replace("startday")

    @Slot()
    def takeAway(self) -> None:
        """▢扫码带走."""
        self.router.replace("takeaway", self._job)

    def enter(self, arg: object) -> None:
        """Offer what a list allows."""
        if not isinstance(arg, ListJob):
            raise Bug("E-SY-01", "more wants a ListJob")
        self.publish(job=arg)
        self.ready()
