"""Clocks: the machine's own as the ports `Clock` and `BootClock`, and one that is told to move.

What a time means (today, idle, too old) is decided by the services.
"""

import datetime as dt
import sys
import time
from pathlib import Path

from kiosk.ports.clock import Readings


class SystemClock:
    """The civil clock and the monotonic clock of this machine."""

    def now(self) -> dt.datetime:
        """Return the present instant, aware, UTC."""
        return dt.datetime.now(dt.UTC)

    def monotonic_s(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()


class SystemBootClock:
    """The port `BootClock` on Linux; elsewhere a process counts as a boot.

    Args:
        process_id: 32 hex digits, random, for machines that do not name their boots.
    """

    def __init__(self, process_id: str) -> None:
        self._boot_id = _boot_id() or process_id

    def read(self) -> Readings:
        """Return wall clock, time since boot (asleep too), and which boot it is."""
        mono_ns = (
            time.clock_gettime_ns(time.CLOCK_BOOTTIME)
            if sys.platform == "linux"
            else time.monotonic_ns()
        )
        return Readings(
            wall_ms=time.time_ns() // 1_000_000,
            mono_ms=mono_ns // 1_000_000,
            boot_id=self._boot_id,
        )


def _boot_id() -> str | None:
    try:
        text = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
    except OSError:
        return None
    return text.strip().replace("-", "")


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
