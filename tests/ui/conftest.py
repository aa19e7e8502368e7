"""One station on the repository's catalogue for the view models and the journeys."""

from pathlib import Path

import pytest

from kiosk.bootstrap import Station
from kiosk.config import Config, Places, SiteConfig
from kiosk.devices.clock import SteppedClock
from kiosk.workshop.build import compile_starter, write_starter
from kiosk.workshop.load import load
from tests.starters import NOW

ROOT = Path(__file__).resolve().parents[2]
SITE = SiteConfig(name="花戏楼社区便民服务站", region="341602", phone="0558-0000000")


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A data folder whose starter is the repository's catalogue."""
    starter = tmp_path_factory.mktemp("starter")
    write_starter(compile_starter(load(ROOT / "db" / "catalog")), starter)
    return Places(data=tmp_path_factory.mktemp("data"), config=None, starter=starter)


@pytest.fixture
def station(places: Places, tmp_path: Path) -> Station:
    """The real parts on a clock that stands still, printing into the test's folder."""
    return Station(places, Config(site=SITE), clock=SteppedClock(NOW), printers_to=tmp_path)
