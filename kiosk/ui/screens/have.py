"""R8: which papers are at hand, how many are missing, and where to get them."""

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain import wording
from kiosk.domain.checklist import Material
from kiosk.domain.errors import Bug
from kiosk.domain.service import EvidenceType
from kiosk.ui.list_job import ListJob
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


class HaveRow(Struct, frozen=True, kw_only=True):
    """One paper: its picture, what is wanted, where to get it, whether it is there."""

    key: str
    icon: str
    title: str
    counts: str
    where: str
    has: bool


@QmlElement
@QmlUncreatable("made by the shell")
class HaveViewModel(ScreenViewModel):
    """The papers to bring and those at hand; remembered until the wipe. `enter` wants a ListJob."""

    missingChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._job: ListJob | None = None
        self._kinds: dict[str, EvidenceType] = {}
        self._at_hand: frozenset[str] = frozenset()
        self._missing = 0
        self._rows = StructListModel(HaveRow, self)

    @Property(int, notify=missingChanged)
    def missing(self) -> int:
        """How many papers are still missing."""
        return self._missing

    @Property(str, notify=missingChanged)
    def title(self) -> str:
        """还差2样 or 都带齐了."""
        return f"还差{self._missing}样" if self._missing else "都带齐了"

    @Property(bool, notify=missingChanged)
    def canPrint(self) -> bool:
        """Whether what is missing can be printed here."""
        return self._job is not None and self._job.paper is not None and self._missing > 0

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """The papers to bring."""
        return self._rows

    @Slot(str, bool)
    def mark(self, key: str, has: bool) -> None:
        """有 or 没有."""
        self._at_hand = self._at_hand | {key} if has else self._at_hand - {key}
        self._show()

    @Slot()
    def goOn(self) -> None:
        """▣打印还差的; back to the list when nothing is missing."""
        if self._job is None or not self.canPrint:
            self.router.back()
            return
        lacking = tuple(m for m in self._wanted() if _key(m) not in self._at_hand)
        checklist = replace(self._job.checklist, materials=lacking)
        self.router.push("printing", replace(self._job, checklist=checklist))

    def enter(self, arg: object) -> None:
        """Show the papers of a list."""
        if not isinstance(arg, ListJob):
            raise Bug("E-SY-01", "have wants a ListJob")
        self._job = arg
        browse, ids = self.services.browse, [m.evidence for m in self._wanted()]
        self.tasks.run(lambda: browse.evidence(ids)).then(self._loaded)

    def _wanted(self) -> tuple[Material, ...]:
        materials = self._job.checklist.materials if self._job else ()
        return tuple(m for m in materials if m.status == "bring")

    def _loaded(self, kinds: tuple[EvidenceType, ...]) -> None:
        self._kinds = {kind.id: kind for kind in kinds}
        self._show()
        self.ready()

    def _show(self) -> None:
        rows = tuple(self._row(material) for material in self._wanted())
        self._rows.show(rows)
        self.publish(missing=sum(1 for row in rows if not row.has))
        self.missingChanged.emit()

    def _row(self, material: Material) -> HaveRow:
        kind = self._kinds.get(material.evidence)
        key = _key(material)
        return HaveRow(
            key=key,
            icon=kind.icon if kind else "file-text",
            title=wording.material_name(material),
            counts=wording.counts(material),
            where=f"去哪里办：{kind.where}" if kind and kind.where else "",
            has=key in self._at_hand,
        )


def _key(material: Material) -> str:
    return f"{material.evidence}-{material.holder}"
