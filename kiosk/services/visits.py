"""One visit: what it remembers, when it goes idle, and how it is wiped.

Everything lives in memory only and dies with the visit (ux.md §11). Pictures, spool files and the
screens themselves are wiped by those who made them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kiosk.domain.ids import RegionCode
    from kiosk.domain.person import IdentityDocument
    from kiosk.services.guidance import Enquiry

IDLE_AFTER_S = 180.0
WARN_FOR_S = 45.0

IdleState = Literal["active", "warning", "expired"]


class Visit:
    """The one visit of the moment: enquiry, region, holder, idle clock; the GUI thread owns it.

    `holder` is who laid a card, from the reading until the visit is over or the card refused.

    Args:
        home_region: the region of the site, used unless the resident chooses another.
        idle_after_s: seconds without a touch until the warning.
        warn_for_s: seconds the warning stands until the visit is over.
    """

    def __init__(
        self,
        home_region: RegionCode,
        idle_after_s: float = IDLE_AFTER_S,
        warn_for_s: float = WARN_FOR_S,
    ) -> None:
        self._home_region = home_region
        self._idle_after_s = idle_after_s
        self._warn_for_s = warn_for_s
        self.region: RegionCode = home_region
        self.enquiry: Enquiry | None = None
        self.holder: IdentityDocument | None = None
        self._last_touch_s: float | None = None
        self._paused_at_s: float | None = None

    def touch(self, now_s: float) -> None:
        """Note activity: starts the visit or restarts its idle clock."""
        self._last_touch_s = now_s
        if self._paused_at_s is not None:
            self._paused_at_s = now_s

    def pause(self, paused: bool, now_s: float) -> None:
        """Hold the idle clock while the kiosk prints, speaks or reads a card."""
        if paused and self._paused_at_s is None:
            self._paused_at_s = now_s
        elif not paused and self._paused_at_s is not None:
            if self._last_touch_s is not None:
                self._last_touch_s += now_s - self._paused_at_s
            self._paused_at_s = None

    def idle(self, now_s: float) -> IdleState:
        """Return whether the visit is active, warned or over; before it starts it is active."""
        rested_s = self._rested_s(now_s)
        if rested_s < self._idle_after_s:
            return "active"
        return "warning" if rested_s < self._idle_after_s + self._warn_for_s else "expired"

    def seconds_left(self, now_s: float) -> int:
        """Return the seconds until the wipe, rounded up."""
        left_s = self._idle_after_s + self._warn_for_s - self._rested_s(now_s)
        return max(0, math.ceil(left_s))

    def wipe(self) -> None:
        """Forget everything about the resident; the region returns to the site's own."""
        self.region = self._home_region
        self.enquiry = None
        self.holder = None
        self._last_touch_s = None
        self._paused_at_s = None

    def _rested_s(self, now_s: float) -> float:
        """Return the seconds since the last touch, without the time the clock was held."""
        if self._last_touch_s is None:
            return 0.0
        until_s = now_s if self._paused_at_s is None else self._paused_at_s
        return until_s - self._last_touch_s
