"""The keys of the TUF roles: made once, kept as files that only their owner reads.

Root, targets and policy keys belong offline after the first publication (docs/operations.md); the
files then only come back for a rotation. Source: sync.md §12, role table.
"""

from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from msgspec import Struct
from securesystemslib.signer import CryptoSigner

from kiosk.domain.errors import Unavailable
from kiosk.files import replace_durably, write_atomic

RoleName = Literal["root", "targets", "policy", "city", "audit", "snapshot", "timestamp"]


class RolePlan(Struct, frozen=True, kw_only=True):
    """How many keys a role has, how many must sign, and how long a signature lives."""

    keys: int
    threshold: int
    days: int


ROLES: dict[RoleName, RolePlan] = {
    "root": RolePlan(keys=5, threshold=3, days=730),
    "targets": RolePlan(keys=3, threshold=2, days=365),
    "policy": RolePlan(keys=2, threshold=2, days=180),
    "city": RolePlan(keys=1, threshold=1, days=30),
    "audit": RolePlan(keys=1, threshold=1, days=14),
    "snapshot": RolePlan(keys=1, threshold=1, days=14),
    "timestamp": RolePlan(keys=1, threshold=1, days=3),
}


class RoleKeys:
    """The signing keys of one hub.

    Args:
        folder: where their files are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self) -> None:
        """Make every key. Raises InputError or Unavailable when the folder cannot be written."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for role, plan in ROLES.items():
            for number in range(plan.keys):
                key = CryptoSigner.generate_ed25519()
                write_atomic(self._file(role, number), key.private_bytes, mode=0o600)

    def signers(self, role: RoleName) -> list[CryptoSigner]:
        """Return the keys of a role.

        Raises:
            Unavailable: a key file is not here (it may be kept offline) or is damaged.
        """
        return [self._load(self._file(role, number)) for number in range(ROLES[role].keys)]

    def replace(self, role: RoleName) -> None:
        """Make new keys for a role; the caller has them signed in by the parent role."""
        for number in range(ROLES[role].keys):
            key = CryptoSigner.generate_ed25519()
            write_atomic(self._file(role, number), key.private_bytes, mode=0o600)

    def following(self, role: RoleName) -> list[CryptoSigner]:
        """Return new keys beside the ones in use, made at the first call and kept until `adopt`."""
        for number in range(ROLES[role].keys):
            path = self._next(role, number)
            if not path.exists():
                key = CryptoSigner.generate_ed25519()
                write_atomic(path, key.private_bytes, mode=0o600)
        return [self._load(self._next(role, number)) for number in range(ROLES[role].keys)]

    def adopt(self, role: RoleName) -> None:
        """Put the new keys in the place of the old ones."""
        for number in range(ROLES[role].keys):
            replace_durably(self._next(role, number), self._file(role, number))

    def _next(self, role: RoleName, number: int) -> Path:
        return self._file(role, number).with_suffix(".next")

    def _load(self, path: Path) -> CryptoSigner:
        try:
            return CryptoSigner(load_pem_private_key(path.read_bytes(), None))
        except (OSError, ValueError) as error:
            raise Unavailable(
                "tuf.key", f"钥匙 {path.name} 不在这里或坏了：离线保管的请先放回 {path.parent}"
            ) from error

    def _file(self, role: RoleName, number: int) -> Path:
        return self._folder / f"{role}-{number + 1}.pem"
