"""Kiosks that wait for news: they hold neither a thread nor a connection of the database.

Once a second one query asks for all of them who has news. Source: sync.md §6.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct

TICK_S = 1.0


class Wait(Struct, frozen=True, kw_only=True):
    """What a kiosk has heard already: its feed up to `after`, a version of the catalogue."""

    kiosk_no: int
    after: int
    catalog: int | None


class NewsDesk:
    """Wakes those who wait. One event loop.

    Args:
        highs: how far the feeds of some kiosks go; called on a thread.
        catalog: the newest version of the catalogue.
    """

    def __init__(
        self,
        highs: Callable[[frozenset[int]], dict[int, int]],
        catalog: Callable[[], int | None],
    ) -> None:
        self._highs = highs
        self._catalog = catalog
        self._waiting: dict[asyncio.Future[None], Wait] = {}

    async def wait(self, wait: Wait, seconds: float) -> bool:
        """Tell whether there is news: at once when there is, at the latest after so many seconds.

        What comes in the last of them is told to the next request.
        """
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[woken] = wait
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(woken, seconds)
                return True
            return False
        finally:
            self._waiting.pop(woken, None)

    async def run(self) -> None:
        """Look once a second, until cancelled. A database that does not answer is asked again."""
        while True:
            await asyncio.sleep(TICK_S)
            if self._waiting:
                with suppress(Exception):
                    await self._look()

    async def _look(self) -> None:
        numbers = frozenset(wait.kiosk_no for wait in self._waiting.values())
        highs = await asyncio.to_thread(self._highs, numbers)
        catalog = self._catalog()
        for woken, wait in list(self._waiting.items()):
            is_news = highs.get(wait.kiosk_no, 0) > wait.after or catalog != wait.catalog
            if is_news and not woken.done():
                woken.set_result(None)
