"""Engines by URL and the two places where SQLite and PostgreSQL differ.

Tables are `tables.py`. Traps (sync.md §19): SQLAlchemy's `with_for_update` vanishes silently on
SQLite, and Python's sqlite3 begins transactions late; so every write begins with BEGIN IMMEDIATE.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.types import UserDefinedType

from kiosk.domain.errors import Unavailable
from kiosk.files import bundled

BUSY_S = 10
_WRITERS = "hub_writers"
_PRAGMAS = (
    "PRAGMA journal_mode = wal",
    "PRAGMA synchronous = full",
    "PRAGMA foreign_keys = on",
    f"PRAGMA busy_timeout = {BUSY_S * 1000}",
)
_READ = {"hub_read": True}
_POSTGRES: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]


def open_engine(url: str) -> Engine:
    """Return an engine; nothing is connected yet.

    Args:
        url: `sqlite:////path/hub.db`, or `postgresql+psycopg://…`.
    """
    if not url.startswith("sqlite"):
        # No ping before each use: after a restart of the server one request per worker is answered
        # with 503, which kiosks expect, and every connection is made anew.
        engine = create_engine(url, pool_size=10, max_overflow=10)
        event.listen(engine, "connect", _prepare_postgres)
        return engine
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False},
        execution_options={_WRITERS: Lock()},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables up to date. Raises Unavailable when the database does not answer."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(bundled("db", "hub")))
    with translated(), engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Run a block in one transaction that is committed to the disk at its end.

    Raises:
        Unavailable: the database does not answer.
    """
    with _turn(engine), translated(), engine.begin() as connection:
        yield connection


@contextmanager
def _turn(engine: Engine) -> Iterator[None]:
    """Let the threads of a worker write to SQLite one after the other.

    SQLite has one writer, and whoever waits for it sleeps and asks again; a lock hands over at
    once. Other workers are still waited for in SQLite.
    """
    writers = engine.get_execution_options().get(_WRITERS)
    if writers is None:
        yield
        return
    if not writers.acquire(timeout=BUSY_S):
        raise _no_answer()
    try:
        yield
    finally:
        writers.release()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Run a block of queries that keep no writer waiting; on SQLite they see one state.

    PostgreSQL shows each query of a transaction what was committed before it: there a transaction
    would only be two more messages.
    """
    alone = {} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    with translated(), engine.connect() as connection:
        quiet = connection.execution_options(**_READ, **alone)
        with quiet.begin():
            yield quiet


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Run a block of queries that all see one state, however long it lasts; no writer waits.

    Raises:
        Unavailable: the database does not answer.
    """
    one = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with translated(), engine.connect() as connection:
        quiet = connection.execution_options(**_READ, **one)
        with quiet.begin():
            yield quiet


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database's driver raises into Unavailable; mistakes of ours stay."""
    try:
        yield
    except IntegrityError as error:
        raise Unavailable("hub.conflict", "同时有另一个请求改了同一处：请再送一次") from error
    except NoConnection as error:  # all are in use, and stayed so
        raise _no_answer() from error
    except DBAPIError as error:
        if error.connection_invalidated or type(error).__name__ == "OperationalError":
            raise _no_answer() from error
        raise


def _no_answer() -> Unavailable:
    return Unavailable("hub.database", "中心的数据库没有应答：请稍后再试")


def lock(connection: Connection, row: Any) -> Any:
    """Make a query lock its rows until the transaction ends; SQLite holds its only lock already."""
    return row if connection.dialect.name == "sqlite" else row.with_for_update()


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows with the same columns, none of which may be there."""
    if rows:
        _insert(connection, table, rows, new_only=False)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows whose key is new; leave those that are there as they are."""
    if rows:
        _insert(connection, table, rows, new_only=True)


def _insert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], new_only: bool
) -> None:
    """Insert many rows: to PostgreSQL they go in one message, one array for each column."""
    names = tuple(rows[0])
    if connection.dialect.name == "sqlite":
        connection.execute(_sqlite_insert(table, new_only), list(rows))
    else:
        columns = {name: [row[name] for row in rows] for name in names}
        connection.execute(_postgres_insert(table, names, new_only), columns)


@functools.cache
def _sqlite_insert(table: Table, new_only: bool) -> Any:
    made = sqlite.insert(table)
    return made.on_conflict_do_nothing() if new_only else made


class _AsIs(UserDefinedType[Any]):
    """A type whose values go to the driver as they are.

    SQLAlchemy would wrap bytes, which keeps the driver from packing an array in its own format.
    """

    cache_ok = True

    def __init__(self, kind: Any) -> None:
        self.kind = kind

    def get_col_spec(self, **_: Any) -> str:
        """Return the name of the type."""
        return str(self.kind.compile(_POSTGRES))


@functools.cache
def _postgres_insert(table: Table, names: tuple[str, ...], new_only: bool) -> Any:
    kinds = {name: _AsIs(table.c[name].type) for name in names}
    arrays = [bindparam(name, type_=postgresql.ARRAY(kinds[name])) for name in names]
    rows = func.unnest(*arrays).table_valued(*names).render_derived()
    made = postgresql.insert(table).from_select(names, select(*(rows.c[name] for name in names)))
    return made.on_conflict_do_nothing() if new_only else made


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, or give those with the same key the new values."""
    if not rows:
        return
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    keys = [column.name for column in table.primary_key]
    values = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=values), list(rows)
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # our own BEGIN below
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _prepare_postgres(connection: Any, _record: object) -> None:
    """Send arrays as bytes: as text, which is psycopg's choice, they take six times the work."""
    from psycopg.types.array import ListBinaryDumper  # where SQLite is used, no driver is loaded

    connection.adapters.register_dumper(list, ListBinaryDumper)


def _begin_sqlite(connection: Connection) -> None:
    is_read = connection.get_execution_options().get("hub_read", False)
    connection.exec_driver_sql("BEGIN" if is_read else "BEGIN IMMEDIATE")
