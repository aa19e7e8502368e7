"""The port of the raw clocks, for the journal; what they are worth is `journal/clock.py`."""

from typing import Annotated, Protocol

from msgspec import Meta, Struct

BootId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]


class Readings(Struct, frozen=True, kw_only=True):
    """What the machine's clocks show: wall and time since boot in ms, and which boot it is."""

    wall_ms: int
    mono_ms: int
    boot_id: BootId


class BootClock(Protocol):
    """Reads the clocks. Any thread, at once."""

    def read(self) -> Readings:
        """Return what they show now."""
        ...
