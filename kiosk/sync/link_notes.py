"""What the log says of the link to the hub: each change once, by its code, never a person.

When passes run is `scheduler.py`; what a technician reads on the board is `services/health.py`.
"""

from typing import Literal, Protocol

from kiosk.domain.errors import KioskError, Refused
from kiosk.sync.engine import Pass

Level = Literal["info", "warn", "error"]


class Note(Protocol):
    """Writes one event into the log."""

    def __call__(self, name: str, level: Level, **facts: str) -> None:
        """`name` is the event."""
        ...


class LinkNotes:
    """Remembers what was told last, so that an outage of a week is two lines. One thread.

    Args:
        note: writes a line.
        stopped: why the kiosk takes no filings when it starts, by its code; None: it takes them.
    """

    def __init__(self, note: Note, stopped: str | None = None) -> None:
        self._note = note
        self._link: str | None = ""
        self._catalog: str | None = None
        self._stopped = stopped
        if stopped is not None:
            note("filing.stopped", "error", why=stopped)

    def done(self, done: Pass) -> None:
        """The hub answered a whole pass; its catalogue may still not have been had."""
        if self._link is not None:
            self._link = None
            self._note("hub.reached", "info")
        code = None if done.failure is None else done.failure.code
        if code != self._catalog:
            self._catalog = code
            if done.failure is None:
                self._note("catalog.checked", "info")
            else:
                self._note("catalog.unchecked", "warn", code=done.failure.code)

    def failed(self, error: KioskError) -> None:
        """A pass ended early: the hub is not there, or it refuses."""
        if error.code != self._link:
            self._link = error.code
            event = "hub.refused" if isinstance(error, Refused) else "hub.lost"
            self._note(event, "warn", code=error.code)

    def stands(self, stopped: str | None) -> None:
        """Tell whether filings are taken after a pass, by the code that the journal keeps."""
        if stopped == self._stopped:
            return
        self._stopped = stopped
        if stopped is None:
            self._note("filing.resumed", "info")
        else:
            self._note("filing.stopped", "error", why=stopped)
