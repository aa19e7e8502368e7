"""R12: is this you? Name and number are masked; what was read stays in the visit.

What a mask leaves is `domain/masking.py`; reading is R11.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.domain.masking import masked_name, masked_number
from kiosk.ui.card_errand import CardErrand
from kiosk.ui.screen import ScreenParts, ScreenViewModel

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

UNMAPPED = "姓名含未收录字，请核对"
BAD_NUMBER = "号码不对，请核对"


@QmlElement
@QmlUncreatable("made by the shell")
class HolderViewModel(ScreenViewModel):
    """The holder of the card that was just read. `enter` wants the CardErrand of R11."""

    holderChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._errand: CardErrand | None = None

    @Property(str, notify=holderChanged)
    def person(self) -> str:
        """The masked name, 张*三; empty for a card without one."""
        holder = self.services.visit.holder
        return masked_name(holder) if holder else ""

    @Property(str, notify=holderChanged)
    def number(self) -> str:
        """The masked number, 3702…0012."""
        holder = self.services.visit.holder
        return masked_number(holder.number) if holder else ""

    @Property(str, notify=holderChanged)
    def warning(self) -> str:
        """What to look at twice, or empty."""
        holder = self.services.visit.holder
        if holder is None:
            return ""
        if holder.unmapped:
            return UNMAPPED
        return "" if holder.number_valid else BAD_NUMBER

    @Slot()
    def confirm(self) -> None:
        """▣是我."""
        if self._errand is None:
            return
        found = self._errand.found
        if not self._errand.keeps:
            self._forget()
        self.router.push(found)

    @Slot()
    def refuse(self) -> None:
        """▢不是: this person is forgotten, and a card asked for anew."""
        self._forget()
        self.router.push("card", self._errand)

    @Slot()
    def back(self) -> None:
        """返回上一步 leads to the reader, which asks anew."""
        self.refuse()

    def enter(self, arg: object) -> None:
        """Show the holder."""
        if not isinstance(arg, CardErrand) or self.services.visit.holder is None:
            raise Bug("E-SY-01", "holder wants a CardErrand and a card that was read")
        self._errand = arg
        self.holderChanged.emit()
        self.ready()

    def leave(self) -> None:
        """Where the reader was only tried, nobody stays behind, whichever way leads on."""
        if self._errand is not None and not self._errand.keeps:
            self.services.visit.holder = None  # not the reader: R11 may be asking it anew already

    def resume(self) -> None:
        """Help was left: whoever was forgotten meanwhile lays the card anew."""
        if self.services.visit.holder is None:
            self.router.push("card", self._errand)

    def _forget(self) -> None:
        if self.services.identity is not None:
            self.services.identity.forget()
