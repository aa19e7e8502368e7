"""The technicians' door: the gesture on every kind of screen, the PIN, and the lock behind them."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt

from kiosk.services.technicians import FREE_TRIES
from kiosk.ui.scene import control
from tests.people import ZHANG
from tests.qml.scene import Scene, box
from tests.qml.staff_stops import PIN, board, pad

WRONG = "111113"


@pytest.fixture(autouse=True)
def _no_tries_left_behind(scene: Scene) -> Iterator[None]:
    yield
    (scene.station.data / "technicians.json").unlink(missing_ok=True)
    scene.shell._services.technicians._tries = None


def at(scene: Scene, name: str) -> QPointF:
    item = control(scene.shell.window.contentItem(), name)
    assert item is not None, f"no {name} on {scene.shell.screen()}"
    area = box(item)
    return QPointF(area.x() + 20, area.center().y())


def hold(scene: Scene, name: str, seconds: float) -> None:
    scene.clock.pass_time(1)
    point = at(scene, name)
    scene.press_at(point)
    scene.clock.pass_time(seconds)
    scene.release_at(point)
    scene.settle()


def tap(scene: Scene, name: str, times: int = 1) -> None:
    for _ in range(times):
        hold(scene, name, 0.1)


def gesture(scene: Scene) -> None:
    hold(scene, "shell.site", 5)
    tap(scene, "shell.clock", 3)


def entries(scene: Scene) -> list[dict[str, object]]:
    log = Path(scene.station.log._folder or "") / "kiosk.jsonl"
    lines = map(json.loads, log.read_text("utf-8").splitlines()) if log.exists() else ()
    return [line for line in lines if line["event"].startswith("technician.")]


@pytest.fixture
def watched(scene: Scene) -> Scene:
    """The kiosk after its first moments: the door is being watched."""
    scene.shell._door.watch(scene.shell.window, scene.shell.rules, scene.shell.metrics)
    return scene


@pytest.mark.parametrize("screen", ["attract", "home", "help", "closed"])
def test_the_gesture_shows_the_pad(watched: Scene, screen: str) -> None:
    if screen != "attract":
        watched.tap("attract.begin")
        watched.go(screen)
    gesture(watched)
    assert watched.shell.screen() == "pin"


def test_the_gesture_presses_nothing_on_the_way(watched: Scene) -> None:
    hold(watched, "shell.site", 5)
    tap(watched, "shell.clock", 2)
    assert watched.shell.screen() == "attract", "R0 would have begun a visit"
    watched.tap("attract.begin")
    assert watched.shell.screen() == "home"


@pytest.mark.parametrize("held", [0.1, 4.9])
def test_a_short_hold_is_nothing(watched: Scene, held: float) -> None:
    watched.tap("attract.begin")
    hold(watched, "shell.site", held)
    tap(watched, "shell.clock", 3)
    assert watched.shell.screen() == "home"


def test_another_touch_in_between_begins_anew(watched: Scene) -> None:
    watched.tap("attract.begin")
    hold(watched, "shell.site", 5)
    tap(watched, "shell.clock", 2)
    watched.tap("shell.text-size")
    assert watched.shell.screen() == "display"
    tap(watched, "shell.clock", 3)
    assert watched.shell.screen() == "display"


def test_who_taps_too_late_begins_anew(watched: Scene) -> None:
    watched.tap("attract.begin")
    hold(watched, "shell.site", 5)
    watched.clock.pass_time(11)
    tap(watched, "shell.clock", 3)
    assert watched.shell.screen() == "home"


def test_two_fingers_are_no_gesture(watched: Scene) -> None:
    watched.tap("attract.begin")
    watched.clock.pass_time(1)
    point = at(watched, "shell.site")
    watched.press_at(point)
    watched.clock.pass_time(5)
    watched.press_at(QPointF(point.x() + 300, point.y()), 1)
    watched.release_at(QPointF(point.x() + 300, point.y()), 1)
    watched.release_at(point)
    tap(watched, "shell.clock", 3)
    assert watched.shell.screen() == "home"


def test_the_pin_wipes_the_visit_and_opens_the_board(scene: Scene) -> None:
    pad(scene)
    scene.shell._services.visit.region = "341621"
    before = len(entries(scene))
    for digit in PIN:
        scene.tap(f"pin.{digit}")
    assert scene.shell.router.stack == ("board",)
    assert scene.shell._services.visit.region == "341602", "the resident's visit is over"
    assert scene.shell._services.technicians.inside == "zhang"
    said = entries(scene)[before:]
    assert [(e["event"], e["pin"]) for e in said] == [("technician.entered", "zhang")]


def test_keys_alone_open_it(scene: Scene) -> None:
    pad(scene)
    for digit in "99":
        scene.key(Qt.Key(ord(digit)), digit)
    scene.key(Qt.Key.Key_Backspace)
    scene.key(Qt.Key.Key_Backspace)
    for digit in PIN:
        scene.key(Qt.Key(ord(digit)), digit)
    assert scene.shell.screen() == "board"


def test_the_pad_shows_and_speaks_no_digit(scene: Scene) -> None:
    pad(scene)
    for digit in PIN[:3]:
        scene.tap(f"pin.{digit}")
    assert not scene.reads(PIN[:3])
    model = scene.shell._model("pin")
    assert model.dots == 3
    assert PIN[:3] not in repr([model.property(name) for name in ("message", "state")])


def test_wrong_pins_make_it_wait(scene: Scene) -> None:
    pad(scene)
    for _ in range(FREE_TRIES):
        for digit in WRONG:
            scene.tap(f"pin.{digit}")
    assert scene.reads("错得太多，再等")
    assert not any(name.startswith("pin.") for name in scene.names()), "no key can be pressed"
    scene.clock.pass_time(31)
    scene.shell._model("pin").look()
    scene.settle()
    for digit in PIN:
        scene.tap(f"pin.{digit}")
    assert scene.shell.screen() == "board"
    log = (Path(scene.station.log._folder or "") / "kiosk.jsonl").read_text("utf-8")
    assert PIN not in log
    assert WRONG not in log


def test_leaving_locks(scene: Scene) -> None:
    board(scene)
    scene.go("device", "device-a4")
    scene.tap("shell.back")
    assert scene.shell._services.technicians.inside == "zhang"
    scene.tap("shell.back")
    assert scene.shell.screen() == "attract"
    assert scene.shell._services.technicians.inside is None
    assert entries(scene)[-1]["event"] == "technician.left"


def test_an_idle_technician_is_locked_out(scene: Scene) -> None:
    board(scene)
    scene.pass_time(181)
    assert scene.shell.frame.warning
    scene.pass_time(46)
    assert scene.shell.screen() == "attract"
    assert scene.shell._services.technicians.inside is None


def test_a_card_is_read_for_trial_and_forgotten(scene: Scene) -> None:
    board(scene)
    scene.tap("board.device-idcard")
    scene.tap("device.test.card")
    scene.reader.read(ZHANG)
    scene.look("card")
    scene.reader.lift()
    scene.look("card")
    assert scene.shell.screen() == "holder"
    scene.tap("shell.primary")
    assert scene.shell.screen() == "device"
    assert scene.shell._services.visit.holder is None
    assert scene.shell._services.technicians.inside == "zhang"


def test_residents_find_no_way_in(scene: Scene) -> None:
    """回首页 of the card's screen leads to the residents, and locks."""
    board(scene)
    scene.go("device", "device-idcard")
    scene.tap("device.test.card")
    scene.tap("shell.home")
    assert scene.shell.screen() == "home"
    assert scene.shell._services.technicians.inside is None


