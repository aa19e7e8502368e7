"""A file in which the running kiosk says how its devices are, for `kiosk doctor` beside it.

Ports are held by the kiosk, so nobody else can ask the hardware. Whether a kiosk runs at all is
told by its lock on the data folder, not by this file.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.devices.worker import Worker
from kiosk.domain.errors import KioskError
from kiosk.files import write_atomic
from kiosk.ports.devices import DeviceState

LOOK_EVERY_S = 2.0
MAX_BYTES = 100_000


class StatusFile:
    """Keeps the file as new as the devices, on a thread of its own; it goes with the kiosk.

    Args:
        path: the file; its folder exists.
        look: returns how all devices are, without waiting.
        log: told an event name and facts.
    """

    def __init__(
        self, path: Path, look: Callable[[], tuple[DeviceState, ...]], log: Callable[..., None]
    ) -> None:
        self._path = path
        self._look = look
        self._written: tuple[DeviceState, ...] | None = None
        self._worker = Worker("status", self._step, finish=self._remove, log=log)

    def start(self) -> None:
        """Begin; returns at once."""
        self._worker.start()

    def close(self) -> None:
        """End and remove the file."""
        self._worker.close()

    def _step(self) -> float:
        """Write what is new."""
        found = self._look()
        if found != self._written:
            try:
                write_atomic(self._path, msgspec.json.encode(found))
            except KioskError:  # a full disk: the next look tries again
                return LOOK_EVERY_S
            self._written = found
        return LOOK_EVERY_S

    def _remove(self) -> None:
        self._path.unlink(missing_ok=True)


def read_status_file(path: Path) -> tuple[DeviceState, ...] | None:
    """Return what a running kiosk says, or None when nothing of use is there."""
    try:
        with path.open("rb") as stream:
            said = stream.read(MAX_BYTES)
        return msgspec.json.decode(said, type=tuple[DeviceState, ...])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
