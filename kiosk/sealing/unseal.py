"""Unsealing with a city's private keys; imported by the desk and by tests alone.

Source: sync.md §8.
"""

from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.domain.errors import Refused
from kiosk.sealing.seal import SUITE


class HpkeUnsealer:
    """The `Unsealer` port.

    Args:
        keys: the private keys by their names, 32 bytes each.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = {name: X25519PrivateKey.from_private_bytes(key) for name, key in keys.items()}

    def unseal(self, key_id: str, sealed: bytes, info: bytes) -> bytes:
        """Decrypt. Raises Refused."""
        key = self._keys.get(key_id)
        if key is None:
            raise Refused("seal.key", f"这里没有密封钥匙 {key_id}")
        try:
            return SUITE.decrypt(sealed, key, info=info)
        except InvalidTag as error:
            raise Refused("seal.broken", "密封的内容打不开：钥匙或条目不对") from error
