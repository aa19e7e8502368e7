"""T2: one device, how it is, and everything that can be tried on it.

What a test does is `services/devices.py`; the words about it are `staff_words.py`.
"""

from msgspec import Struct
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.errors import KioskError
from kiosk.services.health import DEVICE, CheckState, HealthCheck, HealthReport
from kiosk.ui.card_errand import CardErrand
from kiosk.ui.device_cards import ABOUT, Test, care_of, look_of, row_of
from kiosk.ui.list_model import StructListModel
from kiosk.ui.messages import Way
from kiosk.ui.screen import ScreenParts, ScreenViewModel
from kiosk.ui.staff_words import (
    Said,
    enrolled_words,
    printed_words,
    scanned_words,
    sound_words,
)
from kiosk.ui.watch import Watch

QML_IMPORT_NAME = "Kiosk.Views"
QML_IMPORT_MAJOR_VERSION = 1

EVERY_S = 2.0
SCAN_WORDS: dict[Test, str] = {
    "scan": "请扫一个码，什么码都行",
    "enrol": "请扫中心给的登记码，地址也在码里",
}
NOT_NOW = Way(id="without", label="不试了", icon="x")
SCREENS: dict[Test, str] = {"touch": "touchgrid", "ruler": "ruler", "find": "finder"}


class TestRow(Struct, frozen=True, kw_only=True):
    """One thing to try."""

    key: str
    label: str
    help: str
    icon: str


