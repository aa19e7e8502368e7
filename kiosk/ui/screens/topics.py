"""R2: the topics of one life event, or all of them, four a page.

Searching is R2-S; what a topic asks begins with R4.
"""

from msgspec import Struct
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.ids import CategoryId
from kiosk.ports.menu import TopicSummary
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

PER_PAGE = 4
ALL_TOPICS = "全部事项"


class Listed(Struct, frozen=True, kw_only=True):
    """What R2 shows under one heading."""

    title: str
    icon: str
    topics: tuple[TopicSummary, ...]


@QmlElement
@QmlUncreatable("made by the shell")
class TopicsViewModel(ScreenViewModel):
    """`enter` wants the id of a category, or None for all topics."""

    titleChanged = Signal()
    iconChanged = Signal()
    pageChanged = Signal()
    pagesChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._title = ""
        self._icon = ""
        self._page = 0
        self._pages = 1
        self._all: tuple[TopicSummary, ...] = ()
        self._topics = StructListModel(TopicSummary, self)

    @Property(str, notify=titleChanged)
    def title(self) -> str:
        """The life event."""
        return self._title

    @Property(str, notify=iconChanged)
    def icon(self) -> str:
        """Its picture."""
        return self._icon

    @Property(int, notify=pageChanged)
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @Property(int, notify=pagesChanged)
    def pages(self) -> int:
        """The number of pages, at least 1."""
        return self._pages

    @Property(QObject, constant=True)
    def topics(self) -> QObject:
        """The cards of the page: id, plain, name, icon."""
        return self._topics

    def enter(self, arg: object) -> None:
        """Load the topics of a category."""
        category = arg if isinstance(arg, str) else None
        self.tasks.run(lambda: self._load(category)).then(self._loaded)

    @Slot(int)
    def turn(self, pages: int) -> None:
        """Turn pages forward (1) or back (-1)."""
        page = min(max(self._page + pages, 0), self._pages - 1)
        self.publish(page=page)
        self._topics.show(self._all[page * PER_PAGE : (page + 1) * PER_PAGE])

    @Slot(str)
    def choose(self, topic: str) -> None:
        """Go on to the start page of a topic."""
        self.router.push("start", topic)

    def _load(self, category_id: CategoryId | None) -> Listed:
        browse = self.services.browse
        topics = browse.topics(category_id)
        for audience in ("person", "company"):
            for category in browse.categories(audience):
                if category.id == category_id:
                    return Listed(title=category.name, icon=category.icon, topics=topics)
        return Listed(title=ALL_TOPICS, icon="list", topics=topics)

    def _loaded(self, found: Listed) -> None:
        self._all = found.topics
        pages = max(1, -(-len(found.topics) // PER_PAGE))
        self.publish(title=found.title, icon=found.icon, pages=pages, page=0)
        self.turn(0)
        self.ready()
