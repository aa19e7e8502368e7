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


@QmlElement
@QmlUncreatable("made by the shell")
class HomeViewModel(ScreenViewModel):
    """What R1 shows: up to six categories of one audience."""

    audienceChanged = Signal()
    categoriesChanged = Signal()
    hasBusinessChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._audience: Audience = "person"
        self._hasBusiness = False
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

    @Property(QObject, notify=categoriesChanged)
    def categories(self) -> QObject:
        """The cards: id, name, icon, hint."""
        return self._categories

    def enter(self, arg: object) -> None:
        """Load the categories of both audiences."""
        browse = self.services.browse

        def load() -> dict[Audience, tuple[Category, ...]]:
            return {a: browse.categories(a)[:CARDS] for a in ("person", "company")}

        self.tasks.run(load).then(self._loaded)

    @Slot(str)
    def show(self, audience: Audience) -> None:
        """Show the matters of persons or of businesses."""
        self.publish(audience=audience)
        self._categories.show(self._by_audience[audience])

    @Slot(str)
    def choose(self, category: str) -> None:
        """Go on to the topics of a category."""
        self.router.push("topics", category)

    @Slot()
    def search(self) -> None:
        """找别的事."""
        self.router.push("search")

    def _loaded(self, found: dict[Audience, tuple[Category, ...]]) -> None:
        self._by_audience = found
        self.publish(hasBusiness=bool(found["company"]))
        self.show(self._audience if found[self._audience] else "company")
        self.ready()
