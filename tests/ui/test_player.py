import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QImage
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.ui.player import Missed, Player
from kiosk.ui.script import (
    Card,
    Expect,
    Hold,
    Pass,
    Press,
    Printer,
    Scan,
    Script,
    Shot,
    Tap,
    Type,
    Wait,
)

SCENE = """
import QtQuick
import QtQuick.Controls.Basic
Window {
    id: root
    width: 400; height: 300; visible: true
    property string place: "home"
    property string touched: ""
    Button {
        objectName: "home.go.a"; x: 20; y: 20; width: 120; height: 60; text: "开始办事"
        visible: root.place === "home"
        onClicked: opening.start()
    }
    Timer { id: opening; interval: 120; onTriggered: root.place = "list" }
    Item {
        anchors.fill: parent
        visible: root.place === "list"
        Text { x: 20; y: 20; text: "要带<b>5样</b>" }
        onVisibleChanged: field.forceActiveFocus()
        TextInput { id: field; objectName: "list.field"; x: 20; y: 60; width: 100; height: 20 }
        Button {
            objectName: "list.dead"; enabled: false; x: 20; y: 100; width: 90; height: 40
            text: "打印"
        }
        TapHandler {
            acceptedDevices: PointerDevice.TouchScreen
            onTapped: root.touched = "touch"
        }
        Text { x: 900; y: 20; text: "画面外" }
    }
}
"""


class OneWindow:
    def __init__(self, window: QQuickWindow):
        self._window = window
        self.printers = ""
        self.befell = []
        self.seconds = 0

    def window(self):
        return self._window

    def screen(self):
        return self._window.property("place")

    def busy(self):
        return False

    def set_printers(self, state):
        self.printers = state

    def set_card(self, card):
        self.befell.append(card.laid)

    def show_code(self, text):
        self.befell.append(text)

    def pass_time(self, seconds):
        self.seconds += seconds


@pytest.fixture
def stage(qapp):
    engine = QQmlApplicationEngine()
    engine.loadData(SCENE.encode(), QUrl("scene.qml"))
    yield OneWindow(engine.rootObjects()[0])
    engine.deleteLater()


def script(*steps):
    return Script(file="a.yaml", steps=steps)


def test_a_visit_by_touch_and_keys_ends_with_its_pictures(stage, tmp_path):
    played = Player(stage, tmp_path).play(
        script(
            Wait(line=1, screen="home"),
            Tap(line=2, target="开始"),
            Wait(line=3, screen="list"),
            Type(line=4, text="sfz"),
            Press(line=5, key="Backspace"),
            Expect(line=6, text="5样"),
            Expect(line=7, gone="开始办事"),
            Printer(line=8, state="E-PR-01"),
            Pass(line=9, seconds=30),
            Shot(line=10, name="list"),
        )
    )
    assert played.failure is None
    assert stage.window().findChild(QObject, "list.field").property("text") == "sf"
    assert (stage.printers, stage.seconds) == ("E-PR-01", 34)
    assert QImage(str(tmp_path / "list.png")).width() == 400
    assert played.pictures == (str(tmp_path / "list.png"),)


def test_taps_are_touches(stage, tmp_path):
    player = Player(stage, tmp_path)
    player.play(script(Tap(line=1, target="home.go.a"), Wait(line=2, screen="list")))
    player.perform(Tap(line=3, target="要带5样"))
    assert stage.window().property("touched") == "touch"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Expect(line=3, text="要带9样"), "屏幕上没有“要带9样”"),
        (Expect(line=3, text="画面外"), "屏幕上没有“画面外”"),
        (Expect(line=3, gone="5样"), "屏幕上还有“5样”"),
        (Wait(line=3, screen="finish"), "没有等到“finish”"),
        (Tap(line=3, target="打印"), "找不到能点的“打印”"),
        (Tap(line=3, target="home.go.a"), "找不到能点的"),
        (Press(line=3, key="Any"), "没有“Any”这个键"),
    ],
)
def test_a_failed_step_says_where_and_what_was_there(stage, tmp_path, step, said):
    go = (Tap(line=1, target="home.go.a"), Wait(line=2, screen="list"))
    played = Player(stage, tmp_path, deadline_s=0.4).play(script(*go, step))
    assert said in played.failure.message
    assert played.failure.message.startswith("a.yaml:3：")
    assert QImage(played.failure.picture).width() == 400


def test_a_picture_that_cannot_be_kept_fails_the_visit(stage, tmp_path):
    (tmp_path / "list.png").mkdir()
    with pytest.raises(Missed, match="存不下"):
        Player(stage, tmp_path).perform(Shot(line=1, name="list"))


def test_cards_and_codes_are_handed_on(stage, tmp_path):
    played = Player(stage, tmp_path).play(
        script(Card(line=1, laid="reading"), Scan(line=2, text="K1:AB"), Card(line=3, laid="away"))
    )
    assert played.failure is None
    assert stage.befell == ["reading", "K1:AB", "away"]


def test_a_hold_lasts_its_seconds_on_the_visits_clock(stage, tmp_path):
    player = Player(stage, tmp_path, deadline_s=0.4)
    player.perform(Hold(line=1, target="home.go.a"))
    assert stage.seconds == 7
    player.perform(Wait(line=2, screen="list"))
    with pytest.raises(Missed, match="屏幕上没有"):
        player.perform(Hold(line=3, target="home.go.a"))
