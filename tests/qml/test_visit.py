"""UX-5: a visit that rests is warned and wiped; nothing of it is left. Also help, faults, R18."""

import gc

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from kiosk.domain.errors import Unavailable
from kiosk.ui.card_stack import CardStack
from kiosk.ui.date_cells import DateCells
from kiosk.ui.messages import FAULTS, fault_of_error
from kiosk.ui.paged_column import PagedColumn
from tests.qml.scene import Scene, box
from tests.qml.stops import STOPS

SENTINEL = "qwertysentinel"
PYTHON_IN_QML = {CardStack, PagedColumn, DateCells}


def _halves() -> list[QObject]:
    """Return the Python halves of all Qt objects, also of those whose C++ half is dead."""
    gc.unfreeze()
    return [found for found in gc.get_objects() if issubclass(type(found), QObject)]


@pytest.fixture
def home(scene: Scene) -> Scene:
    scene.tap("attract.begin")
    return scene


def test_r0_rests_for_ever(scene: Scene) -> None:
    scene.pass_time(100_000)
    assert scene.shell.screen() == "attract"
    assert not scene.shell.frame.warning


def test_the_warning_comes_after_three_minutes(home: Scene) -> None:
    home.pass_time(179)
    assert not home.shell.frame.warning
    home.pass_time(1)
    assert home.shell.frame.warning
    assert home.reads("您还在吗？")
    assert home.reads("45秒后回到首页，刚才填的会清掉。")


@pytest.mark.parametrize("name", ["idle.stay", "idle.anywhere"])
def test_any_touch_means_still_here(home: Scene, name: str) -> None:
    home.pass_time(200)
    corner = box(home.root()).topLeft() if name == "idle.anywhere" else None
    if corner is None:
        home.tap(name)
    else:
        home.clock.pass_time(1)
        home.press_at(corner)
        home.release_at(corner)
        home.settle()
    assert not home.shell.frame.warning
    assert home.shell.screen() == "home"
    home.pass_time(179)
    assert not home.shell.frame.warning


def test_a_touch_on_the_warning_never_reaches_what_lies_under_it(home: Scene) -> None:
    under = box(home.control("home.find")).center()
    home.pass_time(200)
    home.clock.pass_time(1)
    home.press_at(under)
    home.release_at(under)
    home.settle()
    assert home.shell.screen() == "home"


def test_leaving_on_the_warning_wipes_at_once(home: Scene) -> None:
    home.pass_time(200)
    home.tap("idle.leave")
    assert home.shell.screen() == "attract"


def test_keys_answer_the_warning_too(home: Scene) -> None:
    home.pass_time(200)
    home.key(Qt.Key.Key_Escape)
    assert not home.shell.frame.warning
    home.pass_time(200)
    home.keys_to("idle.leave")
    assert home.shell.screen() == "attract"


def test_the_clock_stands_still_while_it_prints(home: Scene) -> None:
    home.shell.frame.hold_idle(True)
    home.pass_time(1000)
    assert not home.shell.frame.warning
    home.shell.frame.hold_idle(False)
    home.pass_time(180)
    assert home.shell.frame.warning


