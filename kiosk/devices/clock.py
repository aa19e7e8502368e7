"""Clocks as the port `Clock`: the machine's own, and one that moves only when it is told to.

What a time means (today, idle, too old) is decided by the services.
"""

import datetime as dt
import time


class SystemClock:
    """The civil clock and the monotonic clock of this machine."""

    def now(self) -> dt.datetime:
        """Return the present instant, aware, UTC."""
        return dt.datetime.now(dt.UTC)

    def monotonic_s(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()


class SteppedClock:
    """Stands still until it is moved on: for visit scripts, which wait for nothing.

    Args:
        start: where it stands at first, aware.
    """

    def __init__(self, start: dt.datetime) -> None:
        self._start = start
        self._passed_s = 0.0

    def pass_time(self, seconds: float) -> None:
        """Move both clocks on; `seconds` is not negative."""
        self._passed_s += seconds

    def now(self) -> dt.datetime:
        """Return where the civil clock stands, aware."""
        return self._start + dt.timedelta(seconds=self._passed_s)

    def monotonic_s(self) -> float:
        """Return the seconds passed since the start."""
        return self._passed_s
