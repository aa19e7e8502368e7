"""What the technicians' entry needs from outside: a place that keeps wrong tries."""

import datetime as dt
from typing import Protocol

from msgspec import Struct


class Tries(Struct, frozen=True, kw_only=True):
    """Wrong PINs in a row, and until when the pad waits because of them."""

    failed: int = 0
    wait_until: dt.datetime | None = None


class TriesStore(Protocol):
    """Keeps the tries over a restart, so that pulling the plug wins nothing."""

    def load(self) -> Tries:
        """Return what was kept; something that cannot be read counts as many tries."""
        ...

    def save(self, tries: Tries) -> bool:
        """Keep it durably; False when the disk does not take it."""
        ...
