"""Published shards as a kiosk takes them: what is here, what is wanted, what became of it.

Choosing packs is `sync/packs_down.py`, fetching them `sync/public_files.py`, applying them
`store/catalog_intake.py`. Source: sync.md §11.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:  # the first frame waits for what the marks of the cache need
    from kiosk.wire.shard import PackRef


class ShardHere(Struct, frozen=True, kw_only=True):
    """A shard that the catalogue here was made of."""

    code: str
    version: int
    digest: str


class ShardPack(Struct, frozen=True, kw_only=True):
    """A shard as it shall be, and how it gets there.

    `file` is a pack of all changes since `base`, or of the whole shard when that is 0; None: the
    shard is here already and stays as it is.
    """

    code: str
    version: int
    digest: str
    base: int = 0
    file: Path | None = None


class Snapshot(Struct, frozen=True, kw_only=True):
    """All shards of one signed state; they are taken together or not at all."""

    edition: str
    shards: tuple[ShardPack, ...]


class Taken(Struct, frozen=True, kw_only=True, tag="taken"):
    """The catalogue is now that of the snapshot."""


class Unequal(Struct, frozen=True, kw_only=True, tag="unequal"):
    """Packs of these shards do not give what the index says; the catalogue is as it was."""

    codes: tuple[str, ...]


class ShardStore(Protocol):
    """The catalogue of this kiosk. One call at a time."""

    def here(self) -> tuple[ShardHere, ...]:
        """Return the shards that the catalogue was made of; none: it came with the program."""
        ...

    def take(self, snapshot: Snapshot, now: dt.datetime) -> Taken | Unequal:
        """Make the catalogue that of a snapshot; who reads the old one goes on reading it.

        Raises:
            Unavailable: the documents make no catalogue, or the disk is full.
        """
        ...

    def checked(self, now: dt.datetime) -> None:
        """Note that the catalogue was compared with the published one and is the same."""
        ...


class PackSource(Protocol):
    """Where packs come from: the hub, or a folder."""

    def fetch(self, ref: PackRef) -> Path:
        """Return a file with exactly these bytes.

        Raises:
            Unavailable: it cannot be had, or is not what its name says.
        """
        ...

    def drop_all_but(self, refs: frozenset[str]) -> None:
        """Let go of files other than these, by SHA-256."""
        ...
