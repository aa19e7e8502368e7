"""Sealing to a city's public key: HPKE X25519, HKDF-SHA256, AES-256-GCM (RFC 9180, base mode).

Unsealing is `unseal.py`, which a kiosk and the public hub never load. Source: sync.md §8.
"""

import hashlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
OVERHEAD_BYTES = 48


def public_seal_key(private_key: bytes) -> bytes:
    """Return the public half of a seal key, 32 bytes."""
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def seal_key_id(city: str, public_key: bytes) -> str:
    """Return the name of a seal key: the city's six digits and eight hex digits of its hash."""
    return f"{city}-{hashlib.sha256(public_key).hexdigest()[:8]}"


class HpkeSealer:
    """The `Sealer` port.

    Args:
        key_id: the name of the key.
        public_key: 32 bytes, X25519.
    """

    def __init__(self, key_id: str, public_key: bytes) -> None:
        self.key_id = key_id
        self._key = X25519PublicKey.from_public_bytes(public_key)

    def seal(self, plaintext: bytes, info: bytes) -> bytes:
        """Return enc(32) ‖ ciphertext ‖ tag(16)."""
        return SUITE.encrypt(plaintext, self._key, info=info)
