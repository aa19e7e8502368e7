"""A hub's signed files, who serves others in their place, and a kiosk that reads them."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile

from hub.assembly import HubAssembly
from hub.services.tuf_keys import RoleKeys
from hub.services.tuf_repository import TufRepository
from kiosk.domain.errors import Unavailable
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.sync.public_files import FolderFetcher
from kiosk.sync.tuf_client import TufTargets

NAMES = ("keys/hub.json", "keys/seal/341600.json", "catalog/341600/341600.index.json")
CATALOG = NAMES[2]
CITY = "city-341600"
ROLES = ("timestamp", "snapshot", "targets", "policy", CITY)


class NotedFolder(FolderFetcher):
    """A folder that remembers what was read from it: names below `tuf/`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.names: list[str] = []

    def rest(self, url: str, start: int) -> tuple[int, Iterator[bytes]]:
        self.names.append(url.partition("/tuf/")[2])
        return super().rest(url, start)


class Repository:
    """A hub's public files, and a kiosk that reads them from a folder."""

    def __init__(self, folder: Path, hub: HubAssembly, journal: SqliteJournalStore) -> None:
        self.folder = folder
        self.hub = hub
        self.journal = journal
        self.served = hub.paths.published
        self.now = dt.datetime.now(dt.UTC)
        self.root = (self.served / "tuf" / "1.root.json").read_bytes()

    @property
    def client(self) -> TufTargets:
        fetcher = FolderFetcher(self.served)
        return TufTargets(self.folder, self.journal, lambda: self.now, "folder:///", fetcher)

    def get(self, names: tuple[str, ...] = NAMES) -> dict[str, bytes]:
        return self.client.get(self.root, names)[1]

    def get_noting(self, names: tuple[str, ...]) -> tuple[dict[str, bytes], list[str]]:
        """Read targets; return them and the names below `tuf/` that were fetched, in order."""
        folder = NotedFolder(self.served)
        client = TufTargets(self.folder, self.journal, lambda: self.now, "folder:///", folder)
        return client.get(self.root, names)[1], folder.names

    def publish(self, text: bytes) -> int:
        return self.repository().publish({CATALOG: text}, None)

    def repository(self) -> TufRepository:
        keys = RoleKeys(self.hub.paths.keys)
        return TufRepository(self.served / "tuf", keys, "341600", self.now)

    @property
    def tuf(self) -> Path:
        return self.served / "tuf"

    @property
    def keys(self) -> RoleKeys:
        return RoleKeys(self.hub.paths.keys)

    @property
    def local(self) -> Path:
        """The client's own files."""
        return self.folder / "tuf"

    def floors(self) -> str | None:
        return self.journal.meta("tuf_floors")

    def newest(self, role: str) -> Path:
        """Return the file of a role's newest version."""
        if role == "timestamp":
            return self.tuf / "timestamp.json"
        found = self.tuf.glob(f"*.{role}.json")
        return max(found, key=lambda path: int(path.name.split(".")[0]))

    def forge(
        self,
        role: str,
        change: Callable[[Any], object],
        signers: Iterable[CryptoSigner],
        path: Path | None = None,
    ) -> None:
        """Write metadata of a role, changed and signed by somebody."""
        metadata: Metadata[Any] = Metadata.from_file(str(self.newest(role)))
        change(metadata.signed)
        metadata.signatures.clear()
        for signer in signers:
            metadata.sign(signer, append=True)
        (path or self.newest(role)).write_bytes(metadata.to_bytes())

    def copy(self, name: str) -> Path:
        """Keep the served files as they are now, as an attacker would."""
        return Path(shutil.copytree(self.hub.paths.published, self.folder.parent / name))


Attack = Callable[[Repository], object]


def refused(repository: Repository, attack: Attack, names: tuple[str, ...] = NAMES) -> None:
    """Attack, see that nothing is believed, then see that the truth still is."""
    floors = repository.floors()
    attack(repository)
    for _ in range(2):
        with pytest.raises(Unavailable):
            repository.get(names)
    assert repository.floors() == floors


