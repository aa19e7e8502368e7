"""The TUF repository of a hub: signed metadata and target files that any web server can hand out.

What the targets say is decided by `publishing.py`, reading what is signed is `signed_files.py`. The
timestamp is written last, so that whoever reads meanwhile sees the old state. Source: sync.md §12.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Key,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from hub.services.signed_files import SignedFiles
from hub.services.tuf_keys import ROLES, RoleKeys, RoleName
from hub.store.turns import turn
from kiosk.domain.errors import Unavailable
from kiosk.files import write_atomic

SIGNING_LOCK = ".signing.lock"
TOP_ROLES: tuple[RoleName, ...] = ("root", "targets", "snapshot", "timestamp")


class TufRepository(SignedFiles):
    """Signed metadata over one folder.

    Args:
        folder: `tuf`, as it is served.
        keys: the signing keys.
        city: six digits: the delegation that may speak for this city.
        now: the time, aware, UTC.
    """

    def __init__(self, folder: Path, keys: RoleKeys, city: str, now: dt.datetime) -> None:
        super().__init__(folder, city)
        self._keys = keys
        self._city_code = city
        self._now = now.replace(microsecond=0)

    def found(self) -> None:
        """Sign root and targets: who may say what. Needs every offline key, once."""
        self._write_root(self._keys.signers("root"))
        self._write_targets(1)

    def publish(
        self, city: Mapping[str, bytes], policy: Mapping[str, bytes] | None, skip: int = 0
    ) -> int:
        """Publish target files and sign everything above them; return the new timestamp version.

        Args:
            city: `catalog/*` and `config/*` by target name: all there are.
            policy: `keys/*` and `policy/*`; None leaves them as they are (their keys are offline).
            skip: versions to leave out: they may have been given out before a restore.
        """
        with self._turn():
            written = {self._city: self._delegated(self._city, "city", city, skip)}
            if policy is not None:
                written["policy"] = self._delegated("policy", "policy", policy, skip)
            if skip:  # kiosks refuse a snapshot in which any role went back
                kept = self._files("audit", self._version("audit"))
                written["audit"] = self._delegated("audit", "audit", kept, skip)
            return self._seal_with(written, skip)

    def change_policy(self, files: Mapping[str, bytes]) -> int:
        """Replace some of the policy's files; return the new timestamp version.

        Raises:
            Unavailable: the policy keys are kept offline.
        """
        with self._turn():
            now = {**self.policy(), **files}
            return self._seal_with({"policy": self._delegated("policy", "policy", now)})

    def publish_audit(self, files: Mapping[str, bytes]) -> int:
        """Publish what auditors keep: all there is of `audit/*`; return the timestamp version."""
        with self._turn():
            return self._seal_with({"audit": self._delegated("audit", "audit", files)})

    def refresh(self) -> int:
        """Sign timestamp and snapshot anew, as is due every day; return the new version.

        What the city says is signed again when half of its time is over.
        """
        with self._turn():
            if self._version("snapshot") == 0:
                raise Unavailable("tuf.empty", "还没有发布过目录：先运行 hub publish")
            city = self._load(self._city, Targets)
            half = dt.timedelta(days=ROLES["city"].days / 2)
            is_due = city is not None and city.signed.expires - self._now < half
            return self._seal_with({self._city: self._signed_again("city")} if is_due else {})

    def rotate(self, role: RoleName) -> int:
        """Give a role new keys, signed in by its parent; what the old ones sign counts no longer.

        Needs the keys of the parent: root, or targets for those it delegates to. Cut short, it is
        run again.
        """
        with self._turn():
            return self._seal_with(self._rotated(role))

    def _rotated(self, role: RoleName) -> dict[str, int]:
        """Do so; return the delegations that have new versions."""
        written: dict[str, int] = {}
        if role == "root":
            self._rotate_root()
        else:
            self._keys.replace(role)
        if role in ("targets", "snapshot", "timestamp"):
            self._write_root(self._keys.signers("root"))
        if role not in ("root", "snapshot", "timestamp"):
            self._write_targets(self._version("targets") + 1)
        name = self._city if role == "city" else role
        if role in ("policy", "city", "audit") and self._version(name):
            written[name] = self._signed_again(role)
        return written

    def _turn(self) -> AbstractContextManager[None]:
        """Let one process at a time sign: two would give one version number to two states."""
        return turn(self._folder.parent / SIGNING_LOCK)

    def _rotate_root(self) -> None:
        """The next root is signed by the keys that are trusted now and by those it names."""
        following = self._keys.following("root")
        now = self._load("root", Root)
        named = set(now.signed.roles["root"].keyids) if now else set()
        if named != {signer.public_key.keyid for signer in following}:
            self._write_root([*self._keys.signers("root"), *following], following)
        self._keys.adopt("root")

    def _write_root(
        self, signers: Sequence[CryptoSigner], named: Sequence[CryptoSigner] | None = None
    ) -> None:
        """Sign a root that names the keys in use, or for itself others."""
        version = self._version("root") + 1
        root = Root(version=version, consistent_snapshot=True, expires=self._until("root"))
        for role in TOP_ROLES:
            own = named if role == "root" and named is not None else self._keys.signers(role)
            for signer in own:
                root.add_key(signer.public_key, role)
            root.roles[role].threshold = ROLES[role].threshold
        metadata = Metadata(root)
        for signer in signers:
            metadata.sign(signer, append=True)
        write_atomic(self._folder / f"{version}.root.json", metadata.to_bytes())

    def _signed_again(self, role: RoleName) -> int:
        """Sign what a delegated role says once more; return its new version."""
        name = self._city if role == "city" else role
        old = self._load(name, Targets)
        targets = Targets(version=self._version(name) + 1, expires=self._until(role))
        targets.targets = old.signed.targets if old else {}
        self._write(name, Metadata(targets), role)
        return targets.version

    def _seal_with(self, written: Mapping[str, int], skip: int = 0) -> int:
        """Sign the roles above some delegations that have new versions."""
        snapshot = self._load("snapshot", Snapshot)
        metas = dict(snapshot.signed.meta) if snapshot else {}
        metas["targets.json"] = MetaFile(self._version("targets"))
        for name, version in written.items():
            metas[f"{name}.json"] = MetaFile(version)
        return self._seal(metas, skip)

    def _seal(self, metas: dict[str, MetaFile], skip: int = 0) -> int:
        version = self._version("snapshot") + 1 + skip
        snapshot = Snapshot(version=version, expires=self._until("snapshot"), meta=metas)
        self._write("snapshot", Metadata(snapshot), "snapshot")
        number = self._version("timestamp") + 1 + skip
        timestamp = Timestamp(
            version=number, expires=self._until("timestamp"), snapshot_meta=MetaFile(version)
        )
        self._write("timestamp", Metadata(timestamp), "timestamp")
        return number

    def _write_targets(self, version: int) -> None:
        """Sign the delegations; a pattern's `*` does not cross a slash."""
        city, code = self._city, self._city_code
        paths: dict[str, tuple[RoleName, list[str]]] = {
            "policy": ("policy", ["keys/*", "keys/seal/*", "policy/*"]),
            city: ("city", [f"catalog/{code}/*", f"config/{code}/*"]),
            "audit": ("audit", ["audit/*"]),
        }
        keys: dict[str, Key] = {}
        roles: dict[str, DelegatedRole] = {}
        for name, (role, patterns) in paths.items():
            ids = []
            for signer in self._keys.signers(role):
                keys[signer.public_key.keyid] = signer.public_key
                ids.append(signer.public_key.keyid)
            roles[name] = DelegatedRole(name, ids, ROLES[role].threshold, True, patterns)
        targets = Targets(version=version, expires=self._until("targets"))
        targets.delegations = Delegations(keys, roles)
        self._write("targets", Metadata(targets), "targets")

    def _delegated(
        self, name: str, role: RoleName, files: Mapping[str, bytes], skip: int = 0
    ) -> int:
        targets = Targets(version=self._version(name) + 1 + skip, expires=self._until(role))
        for target, data in files.items():
            targets.targets[target] = TargetFile.from_data(target, data, ["sha256"])
            self._write_target(target, data)
        self._write(name, Metadata(targets), role)
        return targets.version

    def _write_target(self, target: str, data: bytes) -> None:
        folder, _, name = target.rpartition("/")
        place = self._folder / "targets" / folder
        place.mkdir(parents=True, exist_ok=True)
        write_atomic(place / f"{hashlib.sha256(data).hexdigest()}.{name}", data)

    def _write(self, name: str, metadata: Metadata[Any], role: RoleName) -> None:
        for signer in self._keys.signers(role):
            metadata.sign(signer, append=True)
        prefix = "" if name == "timestamp" else f"{metadata.signed.version}."
        write_atomic(self._folder / f"{prefix}{name}.json", metadata.to_bytes())

    def _until(self, role: RoleName) -> dt.datetime:
        return self._now + dt.timedelta(days=ROLES[role].days)
