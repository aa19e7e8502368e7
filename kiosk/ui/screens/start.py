"""R4: what this is, how long it takes, what it costs, for which county, what is kept.

Choosing another county is `region.py`.
"""

import datetime as dt

from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.domain.hours import civil
from kiosk.services.browse import TopicStart
from kiosk.services.guidance import Enquiry
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

COSTS = {True: "不收钱", False: "有的步骤要交钱", None: "收不收钱请问窗口"}


@QmlElement
@QmlUncreatable("made by the shell")
class StartViewModel(ScreenViewModel):
    """The start page of a topic. `enter` wants its id."""

    startChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._topic = ""
        self._start: TopicStart | None = None

    @Property(str, notify=startChanged)
    def title(self) -> str:
        """The plain name of the topic."""
        return self._start.plain if self._start else ""

    @Property(str, notify=startChanged)
    def formal(self) -> str:
        """Its official name where it differs, or empty."""
        if self._start is None:
            return ""
        official = self._start.one_thing or self._start.name
        return "" if official == self._start.plain else official

    @Property(str, notify=startChanged)
    def icon(self) -> str:
        """Its picture."""
        return self._start.icon if self._start else ""

    @Property(str, notify=startChanged)
    def time(self) -> str:
        """大概要3分钟."""
        return f"大概要{self._start.minutes}分钟" if self._start else ""

    @Property(str, notify=startChanged)
    def cost(self) -> str:
        """Whether the matter itself costs anything."""
        return COSTS[self._start.free] if self._start else ""

    @Property(str, notify=startChanged)
    def place(self) -> str:
        """按谯城区的办法列."""
        return f"按{self._start.region_name}的办法列" if self._start else ""

    @Slot()
    def begin(self) -> None:
        """▣开始: go to the first open question; shared answers of an earlier matter count."""
        visit, guidance, topic = self.services.visit, self.services.guidance, self._topic
        before, region, today = visit.enquiry, visit.region, self._today()

        def enquire() -> Enquiry:
            if before is None:
                return guidance.enquiry(topic, region, today, {})
            if before.topic == topic and before.region == region:
                return before
            return guidance.takeover(replace(before, region=region), topic)

        self.tasks.run(enquire).then(self._begun)

    @Slot()
    def chooseCounty(self) -> None:
        """▢换个县."""
        self.router.push("region")

    def enter(self, arg: object) -> None:
        """Load the start page of the topic whose id is `arg`."""
        if not isinstance(arg, str):
            raise Bug("E-SY-01", "start wants a topic id")
        self._topic = arg
        self._load()

    def resume(self) -> None:
        """The county may have changed."""
        self._load()

    def _load(self) -> None:
        browse, topic, region = self.services.browse, self._topic, self.services.visit.region
        today = self._today()
        self.tasks.run(lambda: browse.start(topic, region, today)).then(self._loaded)

    def _loaded(self, start: TopicStart) -> None:
        self.publish(start=start)
        self.ready()

    def _begun(self, enquiry: Enquiry) -> None:
        self.services.visit.enquiry = enquiry
        self.router.push("question")

    def _today(self) -> dt.date:
        return civil(self.services.clock.now()).date()
