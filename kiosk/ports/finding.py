"""Finding devices: where one may be, what was found there, what was not."""

from collections.abc import Callable
from typing import Literal, Protocol

from msgspec import Struct

from kiosk.ports.settings import Setting

Role = Literal["a4", "receipt", "idcard", "scanner"]
"""What a device is for: its name in the configuration."""


class Place(Struct, frozen=True, kw_only=True):
    """Somewhere a device may be.

    Attributes:
        kind: a serial port, a queue of the print service, a printer on USB.
        where: the port (`/dev/ttyUSB0`), the queue's name, or `usb:VVVV:PPPP`.
        about: what the system says about it; may be empty.
    """

    kind: Literal["serial", "queue", "usb"]
    where: str
    about: str = ""


class FoundDevice(Struct, frozen=True, kw_only=True):
    """A device that answered. `settings` is its table in the configuration, `driver` included."""

    role: Role
    settings: dict[str, Setting]
    where: str
    about: str = ""


class NothingFound(Struct, frozen=True, kw_only=True):
    """A place where no device was recognised.

    `why`: nothing answered; another program holds the port; it may not be opened; it was gone.
    """

    place: Place
    why: Literal["silent", "busy", "denied", "gone"]


Wanted = Callable[[], bool]
"""Asked between two steps: False breaks the search off."""


class DeviceFinder(Protocol):
    """Looks at places. Every method may wait; nothing here touches a port that somebody holds."""

    def places(self) -> tuple[Place, ...]:
        """Return where devices may be, now."""
        ...

    def look(self, place: Place, wanted: Wanted) -> FoundDevice | NothingFound:
        """Ask what is there: as a receipt printer, then as a card reader, at every line speed."""
        ...

    def listen(
        self, places: tuple[Place, ...], within_s: float, wanted: Wanted
    ) -> FoundDevice | None:
        """Wait for a code from one of some silent serial ports: that one is the scanner's."""
        ...
