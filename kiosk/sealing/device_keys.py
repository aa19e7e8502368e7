"""The keys of one machine: the one it enrolled with and each that took its place, a file each.

Which of them signs what is said by the journal; nothing here makes a key that was lost anew.
Source: sync.md §9.2.
"""

from pathlib import Path

from kiosk.domain.errors import Unavailable
from kiosk.files import file_error
from kiosk.ports.crypto import Suite
from kiosk.sealing.suites import SUITES, Ed25519Signer, load_or_make_key

NAME_CHARS = 16


class DeviceKeys:
    """Finds keys by their public half. Any thread.

    Args:
        first: the file of the key that the machine enrolled with; later ones lie beside it.
    """

    def __init__(self, first: Path) -> None:
        self._first = first
        self._found: dict[bytes, Ed25519Signer] = {}

    def signer(self, public_key: bytes) -> Ed25519Signer:
        """Return the key with this public half.

        Raises:
            Unavailable: its file is gone, damaged or another key: what that signs is worth nothing.
        """
        known = self._found.get(public_key)
        if known is not None:
            return known
        later = self._file(SUITES[1], public_key)
        path = later if later.exists() else self._first
        if not path.exists():
            raise _foreign(f"钥匙文件 {path.name} 不见了")
        found = load_or_make_key(path, b"")
        if found.public_key != public_key:
            raise _foreign(f"钥匙文件 {path.name} 不是这份日志的")
        self._found[public_key] = found
        return found

    def make(self, seed: bytes) -> Ed25519Signer:
        """Write a new key, durable when this returns, and return it.

        Args:
            seed: 32 fresh random bytes.

        Raises:
            Unavailable: it cannot be written.
        """
        made = Ed25519Signer(seed)
        return load_or_make_key(self._file(made.suite, made.public_key), seed)

    def drop(self, public_key: bytes) -> None:
        """Remove a key that signs nothing any more; again does nothing. Raises Unavailable."""
        path = self._file(SUITES[1], public_key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise file_error(path, error) from error
        self._found.pop(public_key, None)

    def _file(self, suite: Suite, public_key: bytes) -> Path:
        name = suite.hash(public_key).hex()[:NAME_CHARS]
        return self._first.with_name(f"device-key-{name}.key")


def _foreign(flaw: str) -> Unavailable:
    return Unavailable(
        "key.foreign",
        f"{flaw}：已停止收件。请放回备份；没有备份就用 kiosk enrol --again --token 登记码 重新登记",
    )
