"""Cards and old lists on the real screens: by keys, by the real watch, and nothing left behind."""

import gc

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from kiosk.domain.person import IdentityDocument
from kiosk.ports.devices import CardAwaited, CardIdle, PrinterFault
from kiosk.ui.scene import texts
from kiosk.ui.screens.card import CardViewModel
from kiosk.ui.screens.holder import HolderViewModel
from tests.people import ZHANG
from tests.qml.card_stops import CARDS, ERRAND, printed_code
from tests.qml.scene import Scene

REACH = {name: reach for name, _, reach in CARDS}
SECRETS = (ZHANG.number, ZHANG.name, ZHANG.address, "1978", "样例路")


def test_the_screen_sees_by_itself_what_the_reader_does(scene: Scene, qtbot: QtBot) -> None:
    REACH["card"](scene)
    scene.reader.lay()
    qtbot.waitUntil(lambda: scene.reads("正在读，别拿开"))
    scene.reader.read(ZHANG)
    qtbot.waitUntil(lambda: scene.reads("读好了，拿走身份证"))
    scene.reader.lift()
    qtbot.waitUntil(lambda: scene.reads("张*三"))
    assert isinstance(scene.reader.status(), CardIdle)


def test_the_scanner_is_heard_by_itself(scene: Scene, qtbot: QtBot) -> None:
    code = printed_code(scene, lambda code: code)
    scene.tap("home.scan")
    scene.scanner.show(code)
    qtbot.waitUntil(lambda: scene.reads("读到了：开饭店"))


@pytest.mark.parametrize("way", ["shell.back", "shell.home", "shell.help"])
def test_the_reader_rests_as_soon_as_the_screen_is_left(scene: Scene, way: str) -> None:
    REACH["card"](scene)
    assert isinstance(scene.reader.status(), CardAwaited)
    scene.tap(way)
    assert isinstance(scene.reader.status(), CardIdle)
    if way == "shell.help":
        scene.tap("shell.back")
        assert isinstance(scene.reader.status(), CardAwaited)


def test_the_idle_clock_stands_still_while_a_card_is_read(scene: Scene) -> None:
    REACH["card-reading"](scene)
    scene.pass_time(1000)
    assert not scene.shell.frame.warning
    scene.reader.read(ZHANG)
    scene.look("card")
    scene.pass_time(181)
    assert scene.shell.frame.warning


@pytest.mark.parametrize("stop", ["card-read", "holder"])
@pytest.mark.parametrize("end", ["idle", "bug"])
def test_nobody_is_left_after_the_visit(scene: Scene, stop: str, end: str) -> None:
    before = set(map(id, personal()))
    REACH[stop](scene)
    assert scene.shell._services.visit.holder == ZHANG
    if end == "idle":
        scene.pass_time(226)
    else:
        scene.shell.fail(RuntimeError("a mistake"))
        scene.settle()
        assert scene.bugs
        scene.bugs.clear()
    assert scene.shell.screen() in ("attract", "fault")
    assert scene.shell._services.visit.holder is None
    assert isinstance(scene.reader.status(), CardIdle)
    assert not [type(left) for left in personal() if id(left) not in before]


def personal() -> list[object]:
    """Return everything alive that holds a person, but the one whom the tests made up."""
    gc.unfreeze()
    kinds = (IdentityDocument, CardViewModel, HolderViewModel)
    return [o for o in gc.get_objects() if type(o) in kinds and o is not ZHANG]


@pytest.mark.parametrize("stop", ["card-read", "holder", "holder-unmapped"])
def test_nothing_of_the_card_is_shown_or_said(scene: Scene, stop: str) -> None:
    REACH[stop](scene)
    said = []
    stack = [scene.root()]
    while stack:
        item = stack.pop()
        stack.extend(item.childItems())
        interface = QAccessible.queryAccessibleInterface(item)
        if interface is not None:
            said.append(interface.text(QAccessible.Text.Name))
            said.append(interface.text(QAccessible.Text.Description))
    everything = " ".join([*texts(scene.root()), *said])
    assert not [secret for secret in SECRETS if secret and secret in everything]


def test_a_card_is_confirmed_by_keys_alone(scene: Scene) -> None:
    REACH["card-misread"](scene)
    scene.keys_to("fault.way.again")
    scene.reader.read(ZHANG)
    scene.reader.lift()
    scene.look("card")
    scene.keys_to("holder.no")
    assert scene.shell.screen() == "card"
    scene.reader.read(ZHANG)
    scene.reader.lift()
    scene.look("card")
    scene.keys_to("shell.primary")
    assert scene.shell.screen() == ERRAND.found


@pytest.mark.parametrize("way", ["shell.home", "shell.help"])
def test_leaving_the_question_forgets_the_person(scene: Scene, way: str) -> None:
    REACH["holder"](scene)
    scene.tap(way)
    assert scene.shell._services.visit.holder is None
    if way == "shell.help":
        scene.tap("shell.back")
        assert scene.shell.screen() == "card"
        assert isinstance(scene.reader.status(), CardAwaited)


def test_an_old_list_becomes_a_new_one_by_keys_alone(scene: Scene) -> None:
    REACH["old-list-changed"](scene)
    scene.keys_to("shell.back")
    assert scene.shell.screen() == "oldlist"
    scene.keys_to("oldlist.compare")
    scene.keys_to("shell.primary")
    assert scene.shell.screen() == "printing"
    assert scene.reads("请在下面拿纸")


def test_a_printer_that_waits_for_paper_holds_nobody_up(scene: Scene) -> None:
    REACH["old-list-valid"](scene)
    scene.go("checklist")
    scene.tap("shell.primary")
    model = scene.shell._model("printing")
    model.publish(state="held", held=PrinterFault(code="E-PR-01", trouble="no_paper"))
    scene.settle()
    scene.tap("printing.scan")
    assert scene.shell.screen() == "takeaway"


def test_the_paper_is_chosen_by_hand(scene: Scene) -> None:
    REACH["old-list-valid"](scene)
    scene.go("checklist")
    assert scene.reads("打印清单1张")
    scene.tap("checklist.more")
    scene.picture()  # rows find their places when they are painted
    scene.tap("more.paper")
    assert scene.shell.screen() == "checklist"
    assert scene.reads("页")
    assert not scene.reads("打印清单1张")
