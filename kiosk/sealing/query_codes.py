"""Query codes made ahead of time on a thread of their own: a verifier takes 60 ms.

What a code proves is `journal/receipt.py`. Codes wait in memory alone. Source: sync.md §7.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from kiosk.journal.receipt import query_verifier
from kiosk.ports.crypto import QueryCode

AHEAD = 4


class QueryCodesAhead:
    """The port `QueryCodes`.

    Args:
        random: returns so many random bytes that nobody can guess.
        ahead: how many are kept ready.
    """

    def __init__(self, random: Callable[[int], bytes], ahead: int = AHEAD) -> None:
        self._random = random
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="codes")
        self._ready: deque[Future[QueryCode]] = deque()
        for _ in range(ahead):
            self._order()

    def take(self) -> QueryCode:
        """Return a fresh code, and have another one made."""
        self._order()
        return self._ready.popleft().result()

    def close(self) -> None:
        """End the thread and forget the codes."""
        self._pool.shutdown(cancel_futures=True)
        self._ready.clear()

    def _order(self) -> None:
        self._ready.append(self._pool.submit(self._make))

    def _make(self) -> QueryCode:
        code = f"{int.from_bytes(self._random(8)) % 100_000_000:08}"
        return QueryCode(code=code, verifier=query_verifier(code, self._random(16)))
