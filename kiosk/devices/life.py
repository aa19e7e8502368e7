"""When devices live: as long as the kiosk on the screen, or for one report of a command.

Making them is `registry.py`; whether a kiosk runs on the data folder is told by its lock.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.devices.registry import Devices, UnusableDevice
from kiosk.ports.devices import Clock, Condition, DeviceState

if TYPE_CHECKING:  # the first frame comes before the devices
    from kiosk.devices.status_file import StatusFile

SETTLE_S = 6.0
"""How long a command gives the devices to answer."""
LOOK_AGAIN_S = 0.05
SETTLED = ("ok", "warn")
NOT_TOLD = Condition(
    state="warn", message="正被运行中的办事亭使用，状态还看不到。", fix="过几秒再查。"
)


class DeviceLife:
    """Begins and ends the devices of one station, and says how they are meanwhile.

    Args:
        devices: what begins and ends.
        status_path: where the running kiosk tells others how they are.
        clock: for the patience of a report.
        log: told an event name and facts.
    """

    def __init__(
        self, devices: Devices, status_path: Path, clock: Clock, log: Callable[..., None]
    ) -> None:
        self._devices = devices
        self._status_path = status_path
        self._clock = clock
        self._log = log
        self._status_file: StatusFile | None = None

    def begin(self) -> None:
        """Begin aside, for a kiosk on a screen; returns at once."""
        from kiosk.devices.status_file import StatusFile

        self._devices.start_aside()
        self._status_file = StatusFile(self._status_path, self._devices.states, self._log)
        self._status_file.start()

    def end(self) -> None:
        """End what began."""
        if self._status_file is not None:
            self._status_file.close()
            self._status_file = None
        self._devices.close()

    def states(self) -> tuple[DeviceState, ...]:
        """Return how the devices are; where nobody has them, they live for this report."""
        if self._status_file is not None or self._devices.are_made:
            return self._devices.states()
        self._devices.start()
        try:
            return self._settled()
        finally:
            self._devices.close()

    def states_beside(self) -> tuple[DeviceState, ...]:
        """Return what the kiosk says that runs on this data folder and holds the ports."""
        from kiosk.devices.status_file import read_status_file

        return read_status_file(self._status_path) or tuple(
            DeviceState(name=name, condition=NOT_TOLD) for name in self._devices.names
        )

    def _settled(self) -> tuple[DeviceState, ...]:
        """Return the states as soon as all devices work that can, or when patience is over."""
        end_s = self._clock.monotonic_s() + SETTLE_S
        usable = [d for d in self._devices.all if not isinstance(d, UnusableDevice)]
        while any(self._devices.condition(d).state not in SETTLED for d in usable):
            if self._clock.monotonic_s() >= end_s:
                break
            time.sleep(LOOK_AGAIN_S)
        return self._devices.states()
