"""The port of the hub link as screens see it: is it there, and what waits to be sent."""

from typing import Protocol

from msgspec import Struct


class LinkState(Struct, frozen=True, kw_only=True):
    """How the kiosk stands with its hub at this moment.

    `is_enrolled` False: it gives lists and takes no filings. `waiting` filings are kept here and
    not acknowledged yet. `stopped`: why no filings are taken, in plain words. `synced_at_ms`: the
    last good pass, None before the first since the start.
    """

    is_enrolled: bool
    is_online: bool
    waiting: int
    stopped: str | None = None
    synced_at_ms: int | None = None
    skew_ms: int = 0


class HubWatch(Protocol):
    """Keeps the link alive on threads of its own. Any thread may ask."""

    def state(self) -> LinkState:
        """Return the newest state without waiting for the network."""
        ...

    def wake(self) -> None:
        """Something new is to be sent: try at once."""
        ...

    def close(self) -> None:
        """End the threads, within a few seconds."""
        ...
