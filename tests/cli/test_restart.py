"""A technician's change takes effect: the window starts anew with what was written."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kiosk.cli import station
from kiosk.ui import shell
from tests.cli.conftest import Outcome


def test_the_window_starts_anew_with_what_was_written(
    data: Path, kiosk: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []

    def run_app(made: Any, **_: object) -> int:
        seen.append(made.config.devices)
        (data / "config.toml").write_text(
            '[devices.a4]\ndriver = "file"\nfolder = "out"\n', "utf-8"
        )
        return shell.RESTART if len(seen) == 1 else 0

    monkeypatch.setattr(station, "window_app", lambda *_: SimpleNamespace(run_app=run_app))
    monkeypatch.setattr("kiosk.cli.context.Launch.missing_display", lambda self: None)
    assert kiosk("run").code == 0
    assert seen == [{}, {"a4": {"driver": "file", "folder": "out"}}]
    assert station.RESTART == shell.RESTART
