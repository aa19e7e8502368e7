"""The code of an old list: a scanner is listened to and asked what it has read.

What the code means is `checklists.py`; scanners are `devices` and, for those that type, `ui`.
"""

from collections.abc import Callable

from kiosk.ports.devices import Scanner
from kiosk.services.drivers import Guard

WORKING = ("ok", "warn")


class Scanning:
    """One scanner. Nothing here waits for it; a driver that fails is one that reads nothing.

    Args:
        scanner: the scanner of this kiosk; None: it is configured and cannot be used.
        note: writes the log, an event name and plain facts.
    """

    def __init__(self, scanner: Scanner | None, note: Callable[..., None]) -> None:
        self._scanner = scanner
        self._guard = Guard("scanner", note)

    def works(self) -> bool:
        """Tell whether a code can be read now, so that it is worth asking for one."""
        scanner = self._scanner
        if scanner is None:
            return False
        return self._guard.call("condition", lambda: scanner.condition().state in WORKING, False)

    def listen(self) -> None:
        """Begin to listen; what was read before is forgotten."""
        if self._scanner is not None:
            self._guard.call("begin", self._scanner.begin, None)

    def take(self) -> str | None:
        """Return what was read and not taken yet."""
        return None if self._scanner is None else self._guard.call("take", self._scanner.take, None)

    def rest(self) -> None:
        """Listen no more and forget."""
        if self._scanner is not None:
            self._guard.call("end", self._scanner.end, None)
