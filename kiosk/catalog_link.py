"""The published catalogue and the keys of one hub, wired together: over HTTP or from a folder.

Journal and feed are `hub_link.py`.
"""

from __future__ import annotations

import datetime as dt
import shutil
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from kiosk.domain.errors import Unavailable
from kiosk.files import write_atomic
from kiosk.journal.outbox import rung
from kiosk.sync import trusted_keys
from kiosk.sync.packs_down import PacksDown
from kiosk.sync.public_files import FOLDER_BASE, FolderFetcher, HttpFetcher, PackFiles
from kiosk.sync.tuf_client import TufTargets
from kiosk.wire.shard import index_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kiosk.ports.packs import ShardStore
    from kiosk.records import Records
    from kiosk.sync.engine import CatalogMoves
    from kiosk.sync.public_files import Fetcher

ROOT_FILE = "root.json"
ROOM = ("plenty", "drop_caches")
"""How much room there must be for a catalogue beside the one in use."""


class CatalogLink:
    """The public side of one hub.

    Args:
        data: the data folder.
        records: keeps keys and floors, knows the time and the place.
        store: the catalogue.
        fetcher: reads public files.
        base: their address, ended by a slash.
    """

    def __init__(
        self,
        data: Path,
        records: Records,
        store: ShardStore,
        fetcher: Fetcher,
        base: str,
    ) -> None:
        self._data = data
        self._records = records
        self._targets = TufTargets(data, records.journal, self._now, base, fetcher)
        self._packs = PackFiles(data, fetcher, base)
        self._store = store

    def fetch_root(self) -> bytes:
        """Return the first root of the hub; the caller knows what it must hash to."""
        return self._targets.fetch_root()

    def trust(self, root: bytes) -> None:
        """Begin to trust a root."""
        write_atomic(self._data / ROOT_FILE, root)

    def take_keys(self, regions: tuple[str, ...]) -> None:
        """Keep the keys of the hub, and those of the city of a place, when they can be had."""
        self._get(regions, ())

    def bring(self) -> CatalogMoves:
        """Bring keys and catalogue to what is published for this place.

        Raises:
            Unavailable: no network, not signed as it must be, not whole, or no room for it.
        """
        text = self._records.journal.meta("regions") or "[]"
        regions = msgspec.json.decode(text, type=tuple[str, ...])
        names = index_names(regions)
        content = self._get(regions, names)
        if rung(shutil.disk_usage(self._data).free) not in ROOM:
            raise Unavailable("E-ST-01", "磁盘快满了，先不更新目录：请清出空间")
        return self._down.bring(regions, {name: content[name] for name in names if name in content})

    @cached_property
    def _down(self) -> PacksDown:
        return PacksDown(self._store, self._packs, self._now)

    def _get(self, regions: tuple[str, ...], names: tuple[str, ...]) -> Mapping[str, bytes]:
        keys = filter(None, (trusted_keys.HUB_KEYS, trusted_keys.seal_target(regions)))
        _, content = self._targets.get(self._root(), (*keys, *names))
        trusted_keys.keep(self._records.journal, content)
        return content

    def _root(self) -> bytes:
        try:
            return (self._data / ROOT_FILE).read_bytes()
        except OSError as error:
            raise Unavailable("tuf.root", "这台机器没有信任的根：请重新登记") from error

    def _now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self._records.time.now_ms() / 1000, dt.UTC)


def catalog_over_http(
    data: Path, records: Records, store: ShardStore, origin: str, ca_file: str | None
) -> CatalogLink:
    """Return the public side of a hub over HTTP."""
    return CatalogLink(data, records, store, HttpFetcher(ca_file), f"{origin}/")


def catalog_in_folder(data: Path, records: Records, store: ShardStore, folder: Path) -> CatalogLink:
    """Return the public side of a hub from a copy of its files: `tuf` and `packs` in a folder."""
    return CatalogLink(data, records, store, FolderFetcher(folder), FOLDER_BASE)
