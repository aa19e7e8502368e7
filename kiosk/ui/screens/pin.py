"""The pad for a technician's PIN: dots, never digits, never spoken; wrong ones make it wait.

What fits and how long it waits is `services/technicians.py`.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.domain.pin import PIN_DIGITS
from kiosk.services.technicians import Fits, PadState, PadWaits, Technicians
from kiosk.ui.door import BOARD
from kiosk.ui.screen import ScreenParts, ScreenViewModel, Services
from kiosk.ui.staff_words import pad_words
from kiosk.ui.watch import Watch

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1


def technicians_of(services: Services) -> Technicians:
    """Return who may come in; without them no screen of theirs is ever shown."""
    if services.technicians is None:
        raise Bug("E-SY-01", "a technician's screen without technicians")
    return services.technicians


@QmlElement
@QmlUncreatable("made by the shell")
class PinViewModel(ScreenViewModel):
    """`state` is open, checking, waits or useless. The PIN is kept until six digits are there."""

    stateChanged = Signal()
    dotsChanged = Signal()
    messageChanged = Signal()
    wrongChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._technicians = technicians_of(parts.services)
        self._typed = ""
        self._state = "open"
        self._dots = 0
        self._message = ""
        self._wrong = False
        self._watch = Watch(self.look, self)

    @Property(str, notify=stateChanged)
    def state(self) -> str:
        """Open (digits count), checking, waits, or useless (no PIN was ever made)."""
        return self._state

    @Property(int, notify=dotsChanged)
    def dots(self) -> int:
        """How many digits were typed."""
        return self._dots

    @Property(int, constant=True)
    def length(self) -> int:
        """How many digits a PIN has."""
        return PIN_DIGITS

    @Property(str, notify=messageChanged)
    def message(self) -> str:
        """What to do now."""
        return self._message

    @Property(bool, notify=wrongChanged)
    def wrong(self) -> bool:
        """Whether the message is about something that went wrong."""
        return self._wrong

    @Slot(str)
    def type(self, digit: str) -> None:
        """Take one digit; the last one starts the check."""
        if self._state != "open" or len(digit) != 1 or digit not in "0123456789":
            return
        self._typed += digit
        self.publish(dots=len(self._typed))
        if len(self._typed) == PIN_DIGITS:
            pin, self._typed = self._typed, ""
            self.publish(state="checking")
            self.tasks.run(lambda: self._technicians.check(pin)).then(self._checked)

    @Slot()
    def erase(self) -> None:
        """Take the last digit back."""
        if self._state == "open":
            self._typed = self._typed[:-1]
            self.publish(dots=len(self._typed))

    def enter(self, arg: object) -> None:
        """Show an empty pad."""
        self._show(self._technicians.state())
        self._watch.start()
        self.ready()

    def resume(self) -> None:
        """Show an empty pad again."""
        self._show(self._technicians.state())
        self._watch.start()

    def leave(self) -> None:
        """Forget what was typed."""
        self._watch.stop()
        self._typed = ""

    def look(self) -> None:
        """Count the seconds of a wait down; ten times a second."""
        if self._state == "waits":
            self._show(self._technicians.state())

    def _checked(self, found: Fits | PadState) -> None:
        if isinstance(found, Fits):
            self._technicians.enter(found.pin_id)
            self.frame.finish(BOARD)
        else:
            self._show(found, wrong=True)

    def _show(self, found: PadState, *, wrong: bool = False) -> None:
        self._typed = ""
        message = pad_words(found, wrong=wrong)
        bad = wrong or isinstance(found, PadWaits)
        self.publish(state=found.__struct_config__.tag, dots=0, message=message, wrong=bad)
