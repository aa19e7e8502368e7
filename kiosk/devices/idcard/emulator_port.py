"""The emulated reader on a pty: bytes at the speed of a real wire, plugged in and pulled out.

What is answered is `emulator.py`, what a person may say to it while it runs `emulator_desk.py`.
POSIX only; on Windows a reader is emulated elsewhere and reached by `socket://`.
"""

import os
import select
import termios
import tty
from collections.abc import Callable
from pathlib import Path

from kiosk.devices.idcard.commands import SPEEDS
from kiosk.devices.idcard.emulator import CardEmulator

_PIECE = 4096
_BAUD = {getattr(termios, f"B{baud}"): baud for baud in SPEEDS}
_SPEED = 5
"""Where `tcgetattr` keeps the output speed."""


class EmulatedPort:
    """A pty whose far end is the emulator; plugged in from the start.

    The near end stays open here too: without it the far end would fail whenever no program has
    the port open.

    Args:
        emulator: what answers.
        monotonic_s: seconds that never go back.
        link: a name for the port that stays when it is plugged in again; None: a new name then.
    """

    def __init__(
        self, emulator: CardEmulator, monotonic_s: Callable[[], float], link: Path | None = None
    ) -> None:
        self.emulator = emulator
        self._now = monotonic_s
        self._link = link
        self._far = self._near = -1
        self.plug()

    @property
    def is_plugged(self) -> bool:
        """Whether the port is there."""
        return self._far >= 0

    @property
    def path(self) -> str:
        """The port to give to a driver."""
        return str(self._link) if self._link else os.ttyname(self._near)

    def plug(self) -> None:
        """Plug the reader in."""
        if self.is_plugged:
            return
        self._far, self._near = os.openpty()
        tty.setraw(self._near)
        os.set_blocking(self._far, False)
        if self._link:
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(os.ttyname(self._near))

    def unplug(self) -> None:
        """Pull the plug."""
        if not self.is_plugged:
            return
        self.emulator.unplug()
        if self._link:
            self._link.unlink(missing_ok=True)
        for end in (self._far, self._near):
            os.close(end)
        self._far = self._near = -1

    def turn(self, also: tuple[int, ...], most_s: float) -> tuple[int, ...]:
        """Hear and answer once.

        Args:
            also: descriptors of the caller to wait for too.
            most_s: how long to wait when nothing happens.

        Returns:
            Those of `also` that can be read.
        """
        next_s = self.emulator.next_s()
        wait_s = most_s if next_s is None else min(most_s, max(0.0, next_s - self._now()))
        watched = (*also, self._far) if self.is_plugged else also
        ready = select.select(watched, (), (), wait_s)[0]
        if self._far in ready:
            self._hear()
        self._answer()
        return tuple(one for one in ready if one in also)

    def _hear(self) -> None:
        data = os.read(self._far, _PIECE)
        baud = _BAUD.get(termios.tcgetattr(self._near)[_SPEED], 0)
        self.emulator.hear(data, baud, self._now())

    def _answer(self) -> None:
        due = self.emulator.due(self._now())
        if not due or not self.is_plugged:
            return
        try:
            os.write(self._far, due)
        except BlockingIOError:  # nobody has read for 4 KiB: a real wire loses them too
            return
