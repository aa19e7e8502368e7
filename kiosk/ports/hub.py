"""The port of the hub link as screens see it: is it there, and what waits to be sent."""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct


class LinkState(Struct, frozen=True, kw_only=True):
    """How the kiosk stands with its hub at this moment.

    `is_enrolled` False: it gives lists and takes no filings. `waiting` filings are kept here and
    not acknowledged yet. `stopped`: why no filings are taken, in plain words. `heard_at_ms`: when
    the hub answered last, also before the start; None: never.
    """

    is_enrolled: bool
    is_online: bool
    waiting: int
    stopped: str | None = None
    heard_at_ms: int | None = None
    skew_ms: int = 0


class HubWatch(Protocol):
    """Keeps the link alive on threads of its own. Any thread may ask."""

    def is_cut_off(self) -> bool:
        """Tell whether an enrolled kiosk cannot reach its hub; at once, for every frame.

        False before the first try: nobody is told of an outage that may not be one.
        """
        ...

    def is_stopped(self) -> bool:
        """Tell whether an enrolled kiosk takes no filings any more; at once, for every frame."""
        ...

    def state(self) -> LinkState:
        """Return the newest state without waiting for the network; it reads the disk.

        Raises:
            Unavailable: the disk does not answer.
        """
        ...

    def audit(self, action: str, facts: Mapping[str, str | int | float | bool | None]) -> None:
        """Let the journal of an enrolled kiosk say what a technician did; never waits."""
        ...

    def wake(self) -> None:
        """Something new is to be sent: try at once."""
        ...

    def close(self) -> None:
        """End the threads, within a few seconds."""
        ...
