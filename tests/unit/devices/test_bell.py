import os
from pathlib import Path

import pytest

from kiosk.devices.bell import CommandBell, silent_because


def test_without_a_player_there_is_no_sound(tmp_path: Path) -> None:
    assert not CommandBell(tmp_path / "bell.wav", ("no-such-player",)).ring()


def test_a_player_gets_the_sound_and_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The player hangs until it is told to go on: `ring` returned long before."""
    os.mkfifo(tmp_path / "gate")
    player = tmp_path / "player"
    player.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/rung\nread line < {tmp_path}/gate\n')
    player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    bell = CommandBell(tmp_path / "bell.wav", ("no-such-player", "player"))
    assert bell.ring()
    assert bell.ring()  # still ringing: no second player
    (tmp_path / "gate").write_text("go on\n")
    assert bell._ringing is not None
    bell._ringing.wait()
    assert (tmp_path / "rung").read_text() == f"{tmp_path}/bell.wav\n"


def test_why_a_machine_is_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = tmp_path / "cards"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "没有放声音的程序（player）" in str(silent_because(("player",), cards, "linux"))
    player = tmp_path / "player"
    player.write_text("#!/bin/sh\n")
    player.chmod(0o755)
    assert silent_because(("player",), cards, "linux") == "没有声卡"
    cards.write_text(" 0 [PCH ]: HDA-Intel\n")
    assert silent_because(("player",), cards, "linux") is None
    assert silent_because(("player",), tmp_path / "none", "darwin") is None
