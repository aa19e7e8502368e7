"""A shell and a player in this process, for benchmarks that touch the real screens."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import datetime as dt

from msgspec.structs import replace

import kiosk.app as app
from kiosk.cli.context import Launch
from kiosk.cli.visit import read_script
from kiosk.config import Config
from kiosk.devices.clock import SteppedClock
from kiosk.rehearsal import PlayedStage
from kiosk.ui.script import Script, Shot

DEMO = Path(__file__).resolve().parent.parent / "db" / "visits" / "demo.yaml"
NOON = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)


def demo() -> Script:
    """Return the demonstration visit without its pictures."""
    script = read_script(DEMO)
    steps = tuple(step for step in script.steps if not isinstance(step, Shot))
    return Script(file=script.file, printers=script.printers, region=script.region, steps=steps)


def in_landscape(config: Config) -> Config:
    """Return the configuration for 1920×1080 without fades, which would only wait."""
    return replace(config, screen=replace(config.screen, layout="landscape", reduce_motion=True))


def a_stage(data: Path | None = None) -> tuple[app.Shell, PlayedStage]:
    """Return a started shell at 1920×1080 and the stage that a player plays on.

    Args:
        data: the data folder; None: a new one, which gets the shipped catalogue.
    """
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    station = Launch(data or folder, None).make(
        adjust=in_landscape,
        clock=SteppedClock(NOON),
        printers_to=folder / "paper",
        papers=("a4",),
    )
    app.start_qt(station.config.screen)
    shell = app.make_shell(station, app.window_display(station.config.screen), ticking=False)
    shell.window.show()
    shell.start()
    return shell, PlayedStage(station, shell)
