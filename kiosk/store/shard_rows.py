"""The documents of a shard as it shall be: those of the cache in use, changed by a pack.

They stream in the order of their ids and are hashed on the way. Source: sync.md §11.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator

from kiosk.domain.errors import InputError
from kiosk.files import unpacked_lines
from kiosk.ports.packs import ShardPack
from kiosk.store.catalog_fill import Document
from kiosk.store.documents import DOCUMENT_TYPES
from kiosk.wire.shard import (
    MAX_LINE_BYTES,
    MAX_UNPACKED_BYTES,
    Op,
    ShardDigest,
    merge,
    read_pack,
)


class ShardRows:
    """Goes through the documents of a shard once.

    Args:
        shard: how it shall be.
        old: the cache in use; None when there is none.
    """

    def __init__(self, shard: ShardPack, old: sqlite3.Connection | None) -> None:
        self._shard = shard
        self._old = old
        self._digest = ShardDigest()

    def documents(self) -> Iterator[Document]:
        """Yield the documents. Raises InputError when the pack is none, or of something else."""
        for name, encoded in merge(self._before(), self._ops()):
            self._digest.add(name, hashlib.sha256(encoded).digest())
            kind, _, key = name.partition("/")
            if kind not in DOCUMENT_TYPES or not key:
                raise InputError("pack.kind", f"目录包里有不认识的一种文档：{name}")
            yield kind, key, encoded

    def is_right(self) -> bool:
        """Tell, after the last document, whether they were those that the index names."""
        return self._digest.hex() == self._shard.digest

    def _ops(self) -> Iterable[Op]:
        shard = self._shard
        if shard.file is None:
            return ()
        lines = unpacked_lines(shard.file, MAX_UNPACKED_BYTES, MAX_LINE_BYTES)
        return read_pack(lines, shard.code, shard.base, shard.version)

    def _before(self) -> Iterator[tuple[str, bytes]]:
        """Yield what the cache has of the shard; `kind/id` sorts as its two columns do."""
        is_whole = self._shard.file is not None and self._shard.base == 0
        if is_whole or self._old is None:
            return
        sql = """
            SELECT kind, id, doc FROM document
            WHERE shard = (SELECT number FROM shard WHERE code = ?) ORDER BY kind, id
        """
        for kind, key, encoded in self._old.execute(sql, (self._shard.code,)):
            yield f"{kind}/{key}", encoded
