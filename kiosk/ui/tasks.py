"""Work off the GUI thread, one job after the other: `tasks.run(op).then(ok).otherwise(fail)`.

The only way from a view model to a service. What waits for a device has a thread of its own, so
that screens go on meanwhile. What a failure means in words belongs in `messages.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

ResultT = TypeVar("ResultT")


class Task(Generic[ResultT]):
    """One job and what follows it, on the GUI thread, after `run` has returned."""

    def __init__(self, on_failure: Callable[[Exception], None]) -> None:
        self._ok: Callable[[ResultT], None] = lambda _result: None
        self._fail = on_failure

    def then(self, ok: Callable[[ResultT], None]) -> Task[ResultT]:
        """Call `ok` with the result."""
        self._ok = ok
        return self

    def otherwise(self, fail: Callable[[Exception], None]) -> Task[ResultT]:
        """Call `fail` with what the job raised, in place of the fault screen."""
        self._fail = fail
        return self

    def _finish(self, result: ResultT | None, error: Exception | None) -> None:
        if error is not None:
            self._fail(error)
        else:
            self._ok(result)  # type: ignore[arg-type]


class Tasks(QObject):
    """The work thread. Created, used and closed on the GUI thread.

    Args:
        on_failure: takes errors that no `otherwise` takes, also those of a callback.
    """

    _done = Signal(object)

    def __init__(
        self, on_failure: Callable[[Exception], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._on_failure = on_failure
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._waiting = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wait")
        self._epoch = 0
        self._open = 0
        # Emitted on the work thread, so that it is delivered on this one, after `run` has returned.
        self._done.connect(self._deliver)

    @property
    def idle(self) -> bool:
        """Whether nothing runs, waits or is still to be delivered."""
        return self._open == 0

    def run(self, op: Callable[[], ResultT]) -> Task[ResultT]:
        """Queue a job. It must touch no Qt object."""
        return self._queue(self._pool, op)

    def wait(self, op: Callable[[], ResultT]) -> Task[ResultT]:
        """Queue a job that waits for a device, as `run`, but beside the work of the screens.

        It must touch neither the catalogue nor anything else that work jobs use.
        """
        return self._queue(self._waiting, op)

    def forget(self) -> None:
        """Drop the results of everything queued so far: its visit is over."""
        self._epoch += 1

    def close(self) -> None:
        """Let the running job end, drop the rest; a device's job ends when its device closes."""
        self.forget()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._waiting.shutdown(wait=False, cancel_futures=True)

    def _queue(self, pool: ThreadPoolExecutor, op: Callable[[], ResultT]) -> Task[ResultT]:
        task: Task[ResultT] = Task(self._on_failure)
        self._open += 1
        pool.submit(self._work, op, task, self._epoch)
        return task

    def _work(self, op: Callable[[], ResultT], task: Task[ResultT], epoch: int) -> None:
        result: ResultT | None = None
        error: Exception | None = None
        if epoch == self._epoch:
            try:
                result = op()
            except Exception as caught:  # noqa: BLE001  the border of the work thread
                error = caught
        self._done.emit((task, epoch, result, error))

    def _deliver(self, parcel: tuple[Task[Any], int, object, Exception | None]) -> None:
        task, epoch, result, error = parcel
        self._open -= 1
        if epoch != self._epoch:
            return
        try:
            task._finish(result, error)
        except Exception as caught:  # noqa: BLE001  a view model's own mistake: fault screen, not a dead kiosk
            self._on_failure(caught)
