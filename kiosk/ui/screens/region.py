"""换个县: which county's rules the list follows, for this visit only.

First the counties of this city and a card for the other places; those by province, city, county.
"""

from msgspec import Struct
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.catalog import Division
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

COUNTY_DIGITS = 6


class Place(Struct, frozen=True, kw_only=True):
    """One card: a county to take, or a larger place to open."""

    code: str
    name: str
    chosen: bool


@QmlElement
@QmlUncreatable("made by the shell")
class RegionViewModel(ScreenViewModel):
    """The places of one level: counties of a city, cities of a province, provinces."""

    levelChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._places = StructListModel(Place, self)
        self._path: tuple[str | None, ...] = ()
        self._title = ""

    @Property(str, notify=levelChanged)
    def title(self) -> str:
        """What to choose."""
        return self._title

    @Property(str, notify=levelChanged)
    def level(self) -> str:
        """The larger place whose parts are shown, so that its first page comes first."""
        return "/".join(code or "" for code in self._path)

    @Property(bool, notify=levelChanged)
    def hasElsewhere(self) -> bool:
        """Whether ▢别的地方 is offered: only beside the counties of this city."""
        return len(self._path) == 1

    @Property(QObject, constant=True)
    def places(self) -> QObject:
        """The cards."""
        return self._places

    @Slot(str)
    def choose(self, code: str) -> None:
        """Take a county, or open a larger place."""
        if len(code) >= COUNTY_DIGITS:
            self.services.visit.region = code
            self.router.back()
        else:
            self._open((*self._path, code))

    @Slot()
    def elsewhere(self) -> None:
        """▢别的地方: from the provinces down."""
        self._open((*self._path, None))

    @Slot()
    def back(self) -> None:
        """Return to the larger place, then to the start page."""
        if len(self._path) > 1:
            self._open(self._path[:-1])
        else:
            self.router.back()

    def enter(self, arg: object) -> None:
        """Show the counties of this city."""
        self._open((self.services.visit.region[:4],))

    def _open(self, path: tuple[str | None, ...]) -> None:
        browse, parent = self.services.browse, path[-1]
        self.tasks.run(lambda: browse.divisions(parent)).then(
            lambda divisions: self._opened(path, divisions)
        )

    def _opened(self, path: tuple[str | None, ...], divisions: tuple[Division, ...]) -> None:
        self._path = path
        chosen = self.services.visit.region
        self._places.show(
            tuple(
                Place(code=d.code, name=d.name, chosen=chosen.startswith(d.code)) for d in divisions
            )
        )
        parent = path[-1]
        asked = (
            "户口在哪个省？"
            if parent is None
            else "在哪个市？"
            if len(parent) < 4
            else "在哪个县？"
        )
        self._title = asked
        self.levelChanged.emit()
        self.frame.settle()
        self.ready()
