"""UX-7: the kiosk by keys alone."""

from PySide6.QtCore import Qt

from tests.qml.scene import Scene


def test_the_ring_shows_for_keys_and_not_for_fingers(scene: Scene) -> None:
    scene.tap("attract.begin")
    assert not scene.shell.rules.keyboard
    scene.key(Qt.Key.Key_Down)
    assert scene.shell.rules.keyboard
    assert scene.shell.keys.focused() is not None
    scene.tap("home.find")
    assert not scene.shell.rules.keyboard


def test_a_way_by_keys_alone(scene: Scene) -> None:
    scene.keys_to("attract.begin")
    assert scene.shell.screen() == "home"
    scene.keys_to("home.find")
    assert scene.shell.screen() == "search"
    scene.keys_to("search.key.s")
    assert scene.shell.router.front().property("query") == "s"
    scene.key(Qt.Key.Key_Escape)
    assert scene.shell.screen() == "home"
    scene.keys_to("shell.help")
    scene.keys_to("help.larger")
    assert scene.shell.screen() == "display"


def test_escape_on_r0_does_nothing(scene: Scene) -> None:
    scene.key(Qt.Key.Key_Escape)
    assert scene.shell.screen() == "attract"


def test_page_keys_turn_pages(scene: Scene) -> None:
    scene.tap("attract.begin")
    scene.tap("home.find")
    for letter in "sfz":
        scene.tap(f"search.key.{letter}")
    model = scene.shell.router.front()
    if model.property("pages") > 1:
        scene.key(Qt.Key.Key_PageDown)
        assert model.property("page") == 1
        scene.key(Qt.Key.Key_PageUp)
    assert model.property("page") == 0


def test_holding_a_key_down_presses_once(scene: Scene) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QKeyEvent

    scene.tap("attract.begin")
    scene.tap("home.find")
    scene.keys_to("search.key.s")
    for _ in range(5):
        scene.clock.pass_time(1)
        repeat = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True, 1
        )
        QCoreApplication.sendEvent(scene.shell.window, repeat)
    scene.settle()
    assert scene.shell.router.front().property("query") == "s"
