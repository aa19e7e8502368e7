"""One visit: what it remembers, when it goes idle, and how it is wiped.

Everything lives in memory only and dies with the visit (ux.md §11).
"""

from typing import Literal

from kiosk.domain.ids import RegionCode
from kiosk.services.guidance import Enquiry

IDLE_AFTER_S = 180.0
WARN_FOR_S = 45.0

IdleState = Literal["active", "warning", "expired"]


class Visit:
    """The one visit of the moment: enquiry, region, idle clock. Not thread-safe; the GUI thread owns it."""

    def __init__(
        self,
        home_region: RegionCode,
        idle_after_s: float = IDLE_AFTER_S,
        warn_for_s: float = WARN_FOR_S,
    ):
        self._home_region = home_region
        self._idle_after_s = idle_after_s
        self._warn_for_s = warn_for_s
        self.region: RegionCode = home_region
        self.enquiry: Enquiry | None = None
        self._last_touch_s: float | None = None
        self._paused = False

    def touch(self, now_s: float) -> None:
        """Note activity: starts the visit or restarts its idle clock."""
        raise NotImplementedError

    def pause(self, paused: bool, now_s: float) -> None:
        """Hold the idle clock while the kiosk prints, speaks or reads a card."""
        raise NotImplementedError

    def idle(self, now_s: float) -> IdleState:
        """Return whether the visit is active, warned or over at `now_s`."""
        raise NotImplementedError

    def seconds_left(self, now_s: float) -> int:
        """Return the seconds until the wipe, rounded up."""
        raise NotImplementedError

    def wipe(self) -> None:
        """Forget everything about the resident; the region returns to the site's own."""
        raise NotImplementedError
