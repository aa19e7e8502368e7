"""Tries of query codes in SQL. How many are allowed is decided in `services/tries.py`."""

from typing import Any

from sqlalchemy import Connection, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from hub.store.tables import status_try


def add_try(db: Connection, receipt: str, now: int, window_ms: int) -> int:
    """Count a try; return how many there were in the window that the first of them began.

    Two workers never count the same try: the database adds.
    """
    db.execute(delete(status_try).where(status_try.c.began <= now - window_ms))
    given = {"receipt": receipt, "began": now, "used": 1}
    return int(db.execute(_ADD[db.dialect.name], given).scalar_one())


def drop_try(db: Connection, receipt: str) -> None:
    """Count one try less."""
    one = update(status_try).where(status_try.c.receipt == receipt, status_try.c.used > 0)
    db.execute(one.values(used=status_try.c.used - 1))


def _add(make: Any) -> Any:
    more = {"used": status_try.c.used + 1}
    new = make(status_try).on_conflict_do_update(index_elements=["receipt"], set_=more)
    return new.returning(status_try.c.used)


_ADD = {"sqlite": _add(sqlite.insert), "postgresql": _add(postgresql.insert)}
