"""When to sync: one thread runs passes, one holds the feed open; both are told when to end.

What a pass does is `engine.py`, how long to pause `backoff.py`; the port `HubWatch` of a running
kiosk is `kiosk/live_link.py`. Source: sync.md §5, §6.
"""

import threading
from collections.abc import Callable

from msgspec import Struct

from kiosk.domain.errors import KioskError, Refused
from kiosk.ports.hub import LinkState
from kiosk.sync.backoff import wait_s
from kiosk.sync.engine import Pass
from kiosk.sync.status_feed import Received

EVERY_S = 900.0
HELD_S = 25
CLOSE_S = 2.0


class SyncWork(Struct, frozen=True, kw_only=True):
    """What the threads do; each function is called on one of them alone.

    `receive` waits for news at most so many seconds; `waiting` counts filings that are not
    acknowledged; `failed` is told of what nobody foresaw.
    """

    run_pass: Callable[[], Pass]
    receive: Callable[[int], Received]
    waiting: Callable[[], int]
    stopped: Callable[[], str | None]
    now_ms: Callable[[], int]
    random: Callable[[], float]
    failed: Callable[[Exception], object]


class SyncScheduler:
    """Keeps an enrolled kiosk and its hub in touch.

    Args:
        work: what to do.
        heard_at_ms: when the hub answered last, before this start.
        every_s: the pause after a good pass when nothing wakes it.
        pace: how long a second of backoff is; tests shorten it.
    """

    def __init__(
        self,
        work: SyncWork,
        *,
        heard_at_ms: int | None = None,
        every_s: float = EVERY_S,
        pace: float = 1.0,
    ) -> None:
        self._work = work
        self._every_s = every_s
        self._pace = pace
        self._ending = threading.Event()
        self._wanted = threading.Event()
        self._online = threading.Event()
        self._hint: int | None = None
        self._last: Pass | None = None
        self._heard_at_ms = heard_at_ms
        self._has_failed = False
        self._threads = [
            threading.Thread(target=self._guarded, args=(body,), name=name, daemon=True)
            for name, body in (("sync", self._passes), ("feed", self._feed))
        ]

    def start(self) -> None:
        """Begin both threads."""
        for thread in self._threads:
            thread.start()

    def state(self) -> LinkState:
        """Return the newest state without waiting for the network."""
        return LinkState(
            is_enrolled=True,
            is_online=self._online.is_set(),
            waiting=self._work.waiting(),
            stopped=self._work.stopped(),
            heard_at_ms=self._heard_at_ms,
            skew_ms=self._last.skew_ms if self._last else 0,
        )

    def is_cut_off(self) -> bool:
        """Tell whether the last try to reach the hub failed; at once."""
        return self._has_failed

    def wake(self) -> None:
        """Something new is to be sent: try at once."""
        self._wanted.set()

    def close(self) -> None:
        """End the threads. A held question is not waited for: its answer is thrown away."""
        self._ending.set()
        self._wanted.set()
        self._online.set()
        for thread in self._threads:
            thread.join(CLOSE_S)

    def _guarded(self, body: Callable[[], None]) -> None:
        """Run a thread's body for ever: what nobody foresaw is told, and it begins anew."""
        failures = 0
        while not self._ending.is_set():
            try:
                body()
            except Exception as error:  # noqa: BLE001 - the border of a thread
                self._work.failed(error)
                failures += 1
                self._ending.wait(wait_s(failures, self._work.random()) * self._pace)

    def _passes(self) -> None:
        failures = 0
        while not self._ending.is_set():
            self._wanted.clear()
            try:
                done = self._work.run_pass()
            except KioskError as error:
                failures += 1
                self._lost(error)
                asked = _asked(error)
                seconds = wait_s(failures, self._work.random(), asked)
                self._pause(seconds * self._pace, asked * self._pace)
                continue
            failures = 0
            self._last = done
            self._heard()
            self._online.set()
            self._pause(self._every_s, done.journal.retry_after_s)

    def _feed(self) -> None:
        """Hold one question open while the hub is there; a new hint wakes a pass, once.

        A refusal wakes a pass, too, which learns why; then it is asked ever more seldom.
        """
        failures = 0
        while not self._ending.is_set():
            self._online.wait()
            if self._ending.is_set():
                return
            try:
                heard = self._work.receive(HELD_S)
            except KioskError as error:
                failures += 1
                self._lost(error)
                if failures == 1:
                    self._wanted.set()
                else:
                    seconds = wait_s(failures, self._work.random(), _asked(error))
                    self._ending.wait(seconds * self._pace)
                continue
            if self._ending.is_set():
                return
            failures = 0
            self._heard()
            if heard.catalog != self._hint:
                self._hint = heard.catalog
                self._wanted.set()

    def _heard(self) -> None:
        self._heard_at_ms, self._has_failed = self._work.now_ms(), False

    def _lost(self, error: KioskError) -> None:
        """Who refuses is there, and may still tell statuses; any other failure is the network."""
        if self._ending.is_set():
            return
        if isinstance(error, Refused):
            self._online.set()
        else:
            self._online.clear()
            self._has_failed = True

    def _pause(self, seconds: float, asked_s: float) -> None:
        """Wait until somebody wakes us, but not less than the hub asked for."""
        self._ending.wait(asked_s)
        self._wanted.wait(max(0.0, seconds - asked_s))


def _asked(error: KioskError) -> float:
    """Return how long the hub asked to be left alone."""
    asked = error.facts.get("retry_after_s", 0)
    return float(asked) if isinstance(asked, int) else 0.0
