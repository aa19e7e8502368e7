"""Technicians: a PIN opens the machine, wrong ones make it wait, and what is done is logged.

How a PIN is compared is `domain/pin.py`; the pad and the boards behind it are screens.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct

from kiosk.domain.pin import fitting
from kiosk.ports.technicians import Tries, TriesStore

FREE_TRIES = 5
"""So many may be wrong before the pad waits; each one more doubles the wait."""
FIRST_WAIT_S, LONGEST_WAIT_S = 30, 3600


class PadOpen(Struct, frozen=True, kw_only=True, tag="open"):
    """A PIN may be typed; so many may be wrong before the pad waits."""

    tries_left: int


class PadWaits(Struct, frozen=True, kw_only=True, tag="waits"):
    """Nothing is compared for so many seconds."""

    seconds: int


class PadUseless(Struct, frozen=True, kw_only=True, tag="useless"):
    """No PIN was ever made for this machine."""


class Fits(Struct, frozen=True, kw_only=True, tag="fits"):
    """The PIN belongs to a technician."""

    pin_id: str


PadState = PadOpen | PadWaits | PadUseless


class Technicians:
    """Who may open the machine, and who has opened it.

    `check` may run on a work thread, everything else is the GUI thread's.

    Args:
        verifiers: PIN id → verifier, from the configuration.
        tries: keeps wrong tries over a restart.
        now: the civil clock, aware UTC.
        note: writes the log, an event name and plain facts. It gets PIN ids and never a PIN.
    """

    def __init__(
        self,
        *,
        verifiers: Mapping[str, str],
        tries: TriesStore,
        now: Callable[[], dt.datetime],
        note: Callable[..., None],
    ) -> None:
        self._verifiers = verifiers
        self._store = tries
        self._now = now
        self._note = note
        self._tries: Tries | None = None
        self._inside: str | None = None

    @property
    def inside(self) -> str | None:
        """The PIN id of the technician who has opened the machine, or None: it is locked."""
        return self._inside

    def state(self) -> PadState:
        """Return whether a PIN may be typed now."""
        if not self._verifiers:
            return PadUseless()
        tries = self._known()
        left_s = self._wait_left_s(tries)
        if left_s > 0:
            return PadWaits(seconds=left_s)
        return PadOpen(tries_left=max(1, FREE_TRIES - tries.failed))

    def check(self, pin: str) -> Fits | PadState:
        """Compare a PIN: who it belongs to, or how things stand after a wrong one.

        The try is counted before it is compared, so that cutting the power undoes nothing.
        """
        state = self.state()
        if not isinstance(state, PadOpen):
            return state
        failed = self._known().failed + 1
        wait_s = wait_after(failed)
        until = self._now() + dt.timedelta(seconds=wait_s) if wait_s else None
        self._keep(Tries(failed=failed, wait_until=until))
        pin_id = fitting(pin, self._verifiers)
        if pin_id is None:
            self._note("technician.refused", failed=failed, wait_s=wait_s)
            return self.state()
        self._keep(Tries())
        return Fits(pin_id=pin_id)

    def enter(self, pin_id: str) -> None:
        """Open the machine for a technician, whose PIN fits or who sets up a new machine."""
        self._inside = pin_id
        self._note("technician.entered", pin=pin_id)

    def did(self, action: str, **facts: str | int | float | bool | None) -> None:
        """Log what the technician does, e.g. `device.tested`. Facts hold no personal data."""
        self._note(f"technician.{action}", pin=self._inside, **facts)

    def lock(self) -> None:
        """Lock the machine; again does nothing."""
        if self._inside is not None:
            self._note("technician.left", pin=self._inside)
            self._inside = None

    def _known(self) -> Tries:
        if self._tries is None:
            self._tries = self._store.load()
        return self._tries

    def _keep(self, tries: Tries) -> None:
        """Remember the tries. A full disk must not lock out who comes to clear it."""
        self._tries = tries
        if not self._store.save(tries):
            self._note("technician.tries_not_kept")

    def _wait_left_s(self, tries: Tries) -> int:
        """Return the seconds still to wait; a clock that was set back makes it no longer."""
        if tries.wait_until is None:
            return 0
        left = (tries.wait_until - self._now()).total_seconds()
        return min(wait_after(tries.failed), max(0, -int(-left // 1)))


def wait_after(failed: int) -> int:
    """Return how many seconds the pad waits after so many wrong PINs in a row."""
    if failed < FREE_TRIES:
        return 0
    return min(LONGEST_WAIT_S, FIRST_WAIT_S << min(failed - FREE_TRIES, 20))
