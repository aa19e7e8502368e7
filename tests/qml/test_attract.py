"""R0 after a power cut: it says so for two minutes, and never again."""

from collections.abc import Iterator

import pytest

from kiosk import app
from kiosk.bootstrap import Station
from kiosk.ui.layouts import LAYOUTS
from kiosk.ui.screens.attract import POWER_CUT_NOTE_S
from tests.qml.scene import Scene

NOTE = "刚才停过电，之前的回答没有留下"


@pytest.fixture
def cut(station: Station, qapp: object) -> Iterator[Scene]:
    """A kiosk that has started after a power cut, touched by nobody."""
    app.start_qt(station.config.screen)
    shell = app.make_shell(station, LAYOUTS["landscape"], ticking=False, after_power_cut=True)
    scene = Scene(shell, station)
    shell.start()
    scene.settle()
    yield scene
    shell.close()


def test_the_note_goes_after_two_minutes(cut: Scene) -> None:
    assert cut.reads(NOTE)
    cut.pass_time(POWER_CUT_NOTE_S - 1)
    assert cut.reads(NOTE)
    cut.pass_time(61)
    assert not cut.reads(NOTE)


def test_the_note_does_not_come_back(cut: Scene) -> None:
    cut.pass_time(POWER_CUT_NOTE_S)
    cut.shell.frame.finish()
    cut.settle()
    assert cut.shell.screen() == "attract"
    assert not cut.reads(NOTE)


def test_without_a_power_cut_nothing_is_said(scene: Scene) -> None:
    assert not scene.reads(NOTE)
