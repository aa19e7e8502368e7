"""Whole visits through the real screens, by touch and by keys: tests/journeys and db/visits."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import rehearsal
from kiosk.bootstrap import Station
from kiosk.cli.visit import read_script
from kiosk.config import Config, Places, ScreenConfig
from kiosk.devices.clock import SteppedClock
from kiosk.ui.script import Played, Script
from tests.starters import NOW
from tests.ui.conftest import ROOT, SITE

SCRIPTS = sorted([*ROOT.glob("tests/journeys/*.yaml"), *ROOT.glob("db/visits/*.yaml")])


@pytest.fixture
def play(places: Places, tmp_path: Path, qapp: object) -> Callable[..., Played]:
    """Play a script, printing and taking pictures into the test's own folder."""

    def play_script(script: Script, layout: str = "landscape") -> Played:
        station = Station(
            places,
            rehearsal.adjusted(Config(site=SITE, screen=ScreenConfig(layout=layout)), script),
            clock=SteppedClock(NOW),
            printers_to=tmp_path,
            papers=script.printers,
            practice=rehearsal.devices(script),
        )
        return rehearsal.play_visit(station, script, tmp_path)

    return play_script


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_visit_ends_as_its_script_says(play, path):
    played = play(read_script(path))
    assert played.failure is None, played.failure.message


def test_the_list_is_printed(play, tmp_path):
    play(read_script(ROOT / "db" / "visits" / "demo.yaml"))
    [paper] = tmp_path.glob("a4-*.pdf")
    assert paper.read_bytes().startswith(b"%PDF")


def test_without_a_printer_nothing_is_printed(play, tmp_path):
    play(read_script(ROOT / "tests" / "journeys" / "no-printer.yaml"))
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize("name", ["card", "old-list"])
@pytest.mark.parametrize("layout", ["portrait", "small"])
def test_cards_and_old_lists_work_in_every_layout(play, name, layout):
    played = play(read_script(ROOT / "db" / "visits" / f"{name}.yaml"), layout)
    assert played.failure is None, played.failure.message
    assert len(played.pictures) >= 6


def test_the_code_on_the_paper_is_read_back(play, tmp_path):
    play(read_script(ROOT / "db" / "visits" / "demo.yaml"))
    [paper] = tmp_path.glob("a4-*.pdf")
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", str(paper), str(tmp_path / "paper")]
    subprocess.run(command, check=True)
    back = tmp_path / "back.yaml"
    back.write_text(
        """
steps:
  - tap: attract.begin
  - tap: home.scan
  - wait: scan
  - scan: paper.png
  - wait: oldlist
  - tap: oldlist.compare
  - wait: changes
  - expect: {text: 这张清单还是对的}
""",
        encoding="utf-8",
    )
    played = play(read_script(back))
    assert played.failure is None, played.failure.message
