"""Signed targets by python-tuf, with what it leaves open closed: floors, trusted time, fsync.

What the targets mean is not known here. Source: sync.md §12, holes (a) to (e).
"""

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import DelegatedRole, Role, Root, Signed, Targets
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig
from tuf.ngclient._internal.trusted_metadata_set import TrustedMetadataSet

from kiosk.domain.errors import Unavailable
from kiosk.ports.journal import JournalStore

FOLDER = "tuf"
MAX_ROOT_BYTES = 512 * 1024


class TufTargets:
    """The signed targets of one hub.

    Args:
        data: the data folder; the client's files go into `tuf` in it.
        journal: keeps the floors, where losing the client's files cannot lower them.
        now: the best time known, aware, UTC.
        base: address of `tuf/`, `https://hub/` or `folder:///`.
        fetcher: how files are read.
    """

    def __init__(
        self,
        data: Path,
        journal: JournalStore,
        now: Callable[[], dt.datetime],
        base: str,
        fetcher: FetcherInterface,
    ) -> None:
        self._folder = data / FOLDER
        self._journal = journal
        self._now = now
        self._base = base
        self._fetcher = fetcher

    def fetch_root(self) -> bytes:
        """Return the first root of the hub, unverified: the caller knows what it must hash to."""
        with _translated():
            return self._fetcher.download_bytes(f"{self._base}tuf/1.root.json", MAX_ROOT_BYTES)

    def get(self, root: bytes, names: tuple[str, ...]) -> tuple[int, dict[str, bytes]]:
        """Refresh and return the version of the timestamp and the targets that exist.

        Nothing is used before every role that was loaded stands at or above its floor.

        Args:
            root: the root in which trust begins.
            names: targets to fetch; one that does not exist is left out.

        Raises:
            Unavailable: no network, or something is not signed as it must be, expired, or older
                than what was seen before.
        """
        with _translated():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            updater = Updater(
                str(self._folder),
                f"{self._base}tuf/",
                target_base_url=f"{self._base}tuf/targets/",
                fetcher=self._fetcher,
                config=UpdaterConfig(),
                bootstrap=root,
            )
            updater._trusted_set.reference_time = self._now()  # hole (b): its own clock is not ours
            updater.refresh()
            found = {name: updater.get_targetinfo(name) for name in names}
            self._hold_floors(updater._trusted_set)
            _sync(self._folder)
            content = {
                name: self._read(updater, info) for name, info in found.items() if info is not None
            }
        return updater._trusted_set.timestamp.version, content

    def _read(self, updater: Updater, info: Any) -> bytes:
        path = self._folder / "target"
        updater.download_target(info, str(path))
        content = path.read_bytes()
        path.unlink()
        return content

    def _hold_floors(self, loaded: TrustedMetadataSet) -> None:
        """Refuse what is older than was seen, remember the newest. Raises Unavailable."""
        text = self._journal.meta("tuf_floors")
        floors = msgspec.json.decode(text, type=dict[str, int]) if text else {}
        versions = {_floor_name(name, role): loaded[name].version for name, role in _roles(loaded)}
        for name, version in versions.items():
            if version < floors.get(name, 0):
                role = name.partition(":")[0]
                self._forget()
                raise Unavailable(
                    "tuf.rollback", f"收到的目录签名（{role}）比见过的旧，没有采用：请告诉中心"
                )
        newer = floors | versions
        if newer != floors:
            said = msgspec.json.encode(newer).decode()
            self._journal.write(lambda tx: tx.set_meta("tuf_floors", said))

    def _forget(self) -> None:
        """Drop the client's files: they hold what was refused. The floors stay."""
        for path in self._folder.rglob("*.json"):
            path.unlink()


def _roles(loaded: TrustedMetadataSet) -> Iterator[tuple[str, Role]]:
    """Yield the roles that were loaded with who may sign them, once for each parent that was asked.

    Raises:
        Unavailable: some have no names of their own, and so could have no floor.
    """
    yield from loaded.root.roles.items()
    parents: list[str] = [Targets.type]
    for parent in parents:  # grows: a delegated role may delegate
        for name, role in _delegated(loaded[parent]).items():
            if loaded.contains(name, parent):
                yield name, role
                if name not in parents:
                    parents.append(name)


def _delegated(parent: Signed) -> Mapping[str, DelegatedRole]:
    """Return whom a role delegates to."""
    if not isinstance(parent, Targets) or parent.delegations is None:
        return {}
    if parent.delegations.roles is None:
        raise Unavailable("tuf.untrusted", "目录签名分给了没有名字的角色，没有采用")
    return parent.delegations.roles


def _floor_name(name: str, role: Role) -> str:
    """Return role and keys: new keys, signed in by the parent, begin a new floor."""
    keys = "" if name == Root.type else ",".join(sorted(role.keyids))
    return f"{name}:{hashlib.sha256(keys.encode()).hexdigest()[:16]}"


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the library or the disk raises into Unavailable."""
    try:
        yield
    except DownloadError as error:
        raise Unavailable(
            "E-NW-01", "拿不到中心公布的文件：请检查网络和地址；用 U 盘时看 tuf 有没有拷全"
        ) from error
    except RepositoryError as error:
        raise Unavailable("tuf.untrusted", "收到的目录签名不对，没有采用") from error
    except OSError as error:
        raise Unavailable("store.unreadable", "目录签名存不下来：请检查磁盘") from error


def _sync(folder: Path) -> None:
    """Bring the client's files and their names to the disk: the library does not (hole (a))."""
    for path in (*folder.rglob("*.json"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
