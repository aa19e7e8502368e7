"""Trusted time: a lower bound that only signed sources raise, and the best time known now. Pure.

Reading the machine's clocks is `devices/clock.py`. Order in the journal never depends on any of
this. Source: sync.md §14.
"""

from msgspec import Struct
from msgspec.structs import replace

from kiosk.ports.clock import BootId, Readings

DAY_MS = 86_400_000
TIMESTAMP_LIFETIME_MS = 3 * DAY_MS


class Stamp(Struct, frozen=True, kw_only=True):
    """The time members of a header (sync.md §3)."""

    t_wall: int
    t_q: int
    boot_id: BootId
    t_mono: int


class HubTime(Struct, frozen=True, kw_only=True):
    """A time that a hub signed, and what the monotonic clock showed then."""

    time_ms: int
    mono_ms: int
    boot_id: BootId


class TrustedTime(Struct, frozen=True, kw_only=True):
    """What is known of the time for certain.

    `floor_ms` is a lower bound; `anchor` the monotonic reading that belongs to it, None when it
    comes from another boot; `hub` the last signed time of this boot.
    """

    floor_ms: int
    anchor: Readings | None = None
    hub: HubTime | None = None

    def floor(self, now: Readings) -> int:
        """Return the lower bound, carried on by the monotonic clock."""
        if self.anchor is None or self.anchor.boot_id != now.boot_id:
            return self.floor_ms
        return self.floor_ms + max(0, now.mono_ms - self.anchor.mono_ms)

    def best(self, now: Readings) -> int:
        """Return the best time known, in ms: never behind the floor."""
        floor = self.floor(now)
        if self._is_synced(now) and self.hub is not None:
            return max(floor, self.hub.time_ms + now.mono_ms - self.hub.mono_ms)
        return max(floor, now.wall_ms)

    def quality(self, now: Readings) -> int:
        """Return `t_q`: 2 synced by a hub this boot, 1 the wall clock is plausible, 0 neither."""
        if self._is_synced(now):
            return 2
        return 1 if now.wall_ms >= self.floor(now) else 0

    def stamp(self, now: Readings) -> Stamp:
        """Return what a header says about the time. `t_wall` is the best time known."""
        return Stamp(
            t_wall=self.best(now),
            t_q=self.quality(now),
            boot_id=now.boot_id,
            t_mono=now.mono_ms,
        )

    def heard(self, time_ms: int, now: Readings) -> "TrustedTime":
        """Take in a time that a hub signed, for a question of ours."""
        floor = max(self.floor(now), time_ms)
        hub = HubTime(time_ms=time_ms, mono_ms=now.mono_ms, boot_id=now.boot_id)
        return TrustedTime(floor_ms=floor, anchor=now, hub=hub)

    def raised(self, floor_ms: int, now: Readings) -> "TrustedTime":
        """Raise the floor by another signed source: a build, a TUF timestamp's issue."""
        return replace(self, floor_ms=max(self.floor(now), floor_ms), anchor=now)

    def skew_ms(self, now: Readings) -> int:
        """Return how far the wall clock is ahead of the best time known."""
        return now.wall_ms - self.best(now)

    def _is_synced(self, now: Readings) -> bool:
        return self.hub is not None and self.hub.boot_id == now.boot_id
