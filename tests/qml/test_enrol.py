"""Enrolling on the technician's screen: the code of a real hub under the scanner."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk import app, maintenance
from kiosk.bootstrap import Station
from kiosk.config import Config, Places
from kiosk.devices.clock import SteppedClock
from kiosk.devices.scripted import ScriptedScanner
from kiosk.store.journal_glance import glance
from kiosk.ui.layouts import LAYOUTS
from tests.live_hub import Listening, listening
from tests.qml.conftest import SITE
from tests.qml.scene import Scene
from tests.qml.staff_stops import TECHNICIANS, board
from tests.starters import NOW

PATIENCE_MS = 20_000
CARD = "device.test.enrol"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


@pytest.fixture
def new(station: Station, tmp_path: Path, qapp: object) -> Iterator[Scene]:
    """A kiosk with a scanner that is not enrolled, a technician before 中心."""
    data = tmp_path / "data"
    own = Station(
        Places(data=data, config=None, starter=station.places.starter),
        Config(site=SITE, technicians=TECHNICIANS),
        clock=SteppedClock(NOW),
        printers_to=tmp_path,
        practice=(ScriptedScanner(),),
    )
    app.start_qt(own.config.screen)
    shell = app.make_shell(own, LAYOUTS["landscape"], ticking=False)
    scene = Scene(shell, own)
    shell.start()
    scene.settle()
    board(scene)
    # A scripted scanner makes it a rehearsal, which never enrols by itself.
    care = shell._services.care._part  # type: ignore[union-attr]
    care._enrol = lambda text: maintenance.enrolled(own, text)
    scene.go("device", "hub")
    yield scene
    shell.close()
    assert not scene.bugs


def scanned(scene: Scene, text: str, qtbot: QtBot, says: str) -> None:
    """Touch 登记, hold a code to the scanner, wait for what becomes of it."""
    scene.tap(CARD)
    assert scene.reads("请扫中心给的登记码")
    scene.scanner.show(text)
    scene.look("device")
    qtbot.waitUntil(lambda: scene.reads(says), timeout=PATIENCE_MS)
    scene.settle()


def test_the_code_of_a_hub_enrols_the_machine(new: Scene, hub: Listening, qtbot: QtBot) -> None:
    token = hub.typed_token()
    scanned(new, f"kiosk enrol --hub {hub.origin} --token {token}", qtbot, "登记好了：机器 0042017")
    with glance(new.station.data / "journal.db") as journal:
        assert journal.meta("kiosk_no") == "42017" and journal.meta("origin") == hub.origin
    new.pass_time(3)
    new.look("device")
    assert CARD not in new.names()  # once is enough
    assert new.reads("机器 0042017")
    log = (new.station.data / "log" / "kiosk.jsonl").read_text("utf-8")
    assert "technician.kiosk.enrolled" in log and token[:32] not in log


def test_another_code_is_refused_in_words(new: Scene, qtbot: QtBot) -> None:
    scanned(new, "https://example.com/zhang", qtbot, "这不是登记用的码")
    assert CARD in new.names() and not new.reads("example.com")


def test_a_token_of_another_hub_leaves_nothing_behind(
    new: Scene, hub: Listening, qtbot: QtBot
) -> None:
    token = hub.typed_token()
    foreign = token[:33] + ("0" if token[33] != "0" else "1") + token[34:]
    scanned(new, f"{hub.origin} {foreign}", qtbot, "这不是登记码上的那个中心")
    assert CARD in new.names()
    scanned(new, f"{hub.origin} {token}", qtbot, "登记好了")


def test_a_rehearsal_and_a_kiosk_without_scanner_offer_nothing(scene: Scene) -> None:
    board(scene)
    scene.go("device", "hub")
    assert CARD not in scene.names()
