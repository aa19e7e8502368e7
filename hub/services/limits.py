"""Rate limits of one worker process: how often a key may be used in a window of time.

Limits that must hold over all workers belong to the proxy in front (docs/operations.md).
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

    def may(self, key: str, now_ms: int) -> bool:
        """Tell whether a key may be used once more; counts nothing."""
        with self._lock:
            began, used = self._used.get(key, (now_ms, 0))
            return now_ms - began >= self._window_ms or used < self._most

    def count(self, key: str, now_ms: int) -> None:
        """Count one use."""
        with self._lock:
            began, used = self._used.pop(key, (now_ms, 0))
            if now_ms - began >= self._window_ms:
                began, used = now_ms, 0
            self._used[key] = (began, used + 1)
            while len(self._used) > self._keys:
                self._used.popitem(last=False)

    def take(self, key: str, now_ms: int) -> bool:
        """Count one use if it is allowed, and tell whether it was."""
        allowed = self.may(key, now_ms)
        if allowed:
            self.count(key, now_ms)
        return allowed
