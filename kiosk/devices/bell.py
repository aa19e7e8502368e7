"""A sound that calls for attention, played by the desktop's own player program.

When to ring is the screens' business. There is no sound library: a missing player is an answer.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

PLAYERS = ("pw-play", "paplay", "aplay")
"""Programs that play a WAV file given as their only argument; the first that exists is taken."""


SOUND_CARDS = Path("/proc/asound/cards")


def silent_because(
    players: tuple[str, ...] = PLAYERS, cards: Path = SOUND_CARDS, system: str = sys.platform
) -> str | None:
    """Return why this machine makes no sound, None when it may; only an ear can tell for sure."""
    import shutil

    if not any(map(shutil.which, players)):
        return f"没有放声音的程序（{'、'.join(players)}）"
    if system == "linux" and not cards.is_file():
        return "没有声卡"
    return None


class CommandBell:
    """The port `Bell` on a player program in a process of its own.

    Args:
        sound: a WAV file.
        players: names of player programs, best first.
    """

    def __init__(self, sound: Path, players: tuple[str, ...] = PLAYERS) -> None:
        self._sound = sound
        self._players = players
        self._ringing: Popen[bytes] | None = None

    def ring(self) -> bool:
        """Ring once without waiting; False when this machine cannot make a sound."""
        if self._ringing is not None and self._ringing.poll() is None:
            return True
        import shutil  # here, because the first frame waits for the imports of this module
        import subprocess

        player = next(filter(None, map(shutil.which, self._players)), None)
        if player is None:
            return False
        quiet = subprocess.DEVNULL
        try:
            self._ringing = subprocess.Popen(  # noqa: S603 - a fixed program and our own file
                [player, str(self._sound)], stdin=quiet, stdout=quiet, stderr=quiet
            )
        except OSError:
            return False
        return True
