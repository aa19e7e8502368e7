"""The time as sync knows it: raised by what the hub signs, kept in the journal's floor.

The rules are `journal/clock.py`; reading the machine is `devices/clock.py`. Source: sync.md §14.
"""

import threading

from kiosk.journal.clock import Stamp, TrustedTime
from kiosk.ports.clock import BootClock, Readings

RELEASED_MS = 1_795_219_200_000
"""21 November 2026, midnight UTC: no clock of this release stands before it."""


class SyncClock:
    """Trusted time of one process. Any thread.

    Args:
        clock: the machine's clocks.
        floor_ms: the floor that was kept.
    """

    def __init__(self, clock: BootClock, floor_ms: int) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._time = TrustedTime(floor_ms=max(floor_ms, RELEASED_MS))

    def read(self) -> Readings:
        """Return what the machine's clocks show."""
        return self._clock.read()

    def now_ms(self) -> int:
        """Return the best time known."""
        return self._time.best(self._clock.read())

    def floor_ms(self) -> int:
        """Return the lower bound, to be kept."""
        return self._time.floor(self._clock.read())

    def skew_ms(self) -> int:
        """Return how far the wall clock is ahead of the best time known."""
        return self._time.skew_ms(self._clock.read())

    def stamp(self) -> Stamp:
        """Return what a header says about the time."""
        return self._time.stamp(self._clock.read())

    def heard(self, time_ms: int) -> int:
        """Take in a time that a hub signed in answer to us; return the new floor."""
        now = self._clock.read()
        with self._lock:
            self._time = self._time.heard(time_ms, now)
            return self._time.floor(now)

    def raised(self, floor_ms: int) -> int:
        """Raise the floor by another signed source; return it."""
        now = self._clock.read()
        with self._lock:
            self._time = self._time.raised(floor_ms, now)
            return self._time.floor(now)