def test_the_wipe_leaves_nothing(home: Scene) -> None:
    home.tap("home.find")
    for letter in SENTINEL:
        home.tap(f"search.key.{letter}")
    home.shell.frame.set_display("huge", "contrast")
    QGuiApplication.clipboard().setText(SENTINEL)
    model = home.shell.router.front()
    model_class, screens = type(model), home.shell.window.property("stage")
    del model
    home.pass_time(225)
    assert home.shell.screen() == "attract"
    assert home.reads("已为您清空")
    assert (home.shell.frame.size, home.shell.frame.theme) == ("normal", "light")
    assert QGuiApplication.clipboard().text() == ""
    assert len(screens.childItems()) == 1
    gc.unfreeze()
    assert not [o for o in gc.get_objects() if type(o) is model_class]
    assert not [o for o in gc.get_objects() if type(o) is str and o == SENTINEL]
    home.pass_time(3)
    assert not home.reads("已为您清空")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("question-pages", CardStack),
        ("start-day-days", DateCells),
        ("answers", PagedColumn),
        ("list-unfolded", PagedColumn),
    ],
)
def test_the_wipe_leaves_no_python_half_of_what_qml_made(
    scene: Scene, name: str, made: type[QObject]
) -> None:
    before = _halves()
    next(stop for stop in STOPS if stop.name == name).reach(scene)
    assert made in map(type, _halves())
    scene.shell.frame.finish()
    scene.settle()
    known = set(map(id, before))
    left = [half for half in _halves() if id(half) not in known]
    assert not PYTHON_IN_QML.intersection(map(type, left))
    assert not [type(half) for half in left if not shiboken6.isValid(half)]


def test_answers_of_jobs_that_outlive_the_visit_are_dropped(home: Scene) -> None:
    arrived: list[str] = []
    home.shell.tasks.run(lambda: SENTINEL).then(arrived.append)
    home.shell.frame.finish()
    home.settle()
    assert not arrived


def test_going_home_keeps_the_visit(home: Scene) -> None:
    home.tap("home.find")
    home.tap("shell.home")
    assert home.shell.router.stack == ("attract", "home")
    assert not {"shell.home", "shell.back"} & home.names()


def test_help_leads_on_and_back(home: Scene) -> None:
    home.tap("home.find")
    home.tap("shell.help")
    assert "shell.help" not in home.names()
    home.tap("shell.back")
    assert home.shell.screen() == "search"


def test_staff_see_a_sign_with_the_telephone(home: Scene) -> None:
    home.tap("shell.help")
    home.tap("help.staff")
    assert home.reads("需要帮忙")
    assert home.reads("0558-1234567")
    home.tap("staff.back")
    assert home.shell.screen() == "help"


def test_starting_again_is_asked_first(home: Scene) -> None:
    home.tap("shell.help")
    home.tap("help.restart")
    home.tap("fault.way.continue")
    assert home.shell.screen() == "help"
    home.tap("help.restart")
    home.tap("fault.way.restart")
    assert home.shell.screen() == "attract"


def test_size_and_theme_take_effect_at_once(home: Scene) -> None:
    home.tap("shell.text-size")
    home.tap("display.size.huge")
    home.tap("display.theme.contrast")
    assert home.shell.metrics.property("size") == "huge"
    assert home.shell._singleton("Kiosk", "Theme").property("name") == "contrast"
    home.tap("shell.primary")
    assert home.shell.screen() == "home"


@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_leads_on_in_two_ways(home: Scene, code: str) -> None:
    taken: list[str] = []
    ways = [way.id for way in FAULTS[code].ways]
    assert len(ways) >= 2
    for way in ways:
        home.shell.frame.fault(FAULTS[code], taken.append)
        home.settle()
        assert home.reads(code)
        home.tap(f"fault.way.{way}")
        assert home.shell.screen() != "fault" or taken[-1:] == [way]


def test_an_error_nobody_took_shows_its_fault_and_keeps_the_visit(home: Scene) -> None:
    def full() -> None:
        raise Unavailable("E-ST-01", "磁盘满了")

    home.shell.tasks.run(full)
    home.settle()
    assert home.reads("机器存满了")
    assert not home.bugs


def test_without_a_catalogue_the_machine_is_out_of_service(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> tuple[()]:
        raise Unavailable("catalog", "目录读不了")

    monkeypatch.setattr(scene.station.menu, "topics", fail)
    scene.shell.frame.finish()
    scene.settle()
    assert scene.shell.screen() == "closed"
    assert scene.reads("这台机器先不能用")
    assert scene.reads("可以去：汤陵街道便民服务中心")
    assert fault_of_error(Unavailable("catalog", "目录读不了")).code == "E-SY-01"
