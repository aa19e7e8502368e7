"""The machine's clocks as the port `Clock`.

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
