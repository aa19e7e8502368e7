"""The catalogue down: from signed indexes to the packs that this place needs, and their applying.

Which bytes are signed is `tuf_client.py`, where packs come from `public_files.py`, applying them
the store's. Source: sync.md §11.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Protocol

from kiosk.domain.errors import InputError, Unavailable
from kiosk.ports.packs import PackSource, ShardHere, ShardPack, ShardStore, Snapshot, Taken
from kiosk.sync.engine import CatalogMoves, ShardMove
from kiosk.wire.shard import PackRef, ShardEntry, ShardIndex, choose, followed, read_index

_LASTING = frozenset({"catalog.unequal", "catalog.document", "catalog.twice", "catalog.head"})
"""Faults of what is published: to try the same again costs a province a minute each time."""


class CountingSource(PackSource, Protocol):
    """A source of packs that counts what it fetched."""

    fetched_bytes: int


class PacksDown:
    """Brings the catalogue of one place to what is published for it.

    Args:
        store: the catalogue.
        packs: where packs come from.
        now: the best time known, aware.
    """

    def __init__(
        self, store: ShardStore, packs: CountingSource, now: Callable[[], dt.datetime]
    ) -> None:
        self._store = store
        self._packs = packs
        self._now = now
        self._wrong: tuple[tuple[ShardEntry, ...], Unavailable] | None = None

    def bring(self, regions: tuple[str, ...], content: Mapping[str, bytes]) -> CatalogMoves:
        """Take what is published, all of it or nothing; nothing new is noted as checked.

        Args:
            regions: division codes from the province down to the site.
            content: verified targets, the indexes among them.

        Raises:
            Unavailable: not to be had, not whole, or older than what is here: the catalogue stays.
        """
        edition, wanted = published(regions, content)
        if not wanted:
            return CatalogMoves()
        here = {one.code: one for one in self._store.here()}
        refuse_older(wanted, here)
        if _same(wanted, here):
            self._store.checked(self._now())
            self._packs.drop_all_but(frozenset())
            return CatalogMoves()
        if self._wrong is not None and self._wrong[0] == wanted:
            raise Unavailable(self._wrong[1].code, self._wrong[1].message)
        before = self._packs.fetched_bytes
        try:
            self._take(edition, wanted, here)
        except Unavailable as error:
            self._wrong = (wanted, error) if error.code in _LASTING else None
            raise
        moves = tuple(
            ShardMove(code=one.code, from_=_version(here, one.code), to=one.version)
            for one in wanted
            if here.get(one.code) != _here(one)
        )
        return CatalogMoves(shards=moves, bytes=self._packs.fetched_bytes - before)

    def _take(
        self, edition: str, wanted: tuple[ShardEntry, ...], here: Mapping[str, ShardHere]
    ) -> None:
        """Apply deltas; a shard that does not come out right is taken whole, once."""
        used: set[str] = set()
        shards = tuple(self._pack(one, here.get(one.code), used) for one in wanted)
        found = self._store.take(Snapshot(edition=edition, shards=shards), self._now())
        if not isinstance(found, Taken):
            wrong = frozenset(found.codes)
            shards = tuple(
                self._pack(one, None, used) if one.code in wrong else shard
                for one, shard in zip(wanted, shards, strict=True)
            )
            found = self._store.take(Snapshot(edition=edition, shards=shards), self._now())
        if not isinstance(found, Taken):
            self._packs.drop_all_but(frozenset(used))  # not to be fetched again for each try
            codes = "、".join(found.codes)
            raise Unavailable(
                "catalog.unequal", f"发布的目录（{codes}）和它的摘要对不上，先用原来的：请告诉中心"
            )
        self._packs.drop_all_but(frozenset())

    def _pack(self, wanted: ShardEntry, here: ShardHere | None, used: set[str]) -> ShardPack:
        """Return how a shard gets there; `here` None: by the whole pack."""
        shard = ShardPack(code=wanted.code, version=wanted.version, digest=wanted.digest)
        if here == _here(wanted):
            return shard
        base, ref = _chosen(wanted, here)
        used.add(ref.sha256)
        return ShardPack(
            code=shard.code,
            version=shard.version,
            digest=shard.digest,
            base=base,
            file=self._packs.fetch(ref),
        )


def published(
    regions: tuple[str, ...], content: Mapping[str, bytes]
) -> tuple[str, tuple[ShardEntry, ...]]:
    """Return the edition of a place and the shards it follows, by code.

    Raises:
        Unavailable: an index cannot be read or speaks for others.
    """
    try:
        indexes = [read_index(name, data) for name, data in sorted(content.items())]
    except InputError as error:
        raise Unavailable(error.code, f"{error.message}，没有采用：请告诉中心") from error
    mine = followed(regions)
    shards = [shard for index in indexes for shard in index.shards if shard.code in mine]
    return _edition(indexes, shards), tuple(sorted(shards, key=lambda one: one.code))


def refuse_older(wanted: tuple[ShardEntry, ...], here: Mapping[str, ShardHere]) -> None:
    """Refuse a published version below the one that is here. Raises Unavailable."""
    for one in wanted:
        if one.version < _version(here, one.code):
            raise Unavailable(
                "catalog.older",
                f"发布的目录（{one.code} 第{one.version}版）比这里的旧，没有采用：请告诉中心",
            )


def _edition(indexes: list[ShardIndex], shards: list[ShardEntry]) -> str:
    """Return the highest edition of the indexes that a place follows."""
    codes = {shard.code for shard in shards}
    numbers = [
        int(index.edition)
        for index in indexes
        if any(shard.code in codes for shard in index.shards)
    ]
    return str(max(numbers, default=0))


def _chosen(wanted: ShardEntry, here: ShardHere | None) -> tuple[int, PackRef]:
    """Return base and file: the same version with other documents is no base."""
    if here is None or here.version >= wanted.version:
        return 0, wanted.full
    return choose(wanted, here.version)


def _same(wanted: tuple[ShardEntry, ...], here: Mapping[str, ShardHere]) -> bool:
    return {one.code: _here(one) for one in wanted} == dict(here)


def _here(one: ShardEntry) -> ShardHere:
    return ShardHere(code=one.code, version=one.version, digest=one.digest)


def _version(here: Mapping[str, ShardHere], code: str) -> int:
    known = here.get(code)
    return known.version if known else 0