@QmlElement
@QmlUncreatable("made by the shell")
class DeviceViewModel(ScreenViewModel):
    """`enter` wants the id of a check of the health report; None: the one before."""

    shownChanged = Signal()
    busyChanged = Signal()
    saidChanged = Signal()

    def __init__(self, parts: ScreenParts, parent: QObject | None = None) -> None:
        super().__init__(parts, parent)
        self._care = care_of(parts.services)
        self._key = ""
        self._shown: HealthCheck | None = None
        self._said: Said = ("ok", "")
        self._busy = False
        self._asking = False
        self._scanning: Test | None = None
        self._asked_s = 0.0
        self._tests = StructListModel(TestRow, self)
        self._watch = Watch(self.look, self)

    # ---- what QML reads
    @Property(str, notify=shownChanged)
    def title(self) -> str:
        """What it is called."""
        return look_of(self._key).title

    @Property(str, notify=shownChanged)
    def icon(self) -> str:
        """Its picture."""
        return look_of(self._key).icon

    @Property(str, notify=shownChanged)
    def state(self) -> str:
        """How it is: ok, warn, fault or absent."""
        return self._shown.state if self._shown else "absent"

    @Property(str, notify=shownChanged)
    def word(self) -> str:
        """That in a word."""
        return self._shown.word if self._shown else ""

    @Property(str, notify=shownChanged)
    def message(self) -> str:
        """What was found."""
        return row_of(self._shown).message if self._shown else ""

    @Property(str, notify=shownChanged)
    def fix(self) -> str:
        """What to do about it, or empty."""
        return (self._shown.fix or "") if self._shown else ""

    @Property(bool, notify=busyChanged)
    def busy(self) -> bool:
        """Whether a test runs that cannot be left."""
        return self._busy

    @Property(str, notify=saidChanged)
    def result(self) -> str:
        """What the last test found, or empty."""
        return self._said[1]

    @Property(str, notify=saidChanged)
    def resultState(self) -> str:
        """How it ended: ok, warn or fault."""
        return self._said[0]

    @Property(QObject, constant=True)
    def tests(self) -> QObject:
        """What can be tried: key, label, help, icon."""
        return self._tests

    # ---- what QML does
    @Slot(str)
    def run(self, test: str) -> None:
        """Try something."""
        if self._busy:
            return
        self._listen(None)
        self.publish(said=("ok", ""))
        if test == "page":
            self._print()
        elif test in ("left", "right"):
            self._play(test)
        elif test == "card":
            errand = CardErrand(found="device", without="device", way=NOT_NOW)
            self.router.push("card", errand)
        elif test in ("scan", "enrol"):
            self._listen("scan" if test == "scan" else "enrol")
        else:
            self.router.push(SCREENS[test])  # type: ignore[index]

    @Slot()
    def back(self) -> None:
        """Return to the board, unless paper is moving."""
        if not self._busy:
            self.router.back()

    # ---- life
    def enter(self, arg: object) -> None:
        """Show a device."""
        if isinstance(arg, str):
            self._key = arg
            self.publish(said=("ok", ""))
        self._ask()
        self._watch.start()

    def resume(self) -> None:
        """Go on looking."""
        self._ask()
        self._watch.start()

    def leave(self) -> None:
        """Let go of the scanner."""
        self._watch.stop()
        self._listen(None)

    def look(self) -> None:
        """Take what was scanned, and ask for the device's state every two seconds."""
        if self._scanning is not None and self.services.scanning is not None:
            text = self.services.scanning.take()
            if text is not None:
                self._scanned(self._scanning, text)
        if self.services.clock.monotonic_s() - self._asked_s >= EVERY_S and not self._busy:
            self._ask()

    # ---- inside
    def _ask(self) -> None:
        if not self._asking:
            self._asking = True
            self._asked_s = self.services.clock.monotonic_s()
            self.tasks.run(self._care.health).then(self._found)

    def _found(self, report: HealthReport) -> None:
        self._asking = False
        check = next((check for check in report.checks if check.id == self._key), None)
        self.publish(shown=check)
        state: CheckState = check.state if check else "absent"
        self._tests.show(tuple(_row(test) for test in self._possible(state)))
        self.ready()

    def _possible(self, state: CheckState) -> tuple[Test, ...]:
        """Return what makes sense to try now."""
        fitted: dict[Test, bool] = {
            "page": self._key.removeprefix(DEVICE) in self._care.printers(),
            "card": self.services.identity is not None,
            "scan": self.services.scanning is not None,
            "enrol": self.services.scanning is not None
            and state == "absent"
            and self._care.can_enrol(),
        }
        return tuple(test for test in look_of(self._key).tests if fitted.get(test, True))

    def _print(self) -> None:
        name = self._key.removeprefix(DEVICE)
        self.publish(busy=True, said=("ok", "正在打印，请等一下"))
        self.frame.hold_idle(True)
        self.tasks.run(lambda: self._care.print_test(name)).then(
            lambda outcome: self._done(printed_words(outcome))
        ).otherwise(self._failed)

    def _play(self, side: str) -> None:
        self.tasks.run(lambda: self._care.play("left" if side == "left" else "right")).then(
            lambda played: self._done(sound_words(side, played))
        )

    def _done(self, said: Said) -> None:
        self.frame.hold_idle(False)
        self.publish(busy=False, said=said)

    def _failed(self, error: Exception) -> None:
        self._done(("fault", ""))
        raise error

    def _scanned(self, test: Test, text: str) -> None:
        """Take a code: any for a test, the hub's to enrol."""
        self._listen(None)
        if test == "scan":
            self.tasks.run(lambda: self._care.scanned(text)).then(
                lambda found: self.publish(said=scanned_words(found))
            )
            return
        self.publish(busy=True, said=("ok", "正在登记，请等一下"))
        self.frame.hold_idle(True)
        self.tasks.run(lambda: self._care.enrol(text)).then(
            lambda done: self._done(enrolled_words(done))
        ).otherwise(self._not_enrolled)

    def _not_enrolled(self, error: Exception) -> None:
        if not isinstance(error, KioskError):
            self._failed(error)
            return
        self._done(("fault", error.message))

    def _listen(self, test: Test | None) -> None:
        """Listen to the scanner for a test; None: no more."""
        scanner, was = self.services.scanning, self._scanning
        self._scanning = test if scanner is not None else None
        if scanner is not None and test is not None:
            scanner.listen()
            self.publish(said=("ok", SCAN_WORDS[test]))
        elif scanner is not None and was is not None:
            scanner.rest()


def _row(test: Test) -> TestRow:
    label, about, icon = ABOUT[test]
    return TestRow(key=test, label=label, help=about, icon=icon)
