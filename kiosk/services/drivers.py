"""Calls into a driver, which may not be ours: what it raises costs its own device and nothing else.

Which devices there are is `devices/registry.py`; what a device's answer means is its service.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Guard:
    """Stands between the screens and one driver.

    Args:
        name: the device, e.g. `idcard`.
        note: writes the log, an event name and plain facts, never what a card or a code says.
    """

    def __init__(self, name: str, note: Callable[..., None]) -> None:
        self._name = name
        self._note = note
        self._noted: str | None = None

    def call(self, what: str, do: Callable[[], T], otherwise: T) -> T:
        """Return what the driver answers, or `otherwise`; the same mistake is noted once.

        Args:
            what: which part of the port is called.
            do: the call.
            otherwise: stands for the answer of a driver that failed.
        """
        try:
            return do()
        except Exception as error:  # noqa: BLE001  somebody else's code; its words may quote anything
            found = f"{what}: {type(error).__name__}"
            if found != self._noted:
                self._noted = found
                self._note("device.failed", "error", device=self._name, at=found)
            return otherwise
