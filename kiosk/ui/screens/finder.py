"""W6 and W8: finds devices, tries them, writes them into the configuration.

How devices are found is `services/device_search.py`; nothing that is in use is disturbed.
"""

from collections import deque

from msgspec import Struct
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import KioskError
from kiosk.ports.devices import PrintOutcome
from kiosk.ports.finding import FoundDevice, Place, Wanted
from kiosk.services.device_search import Finds, with_found
from kiosk.ui.device_cards import care_of
from kiosk.ui.find_rows import FindRow, find_rows
from kiosk.ui.list_model import StructListModel
from kiosk.ui.screen import ScreenParts, ScreenViewModel
from kiosk.ui.staff_words import Said, found_words, printed_words
from kiosk.ui.watch import Watch

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

BURST_KEYS, BURST_S = 8, 0.5
"""So many keys in so short a time are typed by a scanner, never by a person."""
TYPING_SCANNER = FoundDevice(
    role="scanner", settings={"driver": "keyboard"}, where="键盘口", about="像键盘一样打字"
)
SCAN = "请用扫码器扫一个码，什么码都行"
WRITTEN = "写好了，重新启动后就能用"


class Search(Struct, frozen=True, kw_only=True):
    """One search: a later one makes it void."""

    number: int


@QmlElement
@QmlUncreatable("made by the shell")
class FinderViewModel(ScreenViewModel):
    """`state` is searching, found, listening, testing or saved."""

    stateChanged = Signal()
    placeChanged = Signal()
    saidChanged = Signal()
    findsChanged = Signal()
    pinChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._care = care_of(parts.services)
        self._state = "searching"
        self._place = ""
        self._next_place = ""  # set by the work thread
        self._said: Said = ("ok", "")
        self._finds = Finds()
        self._pin = ""
        self._search = Search(number=0)
        self._keys: deque[float] = deque(maxlen=BURST_KEYS)
        self._rows = StructListModel(FindRow, self)
        self._watch = Watch(self.look, self)

    # ---- what QML reads
    @Property(str, notify=stateChanged)
    def state(self) -> str:
        """searching, found, listening, testing or saved."""
        return self._state

    @Property(str, notify=placeChanged)
    def place(self) -> str:
        """Where it looks now."""
        return self._place

    @Property(QObject, constant=True)
    def rows(self) -> QObject:
        """What was found and what was not: key, icon, title, state, word, message, prints."""
        return self._rows

    @Property(int, notify=findsChanged)
    def count(self) -> int:
        """How many new devices were found."""
        return len(self._finds.found)

    @Property(str, notify=saidChanged)
    def result(self) -> str:
        """What the last step found, or empty."""
        return self._said[1]

    @Property(str, notify=saidChanged)
    def resultState(self) -> str:
        """How it ended: ok, warn or fault."""
        return self._said[0]

    @Property(str, notify=pinChanged)
    def pin(self) -> str:
        """The first PIN of this machine, shown once; empty when there was one before."""
        return self._pin

    # ---- what QML does
    @Slot()
    def again(self) -> None:
        """▢再找一次."""
        if self._state == "found":
            self._find()

    @Slot()
    def listen(self) -> None:
        """▢认扫码器: wait for a code."""
        if self._state != "found":
            return
        self._keys.clear()
        self.publish(state="listening", said=("ok", SCAN))
        search, finds = self._begin(), self._finds
        self.tasks.run(lambda: self._care.search.listen(finds, self._wanted(search))).then(
            lambda found: self._listened(search, found)
        )

    @Slot(str)
    def key(self, text: str) -> None:
        """Take a key while a code is awaited: a scanner that types is found by its haste."""
        if self._state != "listening" or not text:
            return
        self._keys.append(self.services.clock.monotonic_s())
        if len(self._keys) == BURST_KEYS and self._keys[-1] - self._keys[0] <= BURST_S:
            self._listened(self._begin(), with_found(self._finds, TYPING_SCANNER))

    @Slot(str)
    def test(self, role: str) -> None:
        """Print a test page on a printer that was found."""
        found = next((f for f in self._finds.found if f.role == role), None)
        if self._state != "found" or found is None:
            return
        self.publish(state="testing", said=("ok", "正在打印，请等一下"))
        self.frame.hold_idle(True)
        self.tasks.run(lambda: self._care.search.print_test(found)).then(self._printed).otherwise(
            self._failed
        )

    @Slot()
    def save(self) -> None:
        """▣写进配置."""
        finds = self._finds
        if self._state == "found" and finds.found:
            self.tasks.run(lambda: self._kept(finds)).then(self._saved).otherwise(self._failed)

    @Slot()
    def restart(self) -> None:
        """▣重新启动: with the new devices."""
        self.frame.restart()

    @Slot()
    def back(self) -> None:
        """Return to the board, unless paper is moving."""
        if self._state != "testing":
            self.router.back()

    # ---- life
    def enter(self, arg: object) -> None:
        """Begin to look."""
        self._watch.start()
        self._find()
        self.ready()

    def leave(self) -> None:
        """Break off whatever runs."""
        self._begin()
        self._watch.stop()

    def look(self) -> None:
        """Show where the work thread looks; ten times a second."""
        self.publish(place=self._next_place)

    # ---- inside
    def _begin(self) -> Search:
        """Make what runs void, and return the new search."""
        self._search = Search(number=self._search.number + 1)
        return self._search

    def _wanted(self, search: Search) -> Wanted:
        return lambda: self._search is search

    def _find(self) -> None:
        search = self._begin()
        self._show(Finds())
        self.publish(state="searching", said=("ok", ""))
        self.tasks.run(lambda: self._care.search.find(self._tell, self._wanted(search))).then(
            lambda found: self._found(search, found)
        )

    def _tell(self, place: Place) -> None:
        self._next_place = place.where

    def _found(self, search: Search, finds: Finds) -> None:
        if self._search is search:
            self._show(finds)
            self.publish(state="found", said=found_words(finds))

    def _listened(self, search: Search, finds: Finds) -> None:
        if self._search is search:
            heard = finds != self._finds
            self._show(finds)
            said: Said = ("ok", "认出扫码器了") if heard else ("warn", "没等到码，再扫一次")
            self.publish(state="found", said=said)

    def _show(self, finds: Finds) -> None:
        self.publish(finds=finds)
        self._rows.show(find_rows(finds))

    def _printed(self, outcome: PrintOutcome | None) -> None:
        self.frame.hold_idle(False)
        self.publish(state="found", said=printed_words(outcome))

    def _kept(self, finds: Finds) -> str | None:
        self._care.search.keep(finds)
        return self._care.first_pin()

    def _saved(self, pin: str | None) -> None:
        self.publish(state="saved", pin=pin or "", said=("ok", WRITTEN))

    def _failed(self, error: Exception) -> None:
        self.frame.hold_idle(False)
        if not isinstance(error, KioskError):
            raise error
        self.publish(state="found", said=("fault", error.message))
