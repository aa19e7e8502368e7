"""What a worker does by itself once an hour: forget what nobody will finish.

Several workers may do it at once; it happens once.
"""

import asyncio
import logging
from collections.abc import Callable

from kiosk.domain.errors import Unavailable

EVERY_S = 3600.0
_log = logging.getLogger("hub")


async def keep_up(tidy: Callable[[], None]) -> None:
    """Run `tidy` on a thread now and every hour, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(tidy)
        except Unavailable as error:
            _log.warning("upkeep is put off: %s", error.message)
        await asyncio.sleep(EVERY_S)
