"""R11: a card is asked for and read; what went wrong is said here, while the reader still waits.

Who it is, is confirmed by R12; the words of faults are `messages.py`.
"""

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import Bug
from kiosk.domain.hours import civil
from kiosk.domain.masking import is_expired
from kiosk.ports.devices import CardAbsent, CardMisread, CardRead, CardReading, CardStatus
from kiosk.ui.card_errand import CardErrand
from kiosk.ui.list_model import StructListModel
from kiosk.ui.messages import Way, card_fault
from kiosk.ui.screen import ScreenParts, ScreenViewModel
from kiosk.ui.watch import Watch

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

PATIENCE_S = 25
"""After this the way without a card becomes the main one (ux.md §6)."""
LEFT_BEHIND_S = 6.0
"""So long a card that was read may lie before its holder is reminded, and between reminders."""
MOST_REMINDERS = 3
EXPIRED = "E-ID-05"


@QmlElement
@QmlUncreatable("made by the shell")
class CardViewModel(ScreenViewModel):
    """`state` is waiting, reading, read (take the card away), left or fault. Wants a CardErrand."""

    stateChanged = Signal()
    secondsLeftChanged = Signal()
    errandChanged = Signal()
    codeChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._errand: CardErrand | None = None
        self._state = "waiting"
        self._code = ""
        self._secondsLeft = PATIENCE_S
        self._since_s = 0.0
        self._reminders = 0
        self._ways = StructListModel(Way, self)
        self._watch = Watch(self.look, self)

    # ---- what QML reads
    @Property(str, notify=stateChanged)
    def state(self) -> str:
        """waiting, reading, read, left (the card still lies there) or fault."""
        return self._state

    @Property(int, notify=secondsLeftChanged)
    def secondsLeft(self) -> int:
        """Seconds of waiting until the way without a card becomes the main one."""
        return self._secondsLeft

    @Property(int, constant=True)
    def patience(self) -> int:
        """All of these seconds."""
        return PATIENCE_S

    @Property(str, notify=errandChanged)
    def withoutLabel(self) -> str:
        """The button for who goes on without a card."""
        return self._errand.way.label if self._errand else ""

    @Property(str, notify=errandChanged)
    def withoutIcon(self) -> str:
        """Its picture."""
        return self._errand.way.icon if self._errand else ""

    @Property(str, notify=codeChanged)
    def code(self) -> str:
        """The fault's code for staff; empty while nothing is wrong."""
        return self._code

    @Property(str, notify=codeChanged)
    def faultTitle(self) -> str:
        """What went wrong."""
        return card_fault(self._code, self._way()).title if self._code else ""

    @Property(str, notify=codeChanged)
    def faultBody(self) -> str:
        """What to do about it."""
        return card_fault(self._code, self._way()).body if self._code else ""

    @Property(str, notify=codeChanged)
    def time(self) -> str:
        """When it went wrong, for staff."""
        return self.frame.clockText

    @Property(QObject, constant=True)
    def ways(self) -> QObject:
        """The two ways on from a fault."""
        return self._ways

    # ---- what QML does
    @Slot()
    def withoutCard(self) -> None:
        """▢ Go on without a card."""
        if self._errand is not None:
            self.router.push(self._errand.without)

    @Slot()
    def taken(self) -> None:
        """▣卡拿走了, where the reader does not notice."""
        if self._state == "left":
            self._go_on()

    @Slot(str)
    def choose(self, way: str) -> None:
        """Follow a way on from a fault."""
        if way == "staff":
            self.router.push("staff")
        elif way == "again":
            self._ask()
        else:
            self.withoutCard()

    # ---- life
    def enter(self, arg: object) -> None:
        """Ask for a card."""
        if not isinstance(arg, CardErrand):
            raise Bug("E-SY-01", "card wants a CardErrand")
        self.publish(errand=arg)
        self._ask()
        self.ready()

    def resume(self) -> None:
        """Ask anew: whoever comes back lays the card again."""
        self._ask()

    def leave(self) -> None:
        """Let the reader rest."""
        self._watch.stop()
        self.frame.hold_idle(False)
        if self.services.identity is not None:
            self.services.identity.rest()

    # ---- inside
    def _ask(self) -> None:
        self._reminders = 0
        self._since_s = self.services.clock.monotonic_s()
        self._fail("")
        self._turn("waiting")
        self.publish(secondsLeft=PATIENCE_S)
        if self.services.identity is None:
            self._fail("E-ID-01")
            return
        self.services.identity.ask()
        self._watch.start()

    def look(self) -> None:
        """See what the reader says; ten times a second."""
        identity = self.services.identity
        if identity is None:
            return
        status = identity.look()
        self.frame.hold_idle(isinstance(status, CardReading))
        if isinstance(status, CardRead):
            self._read(status)
        elif isinstance(status, CardAbsent | CardMisread):
            self._fail(status.code)
        else:
            self._wait(status)

    def _wait(self, status: CardStatus) -> None:
        """Count the seconds of waiting. A fault that needs an answer stays until a card lies."""
        if isinstance(status, CardReading):
            self._fail("")
            self._turn("reading")
        elif self._code in ("", "E-ID-01"):
            self._fail("")
            self._turn("waiting")
        waited_s = self.services.clock.monotonic_s() - self._since_s
        self.publish(secondsLeft=max(0, PATIENCE_S - int(waited_s)))

    def _read(self, status: CardRead) -> None:
        """Go on as soon as the card is in its holder's hand, where the reader can tell."""
        today = civil(self.services.clock.now()).date()
        if is_expired(status.document, today):
            self._expired()
        elif status.lifted is False:
            self._fail("")
            self._turn("read" if self._state not in ("read", "left") else self._state)
            self._remind()
        else:
            self._go_on()

    def _go_on(self) -> None:
        self._watch.stop()
        self.router.push("holder", self._errand)

    def _expired(self) -> None:
        """Say that this card does not count; nothing of it is kept."""
        self._watch.stop()
        self._fail(EXPIRED)
        if self.services.identity is not None:
            self.services.identity.forget()

    def _remind(self) -> None:
        """别忘了身份证: ring, at most three times."""
        lies_s = self.services.clock.monotonic_s() - self._since_s
        if self._reminders < MOST_REMINDERS and lies_s >= LEFT_BEHIND_S * (self._reminders + 1):
            self._reminders += 1
            self._turn("left")
            self.tasks.run(self.services.bell.ring)

    def _turn(self, state: str) -> None:
        """Show another state; a card that was read starts its own count of seconds."""
        if state == "read" and self._state != "read":
            self._since_s = self.services.clock.monotonic_s()
        self.publish(state=state)

    def _fail(self, code: str) -> None:
        """Show a fault, or none."""
        if code == self._code:
            return
        self._ways.show(card_fault(code, self._way()).ways if code else ())
        self.publish(code=code)
        if code:
            self._turn("fault")
        self.frame.settle()

    def _way(self) -> Way:
        if self._errand is None:
            raise Bug("E-SY-01", "a card is asked for without an errand")
        return self._errand.way
