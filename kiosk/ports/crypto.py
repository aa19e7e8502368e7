"""Cryptography ports: hashes, signatures and seals, by suite.

Which library does it is `sealing`; which bytes are hashed or signed is `journal` and `wire`.
"""

from typing import Protocol

from msgspec import Struct


class Suite(Protocol):
    """The algorithms of one suite number (sync.md §8); no state, any thread."""

    number: int

    def hash(self, data: bytes) -> bytes:
        """Return 32 bytes."""
        ...

    def verify(self, public_key: bytes, signature: bytes, data: bytes) -> bool:
        """Tell whether a signature is valid; malformed keys and signatures are not."""
        ...


class Signer(Protocol):
    """A private key that signs: the device's, or the hub's."""

    suite: Suite
    public_key: bytes

    def sign(self, data: bytes) -> bytes:
        """Return a signature of 64 bytes."""
        ...


class Sealer(Protocol):
    """The public seal key of a city."""

    key_id: str

    def seal(self, plaintext: bytes, info: bytes) -> bytes:
        """Encrypt to the city; `info` binds the context. Every call gives other bytes."""
        ...


class Unsealer(Protocol):
    """The private seal keys of a city; only the desk has one."""

    def unseal(self, key_id: str, sealed: bytes, info: bytes) -> bytes:
        """Decrypt.

        Raises:
            Refused: the key is not here, or bytes or context are not those that were sealed.
        """
        ...


class QueryCode(Struct, frozen=True, kw_only=True):
    """A secret of 8 digits and what proves it; see `journal/receipt.py`."""

    code: str
    verifier: str


class QueryCodes(Protocol):
    """Query codes made ahead of time, because a verifier takes 60 ms."""

    def take(self) -> QueryCode:
        """Return a fresh one, each only once. Any thread."""
        ...
