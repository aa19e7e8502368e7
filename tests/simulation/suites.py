"""Cheap cryptography for long simulations: the hash is real, signatures are keyed hashes.

Whoever knows a public key could sign here; no fault of the simulation does.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from msgspec import Struct

from kiosk.ports.crypto import Sealer, Signer
from kiosk.sealing.suites import SUITES, Ed25519Signer
from tests.journals import KEY_ID, SEALER

NUMBER = 99


class CheapSuite:
    """The port `Suite`."""

    number = NUMBER

    def hash(self, data: bytes) -> bytes:
        return hashlib.sha256(data).digest()

    def verify(self, public_key: bytes, signature: bytes, data: bytes) -> bool:
        return hmac.compare_digest(hmac.digest(public_key, data, "sha512"), signature)


class CheapSigner:
    """The port `Signer`."""

    def __init__(self, seed: bytes) -> None:
        self.suite = SUITES.get(NUMBER, CheapSuite())
        self.public_key = hashlib.sha256(b"public" + seed).digest()

    def sign(self, data: bytes) -> bytes:
        return hmac.digest(self.public_key, data, "sha512")


class CheapSealer:
    """The port `Sealer`: nothing is hidden, and every call gives other bytes, as a real seal."""

    key_id = KEY_ID

    def __init__(self) -> None:
        self._count = 0

    def seal(self, plaintext: bytes, info: bytes) -> bytes:
        self._count += 1
        return b"%048d" % self._count + plaintext


class Craft(Struct, frozen=True, kw_only=True):
    """Which cryptography a world runs on."""

    is_real: bool

    def signer(self, name: str) -> Signer:
        seed = hashlib.sha256(name.encode()).digest()
        return Ed25519Signer(seed) if self.is_real else CheapSigner(seed)

    def sealer(self) -> Sealer:
        return SEALER if self.is_real else CheapSealer()


@contextmanager
def cheap_suite_known() -> Iterator[None]:
    """Let kiosk and hub know the cheap suite while the block runs."""
    with patch.dict(SUITES, {NUMBER: CheapSuite()}):
        yield
