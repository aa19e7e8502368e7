"""The way of one job through a print service: sent, followed, and when its time is up cancelled.

Everything that could come out later is cancelled, and seen cancelled, before the end is told; what
cannot be seen so is told as loose. Whether a job may be sent at all is `page_printer.py`.
"""

from collections.abc import Callable

from msgspec import Struct

from kiosk.devices.printer.ipp_reasons import UNREACHABLE, Trouble
from kiosk.devices.printer.page_queue import JobState, PageQueue, QueueState, Unsent
from kiosk.devices.worker import Stopped
from kiosk.domain.errors import Unavailable

FOLLOW_EVERY_S = 0.4


class JobEnd(Struct, frozen=True, kw_only=True):
    """How a job ended.

    Attributes:
        trouble: why it did not come out; None when it did.
        sure: the printer said that it came out.
        jobs: the numbers under which the service may still know it.
        loose: it was not seen cancelled: it may still come out.
    """

    trouble: Trouble | None = None
    sure: bool = True
    jobs: frozenset[int] = frozenset()
    loose: bool = False


class JobWay:
    """One job.

    Args:
        queue: where it goes.
        now: seconds that never go back.
        pause: waits; raises Stopped when the device is being closed.
        look: looks at the queue and publishes what it sees; None while the service is silent.
        can_tell: the end of a job means paper on this queue.
        cancel_at: when it is cancelled.
        give_up_at: when the answer is due, whatever was seen.
    """

    def __init__(
        self,
        queue: PageQueue,
        *,
        now: Callable[[], float],
        pause: Callable[[float], None],
        look: Callable[[], QueueState | None],
        can_tell: bool,
        cancel_at: float,
        give_up_at: float,
    ) -> None:
        self._queue = queue
        self._now = now
        self._pause = pause
        self._look = look
        self._can_tell = can_tell
        self._cancel_at = cancel_at
        self._give_up_at = give_up_at
        self._trouble = UNREACHABLE

    def go(self, pdf: bytes, title: str) -> JobEnd:
        """Send a document and return how that ended.

        Raises:
            Stopped: the device is being closed; the job is cancelled.
        """
        try:
            job = self._queue.send(pdf, title)
        except Unsent as error:
            if error.job is None:
                return JobEnd(trouble=UNREACHABLE)
            return JobEnd(trouble=UNREACHABLE, jobs=frozenset({error.job}), loose=True)
        try:
            return self._followed(job) or self._called_off(job)
        except Stopped:
            self._cancel(job)
            raise

    def _followed(self, job: int) -> JobEnd | None:
        """Watch a job until it has ended; None when its time is up."""
        while self._now() < self._cancel_at:
            where = self._where(job)
            state = self._look()
            if state is not None:
                self._trouble = state.trouble or UNREACHABLE
            if where == "gone" and state is not None and not state.missing:
                # A service that keeps no history forgets what has ended: a person has to say.
                return JobEnd(sure=False)
            end = self._end(job, where)
            if end is not None:
                return end
            self._pause(FOLLOW_EVERY_S)
        return None

    def _called_off(self, job: int) -> JobEnd:
        """Cancel a job and see it cancelled: also the program that sends it has to have ended."""
        self._cancel(job)
        while self._now() < self._give_up_at:
            where = self._where(job)
            end = self._end(job, where)
            if end is not None:
                return end
            if where == "waiting":
                self._cancel(job)
            self._pause(FOLLOW_EVERY_S)
        return JobEnd(trouble=self._trouble, jobs=frozenset({job}), loose=True)

    def _end(self, job: int, where: JobState | None) -> JobEnd | None:
        """Return the end of a job that is over."""
        if where == "done":
            return JobEnd(sure=self._can_tell, jobs=frozenset({job}))
        if where in ("stopped", "gone"):
            return JobEnd(trouble=self._trouble, jobs=frozenset({job}))
        return None

    def _where(self, job: int) -> JobState | None:
        """Return where a job is, None while the service is silent."""
        try:
            return self._queue.job(job)
        except Unavailable:
            return None

    def _cancel(self, job: int) -> None:
        """Ask to cancel; a silent service is asked again."""
        try:
            self._queue.cancel(job)
        except Unavailable:
            return
