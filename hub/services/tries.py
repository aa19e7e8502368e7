"""How often a query code may be tried for one receipt: counted over all workers of a hub.

Limits that need not hold over all workers are `limits.py`. Source: sync.md §6.
"""

from sqlalchemy import Engine

from hub.store import tries
from hub.store.database import writing

TRIES_PER_HOUR = 5
HOUR_MS = 3_600_000


class Tries:
    """Counts tries in the database, whether the receipt is known or not.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, receipt: str, now_ms: int) -> bool:
        """Count a try; tell whether it is allowed. Refused ones do not make the hour longer."""
        with writing(self._engine) as db:
            return tries.add_try(db, receipt, now_ms, HOUR_MS) <= TRIES_PER_HOUR

    def give_back(self, receipt: str) -> None:
        """Count one try less: its code was right."""
        with writing(self._engine) as db:
            tries.drop_try(db, receipt)
