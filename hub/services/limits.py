"""Rate limits of one worker process: how often a key may be used in a window of time.

Tries of query codes hold over all workers (`tries.py`); for others see docs/operations.md.
"""

from collections import OrderedDict
from threading import Lock


class RateLimit:
    """Counts uses of keys in fixed windows. Any thread.

    Args:
        most: uses allowed per window.
        window_ms: its length.
        keys: how many keys are remembered at most; the oldest are forgotten first.
    """

    def __init__(self, most: int, window_ms: int, keys: int = 100_000) -> None:
        self._most = most
        self._window_ms = window_ms
        self._keys = keys
        self._used: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._lock = Lock()

    def give_back(self, key: str) -> None:
        """Count one use less: it was a good one."""
        with self._lock:
            if key in self._used:
                began, used = self._used[key]
                self._used[key] = (began, max(0, used - 1))

    def take(self, key: str, now_ms: int) -> bool:
        """Count one use if it is allowed, and tell whether it was."""
        with self._lock:
            began, used = self._used.pop(key, (now_ms, 0))
            if now_ms - began >= self._window_ms:
                began, used = now_ms, 0
            allowed = used < self._most
            self._used[key] = (began, used + allowed)
            while len(self._used) > self._keys:
                self._used.popitem(last=False)
        return allowed
