"""What screens count: that something happened, never what or to whom.

What becomes of it is `day_counts.py`; screens need this much and no journal.
"""

from collections import deque
from typing import Literal

Counted = Literal["visits", "lists", "misses"]


class Tally:
    """Where screens count. One thread counts, another may take."""

    def __init__(self) -> None:
        self._seen: deque[Counted] = deque(maxlen=100_000)

    def count(self, what: Counted) -> None:
        """Count one."""
        self._seen.append(what)

    def take(self) -> tuple[Counted, ...]:
        """Return what was counted since the last time."""
        return tuple(self._seen.popleft() for _ in range(len(self._seen)))
