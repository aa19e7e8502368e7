"""The badge and what it leads to: absent, not dead; and true at any moment."""

from kiosk.ui.device_cards import LOOKS
from kiosk.ui.keys import tappables
from tests.qml.scene import Scene
from tests.qml.staff_stops import board


def cut_off(scene: Scene, waiting: int = 0) -> None:
    scene.link.lose(waiting=waiting)
    scene.shell.tick()
    scene.settle()


def test_a_kiosk_in_touch_has_no_badge(scene: Scene) -> None:
    scene.tap("attract.begin")
    assert "shell.offline" not in scene.names()
    assert not scene.reads("没联网")


def test_the_badge_comes_and_goes_with_the_network(scene: Scene) -> None:
    scene.tap("attract.begin")
    cut_off(scene)
    assert scene.reads("没联网·能用")
    scene.link.mend()
    scene.shell.tick()
    scene.settle()
    assert "shell.offline" not in {item.objectName() for item in tappables(scene.root())}


def test_what_waits_is_true_while_it_is_looked_at(scene: Scene) -> None:
    scene.tap("attract.begin")
    cut_off(scene, waiting=2)
    scene.tap("shell.offline")
    assert scene.shell.screen() == "offline" and scene.reads("还有2件没送到")
    assert "shell.offline" not in scene.names()
    scene.link.lose(waiting=1)
    scene.pass_time(1)
    scene.look("offline")
    assert scene.reads("还有1件没送到")
    scene.link.mend()
    scene.pass_time(1)
    scene.look("offline")
    assert scene.reads("已经联网了") and scene.reads("没有等着送的")
    scene.tap("shell.primary")
    assert scene.shell.screen() == "home"


def test_a_kiosk_that_takes_no_filings_says_why_also_online(scene: Scene) -> None:
    scene.tap("attract.begin")
    scene.link.stop("中心停用了它")
    scene.shell.tick()
    scene.settle()
    assert scene.reads("不收件·能用") and not scene.reads("没联网")
    scene.tap("shell.offline")
    assert scene.reads("这台机器先不收件") and scene.reads("中心停用了它")
    assert "shell.offline" not in scene.names()
    scene.link.mend()
    scene.pass_time(1)
    scene.look("offline")
    assert not scene.reads("不收件")
    scene.tap("shell.primary")
    assert "shell.offline" not in scene.names()


def test_the_badge_keeps_the_answers(scene: Scene) -> None:
    scene.tap("attract.begin")
    scene.go("topics")
    cut_off(scene)
    scene.tap("shell.offline")
    scene.tap("shell.back")
    assert scene.shell.screen() == "topics"


def test_screens_count_visits_lists_and_searches_without_result(scene: Scene) -> None:
    tally = scene.shell._services.tally
    tally.take()
    scene.tap("attract.begin")
    scene.tap("home.find")
    for letter in "qqqzx":
        scene.tap(f"search.key.{letter}")
    scene.tap("shell.back")
    assert tally.take() == ("visits", "misses")


def test_the_journal_is_told_what_a_technician_does(scene: Scene) -> None:
    board(scene)
    assert scene.link.audited[-1] == ("entered", {"pin": "zhang"})
    scene.tap("shell.back")
    assert scene.link.audited[-1] == ("left", {"pin": "zhang"})


def test_the_board_has_cards_for_hub_journal_and_key() -> None:
    named = {key: look.title for key, look in LOOKS.items() if key in ("hub", "journal", "seal")}
    assert named == {"hub": "中心", "journal": "日志", "seal": "密封钥匙"}
