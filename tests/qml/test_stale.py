"""E-CT-01: a list from a catalogue that nobody has checked for 30 days says so, once a visit."""

import datetime as dt
from collections.abc import Iterator

import pytest

from kiosk import app
from kiosk.bootstrap import Station
from kiosk.devices.clock import SteppedClock
from kiosk.domain.hours import CHINA
from kiosk.ui.layouts import LAYOUTS
from tests.qml.flow_stops import RESTAURANT, _enquiry
from tests.qml.scene import Scene

DAY_S = 24 * 60 * 60


@pytest.fixture
def kiosk(station: Station, qapp: object) -> Iterator[Scene]:
    """The kiosk on the catalogue of `station`, with a clock of its own."""
    clock = SteppedClock(station.state.checked_at)
    own = Station(station.places, station.config, clock=clock)
    app.start_qt(own.config.screen)
    shell = app.make_shell(own, LAYOUTS["landscape"], ticking=False)
    scene = Scene(shell, own)
    shell.start()
    scene.settle()
    yield scene
    shell.close()


def open_list(kiosk: Scene) -> None:
    kiosk.tap("attract.begin")
    _enquiry(kiosk, "open-restaurant", RESTAURANT)
    kiosk.go("checklist")


def test_after_thirty_days_the_list_warns_and_leads_on(kiosk: Scene) -> None:
    checked_on = kiosk.station.state.checked_at.astimezone(CHINA)
    kiosk.clock.pass_time(30 * DAY_S)
    open_list(kiosk)
    assert kiosk.shell.screen() == "fault"
    assert kiosk.reads("E-CT-01")
    assert kiosk.reads("清单可能不是最新")
    assert kiosk.reads(f"{checked_on.month}月{checked_on.day}日更新的。要紧事请问窗口。")
    assert {"fault.way.continue", "fault.way.staff"} <= kiosk.names()
    kiosk.tap("fault.way.continue")
    assert kiosk.shell.screen() == "checklist"


def test_it_is_said_once_a_visit(kiosk: Scene) -> None:
    kiosk.clock.pass_time(30 * DAY_S)
    open_list(kiosk)
    kiosk.tap("fault.way.continue")
    kiosk.tap("checklist.have")
    kiosk.tap("shell.back")
    assert kiosk.shell.screen() == "checklist"
    kiosk.shell.frame.finish()
    kiosk.settle()
    open_list(kiosk)
    assert kiosk.reads("E-CT-01")


def test_help_comes_before_the_list(kiosk: Scene) -> None:
    kiosk.clock.pass_time(30 * DAY_S)
    open_list(kiosk)
    kiosk.tap("fault.way.staff")
    assert kiosk.shell.screen() == "staff"
    kiosk.tap("staff.back")
    kiosk.tap("fault.way.continue")
    assert kiosk.shell.screen() == "checklist"


def test_a_catalogue_of_29_days_is_fresh(kiosk: Scene) -> None:
    kiosk.clock.pass_time(30 * DAY_S - dt.timedelta(minutes=1).total_seconds())
    open_list(kiosk)
    assert kiosk.shell.screen() == "checklist"
