"""Published documents, shard rows and versions in SQL. What goes into a shard is decided above."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct
from sqlalchemy import Connection, collate, func, select

from hub.store.database import insert_new, put
from hub.store.tables import doc, shard_row, shard_version
from kiosk.domain.errors import Bug

BATCH = 500
_BY_AND_BY = {"yield_per": BATCH}


class ShardState(Struct, frozen=True, kw_only=True):
    """A published version of a shard; `published_at` in ms."""

    code: str
    version: int
    edition: int
    digest: bytes
    published_at: int


class ShardDoc(Struct, frozen=True, kw_only=True):
    """A document of a shard as it is now; `doc` None: deleted."""

    id: str
    row_version: int
    doc: bytes | None


def edition(db: Connection) -> int:
    """Return the number of the last publication."""
    return int(db.execute(select(func.max(shard_version.c.edition))).scalar() or 0)


def codes(db: Connection) -> frozenset[str]:
    """Return all shards that were ever published."""
    rows = db.execute(select(shard_version.c.code).distinct())
    return frozenset(str(code) for (code,) in rows)


def versions(db: Connection, code: str) -> tuple[ShardState, ...]:
    """Return the versions of a shard, newest first."""
    rows = db.execute(
        select(shard_version)
        .where(shard_version.c.code == code)
        .order_by(shard_version.c.version.desc())
    ).mappings()
    return tuple(ShardState(**row) for row in rows)


def add_version(db: Connection, state: ShardState) -> None:
    """Add a version."""
    values = {name: getattr(state, name) for name in state.__struct_fields__}
    db.execute(shard_version.insert(), [values])


def hashes(db: Connection, code: str) -> Iterator[tuple[str, bytes]]:
    """Yield the ids of the documents that a shard has now, and their hashes."""
    rows = db.execute(
        select(shard_row.c.id, shard_row.c.sha256).where(
            shard_row.c.code == code, shard_row.c.sha256.is_not(None)
        ),
        execution_options=_BY_AND_BY,
    )
    return ((str(name), bytes(digest)) for name, digest in rows)


def size(db: Connection, code: str) -> int:
    """Return the number of documents that a shard has now."""
    query = select(func.count()).select_from(shard_row)
    own = query.where(shard_row.c.code == code, shard_row.c.sha256.is_not(None))
    return int(db.execute(own).scalar_one())


def change(db: Connection, code: str, version: int, changed: Mapping[str, bytes | None]) -> None:
    """Give documents of a shard new contents, by hash; None deletes."""
    rows = (
        {"code": code, "id": name, "row_version": version, "sha256": digest}
        for name, digest in changed.items()
    )
    while some := list(islice(rows, BATCH)):
        put(db, shard_row, some)


def add_docs(db: Connection, docs: Iterable[tuple[bytes, bytes]]) -> None:
    """Keep documents by their hash, for ever."""
    rows = ({"sha256": digest, "doc": content} for digest, content in docs)
    while some := list(islice(rows, BATCH)):
        insert_new(db, doc, some)


def since(db: Connection, code: str, base: int) -> Iterator[ShardDoc]:
    """Yield what changed in a shard since a version, final states only, by id bytes.

    From version 0 on there is nothing to delete: deleted rows are left out. Documents are read a
    few at a time.
    """
    by_bytes = collate(shard_row.c.id, "BINARY" if db.dialect.name == "sqlite" else "C")
    query = (
        select(shard_row.c.id, shard_row.c.row_version, shard_row.c.sha256, doc.c.doc)
        .outerjoin(doc, doc.c.sha256 == shard_row.c.sha256)
        .where(shard_row.c.code == code, shard_row.c.row_version > base)
        .order_by(by_bytes)
    )
    if base == 0:
        query = query.where(shard_row.c.sha256.is_not(None))
    for name, row_version, digest, content in db.execute(query, execution_options=_BY_AND_BY):
        if digest is not None and content is None:
            raise Bug("hub.doc", f"{code} 的 {name} 没有内容")
        kept = None if content is None else bytes(content)
        yield ShardDoc(id=str(name), row_version=int(row_version), doc=kept)