def works_again(repository: Repository) -> None:
    """Serve the truth again, and see that it is believed."""
    repository.served = repository.hub.paths.published
    repository.publish(b"three")
    assert repository.get()[CATALOG] == b"three"


def a_stranger() -> CryptoSigner:
    """Return a key that nobody signed in."""
    return CryptoSigner.generate_ed25519()


def with_keys(repository: Repository, role: str) -> list[CryptoSigner]:
    """Return the real keys of a role."""
    name: Any = "city" if role == CITY else role
    return repository.keys.signers(name)


def lower(repository: Repository, role: str) -> None:
    """Serve an older version of a role, in new, well signed metadata above it."""
    if role == "timestamp":
        repository.forge(role, lambda m: set_version(m, 1), with_keys(repository, role))
        return
    if role == "snapshot":
        low = repository.tuf / "1.snapshot.json"
        repository.forge(role, lambda m: set_version(m, 1), with_keys(repository, role), low)
        point_to(repository, 1)
        return
    low = repository.tuf / f"1.{role}.json"
    repository.forge(role, lambda m: set_version(m, 1), with_keys(repository, role), low)
    name_roles(repository, {role: MetaFile(1)})


def point_to(repository: Repository, snapshot: int) -> None:
    def change(metadata: Any) -> None:
        metadata.version += 1
        metadata.snapshot_meta = MetaFile(snapshot)

    repository.forge("timestamp", change, with_keys(repository, "timestamp"))


def name_roles(repository: Repository, metas: Mapping[str, MetaFile]) -> None:
    """Serve a new snapshot that names roles so, and a timestamp above it."""
    number = version_of(repository, "snapshot") + 1

    def change(metadata: Any) -> None:
        metadata.version = number
        metadata.meta.update({f"{role}.json": meta for role, meta in metas.items()})

    new = repository.tuf / f"{number}.snapshot.json"
    repository.forge("snapshot", change, with_keys(repository, "snapshot"), new)
    point_to(repository, number)


def set_version(metadata: Any, version: int) -> None:
    metadata.version = version


def raise_role(
    repository: Repository, role: str, change: Callable[[Any], object], signers: list[CryptoSigner]
) -> None:
    """Serve a new version of a role with the metadata above it well signed."""
    if role == "timestamp":
        repository.forge(role, change, signers)
        return
    number = int(repository.newest(role).name.split(".")[0]) + 1
    repository.forge(role, change, signers, repository.tuf / f"{number}.{role}.json")
    if role == "snapshot":
        point_to(repository, number)
        return
    name_roles(repository, {role: MetaFile(number)})


def a_root(
    repository: Repository,
    version: int,
    *,
    said: int | None = None,
    expires_in: int = 365,
    signers: list[CryptoSigner] | None = None,
) -> None:
    """Serve a root under a version; `said` is the version that stands in it."""

    def change(metadata: Any) -> None:
        metadata.version = version if said is None else said
        metadata.expires = in_days(repository, expires_in)

    keys = with_keys(repository, "root") if signers is None else signers
    repository.forge("root", change, keys, repository.tuf / f"{version}.root.json")


def in_days(repository: Repository, days: int) -> dt.datetime:
    return (repository.now + dt.timedelta(days=days)).replace(microsecond=0)


def version_of(repository: Repository, role: str) -> int:
    metadata: Metadata[Any] = Metadata.from_file(str(repository.newest(role)))
    return int(metadata.signed.version)


def higher(metadata: Any) -> None:
    metadata.version += 1


def restore(repository: Repository, kept: Path) -> None:
    """Serve again what `copy` kept."""
    shutil.rmtree(repository.tuf)
    shutil.copytree(kept / "tuf", repository.tuf)


def take_next_numbers(repository: Repository) -> None:
    """Go on behind the numbers that somebody took who held keys: the hub's own go on."""
    repository.repository().rotate("policy")
    for _ in range(3):
        repository.repository().refresh()


def renew_online_keys(repository: Repository) -> None:
    """Do what a hub must when somebody held the keys that lie at it."""
    for role in ("city", "snapshot", "timestamp"):
        repository.repository().rotate(role)  # type: ignore[arg-type]
