"""What every command gets: the station of the command line, and one way to write results.

Which commands exist is `main.py`. Errors are raised, never printed here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kiosk.bootstrap import Station
from kiosk.config import Config, load_config, places
from kiosk.devices.display import missing_display
from kiosk.domain.errors import KioskError
from kiosk.log import EventLog

if TYPE_CHECKING:
    from kiosk.ports.devices import Clock, Device, Paper


class Launch:
    """The command line's `--data` and `--config`, turned into a station when a command asks."""

    def __init__(self, data: Path | None, config: Path | None) -> None:
        self._data = data
        self._config = config

    def missing_display(self) -> str | None:
        """Return why no window can be opened here, or None."""
        return missing_display(os.environ)

    def hide_windows(self) -> None:
        """Let Qt paint without a screen, unless the environment names a platform."""
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    @cached_property
    def station(self) -> Station:
        """The station with its configuration as it is. Raises InputError."""
        return self.make()

    def make(
        self,
        *,
        adjust: Callable[[Config], Config] = lambda config: config,
        clock: Clock | None = None,
        printers_to: Path | None = None,
        papers: tuple[Paper, ...] = ("a4", "receipt"),
        practice: tuple[Device, ...] = (),
    ) -> Station:
        """Return a station that the command line changes. Raises InputError."""
        found = places(self._data, self._config, os.environ)
        return Station(
            found,
            adjust(load_config(found.config)),
            clock=clock,
            printers_to=printers_to,
            papers=papers,
            practice=practice,
            notify=lambda sentence: click.echo(f"提示：{sentence}", err=True),
        )

    def log(self) -> EventLog:
        """Return the log, in its usual place when the configuration cannot be read."""
        try:
            return self.station.log
        except KioskError:
            return Station(places(self._data, None, os.environ), Config()).log


pass_launch = click.make_pass_decorator(Launch)
as_json_option = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档")


def show(text: str) -> None:
    """Write one result for people; what the terminal cannot show becomes a question mark."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding))


def show_json(document: object) -> None:
    """Write one JSON document, UTF-8 whatever the terminal speaks."""
    click.echo(msgspec.json.encode(document))
