"""Housekeeping: how much room there is, and what a disk that fills up sheds, step by step.

What may be forgotten at all is `services/retention.py`; caches and downloads ask `room` and shed
themselves. Source: sync.md §16.
"""

from collections.abc import Callable

from kiosk.journal.outbox import LADDER, Rung, rung
from kiosk.ports.journal import Ballast
from kiosk.services.retention import Forgotten, Retention

PRESSED: tuple[Rung, ...] = ("purge", "no_attachments", "no_filings")


class Housekeeping:
    """Keeps one kiosk's disk in order.

    Args:
        retention: forgets what may be forgotten.
        ballast: the room held back.
        free_bytes: how much room the disk has now; raises Unavailable.
        floor_ms: a lower bound of the time.
        ladder: free bytes below which something is shed, least first.
        also: forgets what is kept elsewhere; takes what `Retention.run` takes.
    """

    def __init__(
        self,
        *,
        retention: Retention,
        ballast: Ballast,
        free_bytes: Callable[[], int],
        floor_ms: Callable[[], int],
        ladder: tuple[tuple[int, Rung], ...] = LADDER,
        also: Callable[[int, bool], None] = lambda _floor_ms, _pressed: None,
    ) -> None:
        self._retention = retention
        self._ballast = ballast
        self._free_bytes = free_bytes
        self._floor_ms = floor_ms
        self._ladder = ladder
        self._also = also

    def room(self) -> Rung:
        """Return how much room there is; what the ballast gave up is owed to it, not free."""
        owed = 0 if self._ballast.is_kept() else self._ballast.size_bytes
        return rung(self._free_bytes() - owed, self._ladder)

    def make_room(self) -> None:
        """The disk is full: give up the ballast, so that what was begun can be ended."""
        self._ballast.release()

    def tidy(self) -> Forgotten:
        """Forget what is old enough, younger things too under pressure; mind the ballast.

        Called at every start, once a day and whenever the disk is short of room.

        Raises:
            Unavailable: the disk does not answer, or is full even without the ballast.
        """
        room = self.room()
        if room == "no_filings":
            self.make_room()
        floor_ms, pressed = self._floor_ms(), room in PRESSED
        gone = self._retention.run(floor_ms, pressed=pressed)
        self._also(floor_ms, pressed)
        if self.room() not in PRESSED:
            self._ballast.keep()
        return gone
