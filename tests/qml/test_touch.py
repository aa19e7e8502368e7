"""What counts as a tap (ux.md §2), with real touch events; and UX-6, the storm."""

import os
import random

import pytest
from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtTest import QTest

from kiosk.ui.layouts import LAYOUTS
from kiosk.ui.touch import is_palm
from tests.qml.scene import Scene, Variant, box

STORM_TAPS = int(os.environ.get("KIOSK_STORM_TAPS", "3600"))
"""`make faults` sets more."""


@pytest.fixture
def search(scene: Scene) -> Scene:
    """The letter pad: every accepted tap writes a letter."""
    scene.tap("attract.begin")
    scene.tap("home.find")
    scene.clock.pass_time(1)
    return scene


def typed(scene: Scene) -> str:
    scene.settle()
    return str(scene.shell.router.front().property("query"))


def middle(scene: Scene, name: str) -> QPointF:
    return box(scene.control(name)).center()


def test_a_tap_acts_on_release(search: Scene) -> None:
    at = middle(search, "search.key.s")
    search.press_at(at)
    assert typed(search) == ""
    assert search.control("search.key.s").property("pressed")
    search.release_at(at)
    assert typed(search) == "s"


def test_a_finger_may_slip_four_millimetres(search: Scene) -> None:
    area, mm = box(search.control("search.key.s")), search.px_per_mm()
    edge = QPointF(area.center().x(), area.bottom() + 3.5 * mm)
    search.press_at(area.center())
    search.move_to(edge)
    search.release_at(edge)
    assert typed(search) == "s"


def test_a_finger_that_leaves_means_nothing(search: Scene) -> None:
    area, mm = box(search.control("search.key.s")), search.px_per_mm()
    away = QPointF(area.center().x(), area.bottom() + 6 * mm)
    search.press_at(area.center())
    search.move_to(away)
    search.release_at(away)
    assert typed(search) == ""


def test_landing_two_millimetres_beside_still_hits(search: Scene) -> None:
    area, mm = box(search.control("search.key.s")), search.px_per_mm()
    beside = QPointF(area.right() + 1.5 * mm, area.center().y())
    search.press_at(beside)
    search.release_at(beside)
    assert typed(search) == "s"


def test_a_long_press_is_a_tap(search: Scene) -> None:
    at = middle(search, "search.key.s")
    search.press_at(at)
    search.clock.pass_time(5)
    search.release_at(at)
    assert typed(search) == "s"


@pytest.mark.parametrize(("after_s", "text"), [(0.4, "s"), (0.6, "ss")])
def test_a_double_strike_counts_once(search: Scene, after_s: float, text: str) -> None:
    at = middle(search, "search.key.s")
    for wait_s in (0.0, after_s):
        search.clock.pass_time(wait_s)
        search.press_at(at)
        search.release_at(at)
    assert typed(search) == text


def test_two_keys_in_quick_turn_both_count(search: Scene) -> None:
    for name in ("search.key.s", "search.key.f"):
        search.press_at(middle(search, name))
        search.release_at(middle(search, name))
    assert typed(search) == "sf"


def test_the_first_of_two_fingers_wins(search: Scene) -> None:
    first, second = middle(search, "search.key.s"), middle(search, "search.key.f")
    window, device = search.shell.window, search.device
    QTest.touchEvent(window, device).press(1, first.toPoint(), window).commit()
    QTest.touchEvent(window, device).stationary(1).press(2, second.toPoint(), window).commit()
    assert not search.control("search.key.f").property("pressed")
    QTest.touchEvent(window, device).stationary(1).release(2, second.toPoint(), window).commit()
    QTest.touchEvent(window, device).release(1, first.toPoint(), window).commit()
    assert typed(search) == "s"


@pytest.mark.parametrize(("after_s", "screen"), [(0.2, "home"), (0.4, "search")])
def test_nothing_counts_right_after_a_screen_change(
    scene: Scene, after_s: float, screen: str
) -> None:
    scene.tap("attract.begin")
    scene.clock.pass_time(after_s)
    at = middle(scene, "home.find")
    scene.press_at(at)
    scene.release_at(at)
    scene.settle()
    assert scene.shell.screen() == screen


@pytest.mark.parametrize(("width_mm", "palm"), [(41, True), (39, False)])
def test_a_palm_is_told_by_its_width(width_mm: float, palm: bool) -> None:
    assert is_palm(QSizeF(20, width_mm) * 4, 4) is palm


def test_a_dead_button_does_nothing(scene: Scene) -> None:
    scene.tap("attract.begin")
    card = scene.control("home.find")
    card.setEnabled(False)
    at = box(card).center()
    scene.clock.pass_time(1)
    scene.press_at(at)
    scene.release_at(at)
    scene.settle()
    assert scene.shell.screen() == "home"
    card.setEnabled(True)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_storm_of_taps_leaves_a_kiosk_that_works(scene: Scene, layout: str) -> None:
    """3,600 taps at random places, 50 ms apart on the stepped clock: 20 a second."""
    scene.show(Variant(layout=layout, size="normal", theme="light"))
    dice = random.Random(layout)  # noqa: S311  repeatable, no secret
    window = scene.shell.window
    for _ in range(STORM_TAPS):
        at = QPointF(dice.uniform(0, window.width()), dice.uniform(0, window.height()))
        scene.press_at(at)
        scene.release_at(at)
        scene.clock.pass_time(dice.choice((0.05, 0.05, 0.05, 0.6)))
        if not scene.shell.quiet:
            scene.settle()
    scene.settle()
    assert not scene.bugs
    scene.restart()
    scene.tap("attract.begin")
    assert scene.shell.screen() == "home"


def test_the_storm_would_notice_a_bug(scene: Scene) -> None:
    scene.tap("attract.begin")
    scene.shell.tasks.run(lambda: 1 // 0)
    scene.settle()
    assert [type(bug) for bug in scene.bugs] == [ZeroDivisionError]
    assert scene.shell.screen() == "fault"
    assert scene.reads("出了点小问题")
    scene.bugs.clear()
