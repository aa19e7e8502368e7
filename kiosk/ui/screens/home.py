"""R1: the life events, for persons or for businesses.

Which topics belong to one is R2.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.topic import Audience, Category
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

CARDS = 6
AUDIENCES: tuple[Audience, ...] = ("person", "company")


@QmlElement
@QmlUncreatable("made by the shell")
class HomeViewModel(ScreenViewModel):
    """What R1 shows: the categories of one audience, up to six a page."""

    audienceChanged = Signal()
    categoriesChanged = Signal()
    hasBusinessChanged = Signal()
    hasScannerChanged = Signal()
    pageChanged = Signal()
    pagesChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._audience: Audience = "person"
        self._hasBusiness = False
        self._hasScanner = False
        self._page = 0
        self._pages = 1
        self._by_audience: dict[Audience, tuple[Category, ...]] = {}
        self._categories = StructListModel(Category, self)

    @Property(str, notify=audienceChanged)
    def audience(self) -> str:
        """Whose matters are shown: person or company."""
        return self._audience

    @Property(bool, notify=hasBusinessChanged)
    def hasBusiness(self) -> bool:
        """Whether there is anything for businesses, so that the switch makes sense."""
        return self._hasBusiness

    @Property(bool, notify=hasScannerChanged)
    def hasScanner(self) -> bool:
        """Whether a scanner works, so that 我有旧清单 leads somewhere."""
        return self._hasScanner

    @Property(int, notify=pageChanged)
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    @Property(int, notify=pagesChanged)
    def pages(self) -> int:
        """The number of pages of this audience, at least 1."""
        return self._pages

    @Property(QObject, notify=categoriesChanged)
    def categories(self) -> QObject:
        """The cards of the page: id, name, icon, hint."""
        return self._categories

    def enter(self, arg: object) -> None:
        """Load the categories of both audiences."""
        browse, scanning = self.services.browse, self.services.scanning

        def load() -> tuple[dict[Audience, tuple[Category, ...]], bool]:
            found = {a: browse.categories(a) for a in AUDIENCES}
            return found, scanning is not None and scanning.works()

        self.tasks.run(load).then(lambda found: self._loaded(*found))

    @Slot(str)
    def show(self, audience: Audience) -> None:
        """Show the matters of persons or of businesses, the most needed ones first."""
        pages = max(1, -(-len(self._by_audience[audience]) // CARDS))
        self.publish(audience=audience, pages=pages)
        self._turn_to(0)

    @Slot()
    def more(self) -> None:
        """Show the next page; after the last one the first."""
        self._turn_to((self._page + 1) % self._pages)

    @Slot(str)
    def choose(self, category: str) -> None:
        """Go on to the topics of a category."""
        self.router.push("topics", category)

    @Slot()
    def search(self) -> None:
        """找别的事."""
        self.router.push("search")

    @Slot()
    def scan(self) -> None:
        """我有旧清单."""
        self.router.push("scan")

    def _turn_to(self, page: int) -> None:
        self.publish(page=page)
        shown = self._by_audience[self._audience]
        self._categories.show(shown[page * CARDS : (page + 1) * CARDS])

    def _loaded(self, found: dict[Audience, tuple[Category, ...]], scans: bool) -> None:
        self._by_audience = found
        self.publish(hasBusiness=bool(found["company"]), hasScanner=scans)
        self.show(self._audience if found[self._audience] else "company")
        self.ready()
