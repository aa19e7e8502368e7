import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.assembly import HubAssembly
from kiosk.bootstrap import Station
from kiosk.config import Config, Places
from kiosk.hub_link import HubLink, link_of, records_of
from kiosk.sync.scheduler import SyncScheduler, SyncWork
from tests.live_hub import listening
from tests.starters import write_starter
from tests.sync.published import a_published_city, publish

SOON_S = 5.0


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubAssembly]:
    """A hub that listens and has published."""
    (tmp_path / "hub").mkdir()
    with listening(tmp_path / "hub") as found:
        publish(found.assembly, tmp_path / "compiled", a_published_city())
        yield found.assembly


@pytest.fixture
def station(tmp_path: Path) -> Station:
    write_starter(tmp_path / "starter")
    places = Places(data=tmp_path / "kiosk", starter=tmp_path / "starter", config=None)
    return Station(places, Config())


def test_a_change_published_is_there_within_five_seconds(
    hub: HubAssembly, station: Station, tmp_path: Path
) -> None:
    records = records_of(station)
    link = link_of(station, records, hub.config.origin)
    site = hub.sites.add_site("花戏楼", "341602", "test")
    link.enrol(hub.token(site.site_id, "test", None).token)
    bugs: list[Exception] = []
    scheduler = SyncScheduler(_work(link, bugs), every_s=900)
    scheduler.start()
    try:
        assert _seconds_until(station, "办执照") < 10
        visit = station.editions.edition
        time.sleep(1.5)  # the feed is held open again
        publish(hub, tmp_path / "compiled", a_published_city(licence="换了说法"))
        assert _seconds_until(station, "换了说法") < SOON_S
        assert station.editions.edition is not visit
        assert visit.store.service("licence").plain == "办执照"
        assert visit.store.state().edition != station.store.state().edition
    finally:
        scheduler.close()
        link.close()
        records.close()
    assert not bugs
    assert station.intake.current() is not None
    assert threading.active_count() < 20


def _work(link: HubLink, bugs: list[Exception]) -> SyncWork:
    held = link.held_feed()
    return SyncWork(
        run_pass=link.run_pass,
        receive=lambda wait_s: held.receive(wait_s, time.time_ns() // 1_000_000),
        waiting=lambda: 0,
        stopped=lambda: None,
        now_ms=lambda: time.time_ns() // 1_000_000,
        random=lambda: 0.0,
        failed=bugs.append,
    )


def _seconds_until(station: Station, plain: str) -> float:
    """Return how long it takes until the next visit would read this."""
    began = time.monotonic()
    while time.monotonic() - began < 20:
        station.editions.turn()
        if station.store.service("licence").plain == plain and station.intake.here():
            break
        time.sleep(0.05)
    return time.monotonic() - began
