"""What a hub has signed, read again from the files that it serves.

Signing is `tuf_repository.py`. Source: sync.md §12.
"""

from pathlib import Path
from typing import Any

import msgspec
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Snapshot, Targets, Timestamp

from kiosk.domain.errors import InputError, Unavailable


class SignedFiles:
    """Signed metadata of one folder.

    Args:
        folder: `tuf`, as it is served.
        city: six digits.
    """

    def __init__(self, folder: Path, city: str) -> None:
        self._folder = folder
        self._city = f"city-{city}"

    def root_bytes(self) -> bytes:
        """Return the first root, in which every kiosk begins to trust."""
        return (self._folder / "1.root.json").read_bytes()

    def policy(self) -> dict[str, bytes]:
        """Return the newest files of the policy by target name."""
        return self._files("policy", self._version("policy"))

    def city(self) -> dict[str, bytes]:
        """Return what the city says to whoever reads now, by target name.

        What was written and has no timestamp yet is not said.
        """
        return self._files(self._city, self._named(self._city))

    def audit(self) -> dict[str, bytes]:
        """Return what auditors read now, by target name.

        Raises:
            InputError: it is not what the audit key signed.
        """
        metadata = self._load("audit", Targets, self._named("audit"))
        if metadata is None:
            return {}
        targets = self._load("targets", Targets)
        try:
            if targets is not None:
                signed, signatures = metadata.signed_bytes, metadata.signatures
                targets.signed.verify_delegate("audit", signed, signatures)
            files = self._files("audit", metadata.signed.version)
            for name, file in metadata.signed.targets.items():
                file.verify_length_and_hashes(files[name])
        except RepositoryError as error:
            raise InputError("tuf.audit", "不是审计钥匙签的，或被换过") from error
        return files

    def _named(self, name: str) -> int:
        """Return the version of a delegation that the timestamp leads to; 0: none."""
        timestamp = self._load("timestamp", Timestamp)
        if timestamp is None:
            return 0
        snapshot = self._load("snapshot", Snapshot, timestamp.signed.snapshot_meta.version)
        named = snapshot.signed.meta.get(f"{name}.json") if snapshot else None
        return named.version if named else 0

    def _files(self, name: str, version: int) -> dict[str, bytes]:
        metadata = self._load(name, Targets, version)
        targets = metadata.signed.targets if metadata else {}
        return {name: self._target(name, file.hashes["sha256"]) for name, file in targets.items()}

    def _target(self, target: str, digest: str) -> bytes:
        folder, _, name = target.rpartition("/")
        path = self._folder / "targets" / folder / f"{digest}.{name}"
        try:
            return path.read_bytes()
        except OSError as error:
            raise Unavailable("tuf.target", f"发布过的文件读不了：{path}") from error

    def _load(self, name: str, kind: type[Any], version: int | None = None) -> Metadata[Any] | None:
        """Return the newest file of a role, or that of a version; None: there is none."""
        version = self._version(name) if version is None else version
        if version == 0:
            return None
        prefix = "" if name == "timestamp" else f"{version}."
        return Metadata[kind].from_file(str(self._folder / f"{prefix}{name}.json"))  # type: ignore[valid-type]

    def _version(self, name: str) -> int:
        """Return the newest version of a role's file, 0 before the first."""
        if name == "timestamp":
            path = self._folder / "timestamp.json"
            return Metadata[Timestamp].from_file(str(path)).signed.version if path.exists() else 0
        found = (path.name.split(".")[0] for path in self._folder.glob(f"*.{name}.json"))
        return max((int(number) for number in found if number.isdigit()), default=0)


def timestamp_version(tuf: Path) -> int | None:
    """Return the version of the timestamp, the newest state of everything; None: there is none."""
    try:
        whole = msgspec.json.decode(
            (tuf / "timestamp.json").read_bytes(), type=dict[str, msgspec.Raw]
        )
        version = msgspec.json.decode(whole["signed"], type=dict[str, object])["version"]
    except (OSError, msgspec.MsgspecError, KeyError):
        return None
    return version if isinstance(version, int) else None
