"""Answers that matter, signed with the hub's key. Which answer is given is decided elsewhere."""

from collections.abc import Callable

import msgspec
from msgspec import Struct

from kiosk.ports.crypto import Signer
from kiosk.wire.request_signature import key_hash
from kiosk.wire.signed import Purpose, Signed, b64, signing_input


class HubSigner(Struct, frozen=True, kw_only=True):
    """The hub's voice: its key, its clock, the epoch of its memory.

    `now_ms` returns milliseconds since 1970 UTC.
    """

    key: Signer
    now_ms: Callable[[], int]

    @property
    def kid(self) -> str:
        """The name of the key in `keys/hub.json`."""
        return f"hub-{key_hash(self.key.public_key)}"

    def sign(self, purpose: Purpose, payload: Struct) -> Signed:
        """Return a signed object around a message."""
        return self.sign_bytes(purpose, msgspec.json.encode(payload))

    def sign_bytes(self, purpose: Purpose, payload: bytes) -> Signed:
        """Return a signed object around encoded bytes."""
        sig = self.key.sign(signing_input(purpose, payload))
        return Signed(payload=b64(payload), kid=self.kid, sig=b64(sig))
