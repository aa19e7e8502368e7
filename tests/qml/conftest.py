"""One kiosk on the real catalogue for the whole folder: engine and window are reused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk import app
from kiosk.bootstrap import Station
from kiosk.config import Config, Places, SiteConfig
from kiosk.devices.clock import SteppedClock
from kiosk.devices.scripted import ScriptedReader, ScriptedScanner
from kiosk.ui.layouts import LAYOUTS
from kiosk.workshop.build import compile_starter, write_starter
from kiosk.workshop.load import load
from tests.fakes.link import PracticeLink
from tests.fakes.shelf import PracticeShelf
from tests.qml.scene import Scene
from tests.qml.staff_stops import TECHNICIANS
from tests.starters import NOW

ROOT = Path(__file__).resolve().parents[2]
SITE = SiteConfig(
    name="花戏楼社区便民服务站",
    region="341602",
    phone="0558-1234567",
    hours="8:30–12:00，14:30–17:30",
    nearest="汤陵街道便民服务中心",
)


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """The real parts over a data folder of their own, on a clock that stands still."""
    starter = tmp_path_factory.mktemp("starter")
    write_starter(compile_starter(load(ROOT / "db" / "catalog")), starter)
    data = tmp_path_factory.mktemp("data")
    places = Places(data=data, config=None, starter=starter)
    return Station(
        places,
        Config(site=SITE, technicians=TECHNICIANS),
        clock=SteppedClock(NOW),
        printers_to=tmp_path_factory.mktemp("paper"),
        practice=(ScriptedReader(), ScriptedScanner()),
    )


@pytest.fixture(scope="session")
def _scene(station: Station, qapp: object) -> Iterator[Scene]:
    app.start_qt(station.config.screen)
    link, shelf = PracticeLink(), PracticeShelf()
    shell = app.make_shell(station, LAYOUTS["landscape"], ticking=False, link=link, shelf=shelf)
    scene = Scene(shell, station, link, shelf)
    yield scene
    shell.close()


@pytest.fixture
def scene(_scene: Scene) -> Iterator[Scene]:
    """The kiosk at R0 in landscape, normal, light; the visit of the test before is wiped."""
    _scene.restart()
    yield _scene
    _scene.settle()
    assert not _scene.bugs, f"the kiosk met a bug: {_scene.bugs}"
