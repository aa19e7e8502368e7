"""How to reach the technicians' screens; their door itself is tested in test_staff.py."""

from collections.abc import Callable

from kiosk.config import TechniciansConfig
from kiosk.domain.pin import make_verifier
from kiosk.services.health import HealthReport, device_checks
from kiosk.services.technicians import PadWaits
from kiosk.ui.screens.device import SCAN_WORDS, _row
from kiosk.ui.screens.finder import SCAN, WRITTEN
from kiosk.ui.staff_words import Said, found_words
from tests.qml.scene import Scene
from tests.qml.staff_faults import FACTS, FINDS

Reach = Callable[[Scene], None]

PIN = "402817"
OTHER_HUB = "这不是登记码上的那个中心：请核对地址和登记码"
TECHNICIANS = TechniciansConfig(pins={"zhang": make_verifier(PIN, b"a" * 16)})


def pad(scene: Scene) -> None:
    """Show the pad over the home screen."""
    scene.tap("attract.begin")
    scene.shell._door.knock()
    scene.settle()


def board(scene: Scene) -> None:
    """Come in with the PIN."""
    pad(scene)
    for digit in PIN:
        scene.tap(f"pin.{digit}")
    scene.settle()


def _typed(scene: Scene) -> None:
    pad(scene)
    for digit in PIN[:4]:
        scene.tap(f"pin.{digit}")


def _waits(scene: Scene) -> None:
    pad(scene)
    scene.shell._model("pin")._show(PadWaits(seconds=1919))
    scene.shell._model("pin")._watch.stop()


def _broken(scene: Scene) -> None:
    """Several things are out of order, and say so at length."""
    board(scene)
    model = scene.shell._model("board")
    model._watch.stop()
    report = scene.station.health()
    mended = {check.id: check for check in device_checks(FACTS)}
    checks = tuple(mended.get(check.id, check) for check in report.checks)
    model._found(HealthReport(ok=False, checks=checks))
    scene.settle()


def _device(key: str, *taps: str) -> Reach:
    def reach(scene: Scene) -> None:
        board(scene)
        scene.go("device", key)
        for tap in taps:
            scene.tap(tap)

    return reach


def _hub(said: Said) -> Reach:
    """A kiosk that is not enrolled and could be; a rehearsal offers nothing."""

    def reach(scene: Scene) -> None:
        board(scene)
        scene.go("device", "hub")
        model = scene.shell._model("device")
        model._watch.stop()
        model._tests.show((_row("enrol"),))
        model.publish(said=said)
        scene.settle()

    return reach


def _finder(**shown: object) -> Reach:
    """The assistant after a search, in one of its states."""

    def reach(scene: Scene) -> None:
        board(scene)
        scene.go("finder")
        model = scene.shell._model("finder")
        model.leave()
        model._show(FINDS)
        model.publish(**{"state": "found", "said": found_words(FINDS)} | shown)
        scene.settle()

    return reach


def _behind(name: str, *taps: str) -> Reach:
    def reach(scene: Scene) -> None:
        board(scene)
        scene.go(name)
        for tap in taps:
            scene.tap(tap)

    return reach


STAFF: tuple[tuple[str, str, Reach], ...] = (
    ("pin", "pin", pad),
    ("pin-typed", "pin", _typed),
    ("pin-waits", "pin", _waits),
    ("board", "board", board),
    ("board-faults", "board", _broken),
    ("device-a4", "device", _device("device-a4")),
    ("device-printed", "device", _device("device-a4", "device.test.page")),
    ("device-reader", "device", _device("device-idcard")),
    ("device-sound", "device", _device("speaker")),
    ("device-touch", "device", _device("touch")),
    ("device-hub", "device", _hub(("ok", ""))),
    ("device-hub-scan", "device", _hub(("ok", SCAN_WORDS["enrol"]))),
    ("device-hub-refused", "device", _hub(("fault", OTHER_HUB))),
    ("touchgrid", "touchgrid", _behind("touchgrid", "touchgrid.point.0", "touchgrid.point.7")),
    ("ruler", "ruler", _behind("ruler")),
    ("finder-nothing", "finder", _behind("finder")),
    (
        "finder-searching",
        "finder",
        _finder(state="searching", place="/dev/ttyUSB0", said=("ok", "")),
    ),
    ("finder-found", "finder", _finder()),
    ("finder-listening", "finder", _finder(state="listening", said=("ok", SCAN))),
    ("finder-saved", "finder", _finder(state="saved", pin="402817", said=("ok", WRITTEN))),
)
