"""R7: the personal list, its numbers, its rows and what can be done with it.

Words and order of the rows are `list_rows.py`; paper and codes are R9 and R10.
"""

import datetime as dt
from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.checklist import Checklist
from kiosk.domain.hours import civil
from kiosk.ports.devices import Paper
from kiosk.services.guidance import Enquiry
from kiosk.ui import list_details, list_rows, list_summary
from kiosk.ui.list_facts import gather
from kiosk.ui.list_job import ListJob, other_paper
from kiosk.ui.list_model import StructListModel
from kiosk.ui.list_rows import Facts, Row
from kiosk.ui.list_summary import Figure
from kiosk.ui.messages import stale_fault
from kiosk.ui.page_counts import PageCounter
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

PAPER_WORDS: dict[Paper, str] = {"a4": "页", "receipt": "张"}


class Loaded(Struct, frozen=True, kw_only=True):
    """Everything R7 shows, made on the work thread."""

    checklist: Checklist
    facts: Facts
    paper: Paper | None
    pages: int
    other: Paper | None
    place: str
    stale_on: dt.date | None


@QmlElement
@QmlUncreatable("made by the shell")
class ChecklistViewModel(ScreenViewModel):
    """What R7 shows; remembers opened groups and the start day for the visit."""

    loadedChanged = Signal()
    turnTo = Signal(int)

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._loaded: Loaded | None = None
        self._rows = StructListModel(Row, self)
        self._steps = StructListModel(Row, self)
        self._figures = StructListModel(Figure, self)
        self._unfolded: frozenset[str] = frozenset()
        self._start_on: dt.date | None = None
        self._paper: Paper | None = None
        self._warned = False
        self._pages = PageCounter(self.services.checklists)

    # ---- what QML reads
    @Property(str, notify=loadedChanged)
    def title(self) -> str:
        """要带这6样, 不用带材料 or 现在还办不了."""
        return list_summary.title(self._loaded.checklist) if self._loaded else ""

    @Property(str, notify=loadedChanged)
    def subject(self) -> str:
        """What the list is about."""
        return self._loaded.checklist.plain if self._loaded else ""

    @property
    def place(self) -> str:
        """Whose rules it follows, and the date of the facts."""
        if self._loaded is None:
            return ""
        day = dt.date.fromisoformat(self._loaded.checklist.facts_on)
        return f"按{self._loaded.place}的办法，{day.year}年{day.month}月{day.day}日核对"

    @Property(str, notify=loadedChanged)
    def action(self) -> str:
        """The main button: 打印清单 with its pages, or 扫码带走."""
        if self._loaded is None or self._loaded.paper is None:
            return "扫码带走"
        return f"打印清单{self._loaded.pages}{PAPER_WORDS[self._loaded.paper]}"

    @Property(bool, notify=loadedChanged)
    def isBlocked(self) -> bool:
        """Whether it cannot be done now."""
        return self._loaded is not None and self._loaded.checklist.state == "blocked"

    @Property(bool, notify=loadedChanged)
    def canPrint(self) -> bool:
        """Whether a printer is fitted."""
        return self._loaded is not None and self._loaded.paper is not None

    @Property(str, notify=loadedChanged)
    def otherPaper(self) -> str:
        """The paper that could be chosen instead: a4, receipt; empty where there is one printer."""
        return (self._loaded.other or "") if self._loaded else ""

    @Property(bool, notify=loadedChanged)
    def hasPapers(self) -> bool:
        """Whether there is anything to bring."""
        return self._loaded is not None and self._loaded.checklist.to_bring > 0

    @Property(bool, notify=loadedChanged)
    def hasSteps(self) -> bool:
        """Whether there is a way to go."""
        return self._loaded is not None and bool(self._loaded.checklist.steps)

    @Property(QObject, constant=True)
    def figures(self) -> QObject:
        """Days, trips, money."""
        return self._figures

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """All rows in reading order."""
        return self._rows

    @Property(QObject, constant=True)
    def steps(self) -> QObject:
        """The steps alone, for the picture of the way."""
        return self._steps

    # ---- what QML does
    @Slot(str)
    def open(self, key: str) -> None:
        """Do what touching a row does."""
        kind, _, rest = key.partition("-")
        if kind == "group":
            self._unfolded ^= {rest}
            self._show_rows()
        elif kind == "topic":
            self.router.push("start", rest)
        elif kind == "unknown":
            self.router.push("question", rest)
        else:
            self._explain(kind, rest)

    @Slot()
    def goOn(self) -> None:
        """打印清单, or 扫码带走 without a printer."""
        self.router.push("printing" if self.canPrint else "takeaway", self._job())

    @Slot()
    def takeAway(self) -> None:
        """▢扫码带走."""
        self.router.push("takeaway", self._job())

    @Slot()
    def showMore(self) -> None:
        """▢还可以…: the other three, where they have no room."""
        self.router.push("more", self._job())

    @Slot()
    def checkPapers(self) -> None:
        """▢我带齐了吗."""
        self.router.push("have", self._job())

    @Slot()
    def chooseStart(self) -> None:
        """▢从哪天开始."""
        self.router.push("startday", self._start_on)

    # ---- life
    def enter(self, arg: object) -> None:
        """Make the list. A day as `arg` is the day to start from, a paper the one to print on."""
        if isinstance(arg, dt.date):
            self._start_on = arg
        if arg == "a4" or arg == "receipt":
            self._paper = arg
        enquiry = self.services.visit.enquiry
        if enquiry is None:
            self.router.home()
        else:
            self.tasks.run(self._loader(enquiry)).then(self._show)

    def prepare(self) -> None:
        """Count the pages ahead; what fails here will fail again where it can be told."""
        enquiry = self.services.visit.enquiry
        if enquiry is not None:
            self.tasks.run(self._loader(enquiry)).otherwise(lambda error: None)

    def resume(self) -> None:
        """The text size may have changed, and with it the paper."""
        self.enter(None)

    # ---- inside
    def _loader(self, enquiry: Enquiry) -> Callable[[], Loaded]:
        """Return the job that makes the list of an enquiry as things are now."""
        services, start_on, size = self.services, self._start_on, self.frame.size
        now, pages, chosen = services.clock.now(), self._pages, self._paper

        def load() -> Loaded:
            checklist = services.guidance.checklist(enquiry, start_on)
            facts = gather(services, checklist, civil(now), start_on)
            paper, count = pages.count(checklist, size, now, chosen)
            return Loaded(
                checklist=checklist,
                facts=facts,
                paper=paper,
                pages=count,
                other=other_paper(services.checklists.papers(), paper),
                place=services.browse.region_name(enquiry.region),
                stale_on=services.browse.stale_since(now),
            )

        return load

    def _show(self, loaded: Loaded) -> None:
        self._loaded = loaded
        checklist, facts = loaded.checklist, loaded.facts
        ready = checklist.duration.ready_on
        ready_on = dt.date.fromisoformat(ready) if ready else None
        self._figures.show(list_summary.figures(checklist, ready_on))
        self._steps.show(tuple(list_rows.step(s, checklist, facts) for s in checklist.steps))
        self._show_rows()
        self.loadedChanged.emit()
        self.ready()
        if loaded.stale_on is not None and not self._warned:
            self._warned = True
            self.frame.fault(stale_fault(loaded.stale_on), lambda way: self.router.back())

    def _show_rows(self) -> None:
        if self._loaded is not None:
            shown = list_rows.rows(self._loaded.checklist, self._loaded.facts, self._unfolded)
            foot = Row(key="facts", kind="line", icon="info", title="", body=self.place)
            self._rows.show((*shown, foot))

    def _explain(self, kind: str, rest: str) -> None:
        """Open the page behind a paper or a step."""
        if self._loaded is None:
            return
        checklist, facts = self._loaded.checklist, self._loaded.facts
        for step in checklist.steps:
            if kind == "step" and step.service == rest:
                self.router.push("detail", list_details.of_step(step, checklist, facts))
        for material in checklist.materials:
            if kind == "paper" and f"{material.evidence}-{material.holder}" == rest:
                self.router.push("detail", list_details.of_paper(material, facts))

    def _job(self) -> ListJob | None:
        if self._loaded is None:
            return None
        dates = tuple(self._loaded.facts.dates.values())
        return ListJob(
            checklist=self._loaded.checklist,
            paper=self._loaded.paper,
            other=self._loaded.other,
            dates=dates,
        )
