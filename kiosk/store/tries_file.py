"""Wrong PINs in a file of the data folder, durable before the PIN is compared.

What follows from them is `services/technicians.py`.
"""

from pathlib import Path

import msgspec

from kiosk.domain.errors import KioskError
from kiosk.files import write_atomic
from kiosk.ports.technicians import Tries

DAMAGED = Tries(failed=5)
"""A file that somebody spoiled counts as five wrong tries: the next wrong one waits a minute."""


class TriesFile:
    """The port `TriesStore` on one file; missing means that nobody was wrong."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Tries:
        """Return what was kept."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Tries)
        except FileNotFoundError:
            return Tries()
        except (OSError, msgspec.MsgspecError):
            return DAMAGED

    def save(self, tries: Tries) -> bool:
        """Keep it durably; False when the disk does not take it."""
        try:
            write_atomic(self._path, msgspec.json.encode(tries), mode=0o600)
        except KioskError:
            return False
        return True
