"""Suite 1: Ed25519 signatures, SHA-256; the device key and its file.

Seals are `seal.py`. Suite 2 (SM2/SM3/SM4) would be one more class here. Source: sync.md §8.
"""

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.domain.errors import Unavailable
from kiosk.files import write_atomic
from kiosk.ports.crypto import Suite

SEED_BYTES = 32


class Suite1:
    """The `Suite` port: Ed25519 and SHA-256."""

    number = 1

    def hash(self, data: bytes) -> bytes:
        """Return SHA-256."""
        return hashlib.sha256(data).digest()

    def verify(self, public_key: bytes, signature: bytes, data: bytes) -> bool:
        """Tell whether an Ed25519 signature is valid."""
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


SUITES = {suite.number: suite for suite in (Suite1(),)}


class Ed25519Signer:
    """The `Signer` port on an Ed25519 seed of 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.suite: Suite = SUITES[1]
        self.public_key = self._key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Return an Ed25519 signature."""
        return self._key.sign(data)


def load_or_make_key(path: Path, seed: bytes) -> Ed25519Signer:
    """Return the key of a file; a missing file is written, readable by its owner alone.

    Args:
        path: the key file.
        seed: 32 fresh random bytes, used when there is no file yet.

    Raises:
        Unavailable: the file is damaged or cannot be read or written.
    """
    try:
        kept = path.read_bytes()
    except FileNotFoundError:
        write_atomic(path, seed, mode=0o600)
        kept = seed
    except OSError as error:
        raise Unavailable("key.unreadable", f"钥匙文件 {path} 读不了：请检查权限") from error
    if len(kept) != SEED_BYTES:
        raise Unavailable("key.damaged", f"钥匙文件 {path} 坏了：请重新登记这台机器")
    return Ed25519Signer(kept)
