"""Our own mistakes: E-SY-01, the visit wiped, a reference in the log, nothing told to strangers."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk import app
from kiosk.bootstrap import Station
from kiosk.config import Config, Places
from kiosk.devices.clock import SteppedClock
from kiosk.log import LOG_FILE
from kiosk.ui.layouts import LAYOUTS
from kiosk.ui.router import Router
from kiosk.ui.scene import texts
from tests.qml.conftest import SITE
from tests.qml.flow_stops import RESTAURANT, _enquiry
from tests.qml.scene import Scene
from tests.starters import NOW

TYPED = "王小明110101199001011234"
Break = Callable[[Scene, pytest.MonkeyPatch], None]


class Broken(Exception):
    """What no part of the program foresees."""


@pytest.fixture
def kiosk(station: Station, tmp_path: Path, qapp: object) -> Iterator[Scene]:
    """The kiosk as `kiosk run` shows it, in the middle of a visit, with a log of its own."""
    places = Places(data=tmp_path, config=None, starter=station.places.starter)
    own = Station(places, Config(site=SITE), clock=SteppedClock(NOW), printers_to=tmp_path)
    app.start_qt(own.config.screen)
    shell = app.make_shell(own, LAYOUTS["landscape"], ticking=False)
    log_bug = shell._on_bug
    scene = Scene(shell, own)
    shell._on_bug = log_bug
    with app.caught(own, shell):
        shell.start()
        scene.settle()
        scene.tap("attract.begin")
        _enquiry(scene, "open-restaurant", RESTAURANT)
        yield scene
    shell.close()


def in_a_slot(kiosk: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Break what a touch does."""
    push = Router.push

    def broken(self: Router, name: str, arg: object = None) -> None:
        if name == "search":
            raise Broken(TYPED)
        push(self, name, arg)

    monkeypatch.setattr(Router, "push", broken)
    kiosk.tap("home.find")


def in_a_view_model(kiosk: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Break what a screen does when it is entered."""
    model = type(kiosk.shell._model("search"))

    def broken(self: object, arg: object) -> None:
        raise Broken(TYPED)

    monkeypatch.setattr(model, "enter", broken)
    kiosk.tap("home.find")


def on_the_work_thread(kiosk: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Break what a screen waits for."""

    def broken(query: str) -> None:
        raise Broken(TYPED)

    monkeypatch.setattr(kiosk.station.browse, "search", broken)
    kiosk.tap("home.find")
    kiosk.tap("search.key.s")


@pytest.mark.parametrize("break_it", [in_a_slot, in_a_view_model, on_the_work_thread])
def test_a_bug_wipes_and_leads_on(
    kiosk: Scene,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    break_it: Break,
) -> None:
    visit = kiosk.shell._services.visit
    assert visit.enquiry is not None
    break_it(kiosk, monkeypatch)
    assert kiosk.shell.screen() == "fault"
    assert kiosk.reads("出了点小问题")
    assert kiosk.reads("E-SY-01")
    assert visit.enquiry is None
    shown = "".join(texts(kiosk.root()))
    assert not [word for word in ("Traceback", "Broken", TYPED, ".py") if word in shown]
    monkeypatch.undo()
    kiosk.tap("fault.way.home")
    assert kiosk.shell.screen() == "home"
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("break_it", [in_a_slot, in_a_view_model, on_the_work_thread])
def test_a_bug_leaves_a_reference_and_no_word_of_the_visit(
    kiosk: Scene,
    monkeypatch: pytest.MonkeyPatch,
    break_it: Break,
) -> None:
    break_it(kiosk, monkeypatch)
    written = (kiosk.station.data / "log" / LOG_FILE).read_text("utf-8")
    lines = [msgspec.json.decode(line) for line in written.splitlines()]
    [failure] = [line for line in lines if line["event"] == "program.failure"]
    assert re.fullmatch(r"\d{4}-\d{6}", failure["reference"])
    assert "Broken" in failure["cause_0"]
    assert "test_crash.py" in failure["cause_0"]
    assert not [word for word in (TYPED, "王小明", "110101") if word in written]


def test_the_fault_screen_too_is_left_alone_for_three_minutes_only(
    kiosk: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_slot(kiosk, monkeypatch)
    monkeypatch.undo()
    kiosk.pass_time(225)
    assert kiosk.shell.screen() == "attract"
