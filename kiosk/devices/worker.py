"""One thread that owns one device: it steps, takes jobs, survives failures and stops within 2 s.

What a step does, how long a driver waits for its hardware and what its status means belong to the
driver. A driver publishes by assigning one frozen value to an attribute, which no reader can see
half done; nobody but the worker's thread touches the port or the queue.
"""

import threading
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any, TypeVar

from kiosk.domain.errors import Unavailable

T = TypeVar("T")

STOP_WITHIN_S = 2.0
AFTER_FAILURE_S = 5.0
"""How long a driver rests after an error that it did not foresee."""


class Stopped(Exception):
    """The device is being closed: ends whatever its thread does; it never leaves the thread."""


class Worker:
    """The thread of one device.

    Args:
        name: the device's name in the configuration; the thread is called `device-<name>`.
        step: does the next bit of work and returns in how many seconds it wants to be called
            again (`math.inf`: not until something happens). It runs on the thread alone.
        finish: frees the port and wipes what was read; the last thing that runs on the thread.
        log: told an event name and facts, e.g. `device.idcard.failed`.
    """

    def __init__(
        self,
        name: str,
        step: Callable[[], float],
        *,
        finish: Callable[[], None],
        log: Callable[..., None],
    ) -> None:
        self.failure: str | None = None
        """The kind of the last error that the driver did not foresee, until a step succeeds."""
        self._name = name
        self._step = step
        self._finish = finish
        self._log = log
        self._changed = threading.Condition()
        self._jobs: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._stopping = False
        self._woken = False
        self._thread = threading.Thread(target=self._run, name=f"device-{name}", daemon=True)

    def start(self) -> None:
        """Begin; returns at once. A worker that was closed stays closed."""
        if not self._stopping and not self._thread.is_alive():
            self._thread.start()

    def close(self) -> bool:
        """End the thread and wait for it; False when it is still stuck after 2 s."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(STOP_WITHIN_S)
        return not self._thread.is_alive()

    def wake(self) -> None:
        """Let the next step begin now; from any thread, returns at once."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def call(self, job: Callable[[], T], *, within_s: float) -> T:
        """Run a job on the device's thread and return its result; not on that thread itself.

        Errors of the job are raised here.

        Raises:
            Unavailable: `device.busy`, the job had not begun in time and never will;
                `device.stuck`, it had begun and goes on; `device.closed`.
        """
        asked: Future[T] = Future()
        with self._changed:
            if self._stopping or not self._thread.is_alive():
                raise self._closed()
            self._jobs.append((asked, job))
            self._changed.notify_all()
        try:
            return asked.result(within_s)
        except TimeoutError as error:
            if asked.done():
                raise  # the job's own
            if asked.cancel():
                raise Unavailable("device.busy", f"设备 {self._name} 正忙") from error
            raise Unavailable("device.stuck", f"设备 {self._name} 没有反应") from error
        except (CancelledError, Stopped) as error:
            raise self._closed() from error

    def pause(self, seconds: float) -> None:
        """Wait on the device's thread. Raises Stopped as soon as the device is being closed."""
        with self._changed:
            if self._changed.wait_for(lambda: self._stopping, max(seconds, 0)):
                raise Stopped

    def _closed(self) -> Unavailable:
        return Unavailable("device.closed", f"设备 {self._name} 已停用")

    def _run(self) -> None:
        """Step and take jobs until the device is closed."""
        wait_s = 0.0
        try:
            while True:
                job = self._next(wait_s)
                if job is not None:
                    self._do(*job)
                wait_s = self._guarded_step() if job is None else 0.0
        except Stopped:
            return
        finally:
            self._end()

    def _next(self, wait_s: float) -> tuple[Future[Any], Callable[[], Any]] | None:
        """Return the next job, or None when it is time for a step. Raises Stopped."""
        limit_s = min(wait_s, threading.TIMEOUT_MAX)
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._woken or self._jobs, limit_s)
            if self._stopping:
                raise Stopped
            if self._jobs:
                return self._jobs.popleft()
            self._woken = False
            return None

    def _do(self, asked: "Future[Any]", job: Callable[[], Any]) -> None:
        """Run one job unless nobody waits for it any more."""
        if not asked.set_running_or_notify_cancel():
            return
        try:
            asked.set_result(job())
        except Stopped as error:
            asked.set_exception(error)
            raise
        except Exception as error:  # noqa: BLE001 - it belongs to the caller
            asked.set_exception(error)

    def _guarded_step(self) -> float:
        """Do one step; an error that nobody foresaw is logged and the device goes on."""
        try:
            wait_s = self._step()
        except Stopped:
            raise
        except Exception as error:  # noqa: BLE001 - the last place on this thread
            self._failed(error)
            return AFTER_FAILURE_S
        self.failure = None
        return wait_s

    def _failed(self, error: Exception) -> None:
        """Log the kind and the place of an error; its text may quote what was read."""
        self.failure = type(error).__name__
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        self._log(f"device.{self._name}.failed", "error", error=self.failure, place=place)

    def _end(self) -> None:
        """Tell those who wait, and free the hardware."""
        with self._changed:
            self._stopping = True
            waiting, self._jobs = list(self._jobs), deque()
        for asked, _ in waiting:
            asked.cancel()
        try:
            self._finish()
        except Exception as error:  # noqa: BLE001 - the thread ends here
            self._failed(error)
