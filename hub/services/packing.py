"""Pack files: what a shard holds, or what changed in it since a version, under its own hash.

Which packs are offered is `publishing.py`. Source: sync.md §11.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Raw
from sqlalchemy import Connection

from hub.store import catalog
from hub.store.catalog import ShardState
from kiosk.domain.errors import InputError
from kiosk.files import file_error, replace_durably, write_packed
from kiosk.wire.shard import (
    PACK_FORMAT,
    Del,
    Op,
    PackHead,
    PackRef,
    Put,
    pack_lines,
    read_index,
)

LEVEL = 19
Signed = Mapping[str, bytes]
"""Indexes by target name, as they are published."""

NOTHING_SIGNED: Signed = {}
_Content = tuple[str, str, int, int]
"""What is in a pack: shard, its digest, base, version."""


class PackShelf:
    """The folder `packs`, as it is served.

    Args:
        folder: where it is.
        signed: indexes that are published: packs that they name are not made again.
    """

    def __init__(self, folder: Path, signed: Signed) -> None:
        self._folder = folder
        self._known = _named(signed)

    def pack(self, db: Connection, newest: ShardState, base: int) -> PackRef:
        """Return the pack of a shard's newest version; base 0: the whole shard.

        Raises:
            InputError: the folder cannot be written.
            Unavailable: the disk is full or does not answer.
        """
        content = (newest.code, newest.digest.hex(), base, newest.version)
        known = self._known.get(content)
        if known is not None and self._has(known):
            return known
        return self._made(db, newest.code, base, newest.version)

    def _made(self, db: Connection, code: str, base: int, version: int) -> PackRef:
        """Write a pack; the same content is the same file."""
        head = PackHead(format=PACK_FORMAT, code=code, base=base, version=version)
        size = sum(map(len, pack_lines(head, _ops(db, code, base))))
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{code}-{base}.part"
        try:
            write_packed(part, pack_lines(head, _ops(db, code, base)), size, LEVEL)
            with part.open("rb") as file:
                name = hashlib.file_digest(file, "sha256").hexdigest()
            ref = PackRef(sha256=name, len=part.stat().st_size)
            if not self._has(ref):
                self._place(name).parent.mkdir(parents=True, exist_ok=True)
                replace_durably(part, self._place(name))
        except OSError as error:
            raise file_error(self._folder, error) from error
        finally:
            part.unlink(missing_ok=True)
        return ref

    def _has(self, ref: PackRef) -> bool:
        """Tell whether a pack is there; a damaged one is made again."""
        try:
            with self._place(ref.sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == ref.sha256
        except OSError:
            return False

    def _place(self, sha256: str) -> Path:
        return self._folder / "sha256" / sha256[:2] / sha256


def _named(signed: Signed) -> dict[_Content, PackRef]:
    try:
        shards = [one for name, data in signed.items() for one in read_index(name, data).shards]
    except InputError:  # not ours: everything is made anew
        return {}
    found = {(one.code, one.digest, 0, one.version): one.full for one in shards}
    for one in shards:
        found |= {(one.code, one.digest, d.base, one.version): d.ref for d in one.since}
    return found


def _ops(db: Connection, code: str, base: int) -> Iterator[Op]:
    for one in catalog.since(db, code, base):
        if one.doc is None:
            yield Del(id=one.id, row_version=one.row_version)
        else:
            yield Put(id=one.id, row_version=one.row_version, doc=Raw(one.doc))
