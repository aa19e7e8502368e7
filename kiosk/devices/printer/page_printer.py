"""A page printer behind a print service: one job at a time, followed to its end on its own thread.

It looks at the queue from time to time, refuses what would wait for somebody else, and cleans up
behind every job. The way of one job is `page_job.py`, how a service is asked its `PageQueue`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from msgspec.structs import replace

from kiosk.devices.printer.ipp_reasons import UNREACHABLE, Trouble
from kiosk.devices.printer.page_job import JobEnd, JobWay
from kiosk.devices.printer.page_queue import PageQueue, QueueState
from kiosk.devices.registry import DeviceTools
from kiosk.devices.worker import Worker
from kiosk.domain.errors import Bug, Unavailable
from kiosk.ports.devices import (
    Condition,
    NotPrinted,
    Paper,
    PdfJob,
    Printed,
    PrinterPrinting,
    PrinterReady,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
)

LOOK_EVERY_S = 5.0
LOOK_AGAIN_S = 2.0
"""While something is wrong or being printed by somebody else."""
ANSWER_WITHIN_S = 85.0
"""The port allows 90 s; what is under way at that moment may take some more."""
CANCEL_FOR_S = 40.0
"""This much of it is kept for cancelling and seeing the job cancelled: CUPS gives a program 30 s to
end before it kills it."""
LEFTOVER_AFTER_S = 100.0
"""Whoever sent a job gave up on it before: a kiosk that was cut off left it behind."""


class PagePrinter:
    """The `Printer` port for A4.

    Args:
        name: the device's name in the configuration.
        queue: the queue it prints through; touched by the device's thread alone.
        tools: clock and log.
        deadline_s: how long a job may take until it is cancelled.
    """

    paper: Paper = "a4"
    takes: Literal["pdf", "slip"] = "pdf"
    columns = 0

    def __init__(
        self, name: str, queue: PageQueue, tools: DeviceTools, *, deadline_s: float
    ) -> None:
        self.name = name
        self._queue = queue
        self._clock = tools.clock
        self._log = tools.log
        self._deadline_s = deadline_s
        self._state: QueueState | None = None
        self._silent = ""
        self._printing = False
        self._failed: Trouble | None = None
        self._loose: set[int] = set()
        self._kept: set[int] = set()
        self._worker = Worker(name, self._step, finish=self._finish, log=tools.log)

    def start(self) -> None:
        """Begin to look at the queue."""
        self._worker.start()

    def close(self) -> None:
        """End the thread; a job that is under way is cancelled."""
        self._worker.close()

    def status(self) -> PrinterStatus:
        """Return the newest status."""
        state = self._state
        if state is None or self._silent or self._loose:
            return UNREACHABLE.fault
        if state.trouble is not None:
            return state.trouble.fault
        if self._printing or state.busy:
            return PrinterPrinting()
        return PrinterReady(paper_low=state.paper_low, can_tell=state.can_tell)

    def condition(self) -> Condition:
        """Return the newest condition for staff."""
        state, queue = self._state, f"队列 {self._queue.label}"
        if self._silent:
            fix = "重新启动电脑；还不行就请技术人员看打印服务。"
            return Condition(state="fault", message=f"{self._silent}（{queue}）。", fix=fix)
        if state is None:
            return Condition(state="absent", message=f"还没看到打印机（{queue}）。")
        if state.missing:
            fix = "在打印设置里添加它，或改配置里的队列名字。"
            return Condition(state="absent", message=f"没有{queue}。", fix=fix)
        if self._loose:
            fix = "关掉打印机再打开，把没打完的任务清掉。"
            return Condition(state="fault", message=f"有一份任务取消不掉（{queue}）。", fix=fix)
        if state.trouble is not None:
            said = f"{state.trouble.said}（{queue}）。"
            return Condition(state="fault", message=said, fix=state.trouble.fix)
        return self._usable(state, queue)

    def _usable(self, state: QueueState, queue: str) -> Condition:
        """Return the condition of a queue that takes jobs."""
        if self._failed is not None:
            said = f"上一份没打出来：{self._failed.said}（{queue}）。"
            return Condition(state="warn", message=said, fix=f"{self._failed.fix}再打一张测试页。")
        if state.paper_low or state.note:
            said = "纸快用完了" if state.paper_low else state.note
            return Condition(state="warn", message=f"{said}（{queue}）。", fix="准备好补充。")
        return Condition(state="ok", message=f"A4 打印机可以用（{queue}）。")

    def print(self, job: PrintJob) -> PrintOutcome:
        """Print a document to its end, on any thread but the device's own.

        Raises:
            Bug: the job is no PDF.
        """
        if not isinstance(job, PdfJob):
            raise Bug("E-SY-01", f"{self.name} takes pdf")
        give_up_at = self._clock.monotonic_s() + ANSWER_WITHIN_S
        try:
            return self._worker.call(
                lambda: self._printed(job, give_up_at), within_s=ANSWER_WITHIN_S + 4
            )
        except Unavailable as error:
            self._log("device.print_failed", "warn", device=self.name, why=error.code)
            return NotPrinted(fault=UNREACHABLE.fault)

    def _step(self) -> float:
        """Look at the queue, and finish what could not be finished before."""
        state = self._looked()
        if state is not None:
            with self._noticing_silence():
                self._tidy(state)
        calm = state is not None and state.trouble is None and not state.busy
        return LOOK_EVERY_S if calm and not self._loose else LOOK_AGAIN_S

    def _tidy(self, state: QueueState) -> None:
        """Cancel and forget what nobody waits for any more, here and at the printer."""
        if not state.missing:
            self._loose |= set(self._queue.leftovers(LEFTOVER_AFTER_S))
            self._settle()
        if not state.busy:
            self._queue.recall()

    def _looked(self) -> QueueState | None:
        """Look at the queue and publish; None when the service is silent."""
        with self._noticing_silence():
            self._state = self._judged(self._queue.look())
            return self._state
        return None

    def _judged(self, state: QueueState) -> QueueState:
        """Take a mere hint for what it is when the last job failed for that very reason."""
        if state.hint is None or state.hint != self._failed or state.busy:
            return state
        return replace(state, trouble=state.hint, refuses=True)

    @contextmanager
    def _noticing_silence(self) -> Iterator[None]:
        """Publish why the service does not answer, instead of raising."""
        try:
            yield
        except Unavailable as error:
            self._silent = error.message
        else:
            self._silent = ""

    def _settle(self) -> None:
        """Cancel what is loose, forget what was kept."""
        for job in tuple(self._loose):
            self._queue.cancel(job)
            if self._queue.job(job) not in ("waiting", "stopping"):
                self._loose.discard(job)
                self._kept.add(job)
        for job in tuple(self._kept):
            self._queue.forget(job)
            self._kept.discard(job)

    def _printed(self, job: PdfJob, give_up_at: float) -> PrintOutcome:
        """Send a job and follow it; the queue keeps nothing of it afterwards."""
        self._step()
        state = self._state
        cancel_at = min(self._clock.monotonic_s() + self._deadline_s, give_up_at - CANCEL_FOR_S)
        if state is None or self._silent or self._loose:
            return NotPrinted(fault=UNREACHABLE.fault)
        if state.trouble is not None and state.refuses:
            return NotPrinted(fault=state.trouble.fault)
        if cancel_at <= self._clock.monotonic_s():
            return NotPrinted(fault=UNREACHABLE.fault)
        self._printing = True
        try:
            end = self._way(state, cancel_at, give_up_at).go(job.pdf, job.title)
        finally:
            self._printing = False
        (self._loose if end.loose else self._kept).update(end.jobs)
        outcome = self._outcome(end)
        self._step()
        return outcome

    def _way(self, state: QueueState, cancel_at: float, give_up_at: float) -> JobWay:
        return JobWay(
            self._queue,
            now=self._clock.monotonic_s,
            pause=self._worker.pause,
            look=self._looked,
            can_tell=state.can_tell,
            cancel_at=cancel_at,
            give_up_at=give_up_at,
        )

    def _outcome(self, end: JobEnd) -> PrintOutcome:
        self._failed = end.trouble
        if end.trouble is None:
            return Printed(sure=end.sure)
        trouble = end.trouble.fault.trouble
        self._log("device.not_printed", "warn", device=self.name, trouble=trouble, loose=end.loose)
        return NotPrinted(fault=end.trouble.fault)

    def _finish(self) -> None:
        """Nothing is held open between two questions."""
