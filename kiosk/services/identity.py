"""The person at the kiosk: a card is asked for, read, shown to its holder, and forgotten again.

What it says stays in the `Visit` alone and is wiped with it. How a card is read is the business of
`devices/idcard`; what a screen may show of it is `domain/person.py`.
"""

from collections.abc import Callable

from kiosk.ports.devices import CardAbsent, CardMisread, CardRead, CardStatus, IdCardReader
from kiosk.services.drivers import Guard
from kiosk.services.visits import Visit

NO_READER = CardAbsent(reason="没有能用的读卡器。")
BROKEN = CardAbsent(reason="读卡器的驱动出错了。")


class Identity:
    """One reader and the one visit; the GUI thread owns it. Nothing here waits for the reader.

    Args:
        reader: the reader of this kiosk; None: it is configured and cannot be used.
        visit: what holds the person until the visit is over.
        note: writes the log, an event name and plain facts.
    """

    def __init__(
        self, reader: IdCardReader | None, visit: Visit, note: Callable[..., None]
    ) -> None:
        self._reader = reader
        self._visit = visit
        self._guard = Guard("idcard", note)

    def ask(self) -> None:
        """Ask for a card; nobody who was read before is known any more."""
        self._visit.holder = None
        if self._reader is not None:
            self._guard.call("begin", self._reader.begin, None)

    def look(self) -> CardStatus:
        """Return how reading stands; a card that was read is the visit's holder from now on."""
        status = self._status()
        if isinstance(status, CardRead):
            self._visit.holder = status.document
        elif isinstance(status, CardAbsent | CardMisread):
            self._visit.holder = None
        return status

    def rest(self) -> None:
        """Stop asking: the reader forgets the card, the visit keeps its holder."""
        if self._reader is not None:
            self._guard.call("end", self._reader.end, None)

    def forget(self) -> None:
        """Stop asking and forget the holder: not this person, or the visit is over."""
        self._visit.holder = None
        self.rest()

    def _status(self) -> CardStatus:
        if self._reader is None:
            return NO_READER
        broken: CardStatus = BROKEN
        return self._guard.call("status", self._reader.status, broken)