def test_the_ruler_tells_the_screen_its_size_at_once_and_for_good(scene: Scene) -> None:
    board(scene)
    scene.go("ruler")
    before = scene.px_per_mm()
    for _ in range(3):
        scene.tap("ruler.wide20")
    scene.tap("shell.primary")
    assert scene.shell.screen() == "board"
    assert scene.px_per_mm() == pytest.approx(before * 405 / 345, rel=0.003)
    written = tomllib.loads((scene.station.data / "rehearsal.toml").read_text("utf-8"))
    inch = written["screen"]["diagonal_inch"]
    assert inch == pytest.approx(21.5 * 345 / 405, abs=0.05)


def test_every_point_of_the_panel_is_tried(scene: Scene) -> None:
    board(scene)
    scene.go("touchgrid")
    for point in range(15):
        scene.tap(f"touchgrid.point.{point}")
    assert scene.reads("15个点都点得准")
    scene.tap("touchgrid.back")
    tried = entries(scene)[-1]
    assert (tried["event"], tried["points"]) == ("technician.touch.tested", 15)


def test_a_code_is_told_by_kind_and_length_alone(scene: Scene) -> None:
    board(scene)
    scene.go("device", "device-scanner")
    scene.tap("device.test.scan")
    scene.scanner.show("https://example.com/zhang")
    scene.look("device")
    assert scene.reads("扫到了：网址，25个字符")
    assert not scene.reads("zhang")
