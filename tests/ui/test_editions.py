"""A newer edition on a kiosk with its window open: the next visit has it, an open one does not."""

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication

from kiosk.app import make_shell, start_qt, window_display
from kiosk.bootstrap import Station
from kiosk.config import Config, Places
from kiosk.devices.clock import SteppedClock
from kiosk.domain.topic import Topic
from kiosk.ports.packs import Taken
from kiosk.store.catalog_build import built
from kiosk.ui.shell import Shell
from tests.shard_packs import PackMaker, a_city, snapshot
from tests.starters import NOW, write_starter
from tests.ui.conftest import SITE

DEADLINE_S = 20


@pytest.fixture
def station(tmp_path: Path, qapp: object) -> Station:
    write_starter(tmp_path / "starter")
    places = Places(data=tmp_path / "data", config=None, starter=tmp_path / "starter")
    station = Station(places, Config(site=SITE), clock=SteppedClock(NOW))
    station.intake._build = built
    return station


@pytest.fixture
def shell(station: Station) -> Iterator[Shell]:
    start_qt(station.config.screen)
    shell = make_shell(station, window_display(station.config.screen), ticking=False)
    shell.window.show()
    shell.start()
    settle(shell)
    yield shell
    shell.close()


def settle(shell: Shell) -> None:
    until = time.monotonic() + DEADLINE_S
    QCoreApplication.processEvents()
    while not shell.quiet:
        assert time.monotonic() < until
        QCoreApplication.processEvents()
    QCoreApplication.processEvents()


def publish(station: Station, folder: Path, version: int, plain: str) -> None:
    """Take an edition in whose first topic has another name."""
    docs = a_city(str(version + 10))
    topic = msgspec.json.decode(docs["topic/id-card"], type=Topic)
    changed = msgspec.structs.replace(topic, plain=plain)
    docs["topic/id-card"] = msgspec.json.encode(changed)
    packs = PackMaker(folder / "packs")
    taken = snapshot(packs.full(docs, version), edition=str(version + 10))
    assert station.intake.take(taken, NOW + dt.timedelta(hours=1)) == Taken()


def invited(shell: Shell) -> list[str]:
    """Return what R0 shows."""
    assert shell.screen() == "attract"
    topics: list[str] = shell._model("attract").topics  # type: ignore[attr-defined]
    return topics


def test_nobody_there_sees_the_new_edition_at_the_next_tick(
    shell: Shell, station: Station, tmp_path: Path
) -> None:
    assert invited(shell)[0] == "身份证"
    publish(station, tmp_path, 1, "新的身份证")
    shell.tick()
    settle(shell)
    assert invited(shell)[0] == "新的身份证"
    before = shell._model("attract")
    shell.tick()
    settle(shell)
    assert shell._model("attract") is before


def test_an_open_visit_ends_on_the_edition_it_began_with(
    shell: Shell, station: Station, tmp_path: Path
) -> None:
    shell.router.push("home")
    settle(shell)
    began = shell._services
    publish(station, tmp_path, 1, "新的身份证")
    for _ in range(3):
        shell.tick()
        settle(shell)
    assert shell.screen() == "home"
    assert shell._services is began
    assert began.menu.topics()[0].plain == "身份证"
    assert began.browse.topics()[0].plain == "身份证"
    assert began.guidance.guide("id-card", "341602", NOW.date()).topic.plain == "身份证"
    shell.frame.finish()
    settle(shell)
    assert invited(shell)[0] == "新的身份证"
    services = shell._services
    assert services.browse.topics()[0].plain == "新的身份证"
    assert services.guidance.guide("id-card", "341602", NOW.date()).topic.plain == "新的身份证"
    assert services.visit is began.visit


def test_a_check_without_change_wipes_nothing(shell: Shell, station: Station) -> None:
    before = shell._model("attract")
    later = NOW + dt.timedelta(days=2)
    station.intake.checked(later)
    shell.tick()
    settle(shell)
    assert shell._model("attract") is before
    assert station.state.checked_at == later
    assert station.store.state().checked_at == later


def test_a_new_file_that_cannot_be_read_leaves_what_there_is(
    shell: Shell, station: Station, tmp_path: Path
) -> None:
    publish(station, tmp_path, 1, "新的身份证")
    (tmp_path / "data" / "catalog.db").write_bytes(b"broken" * 1000)
    shell.tick()
    settle(shell)
    assert invited(shell)[0] == "身份证"
    assert shell._services.browse.topics()[0].plain == "身份证"
