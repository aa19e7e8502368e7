"""What the page printer needs of a print service: its queue, seen from the kiosk.

The two kinds are `cups_queue.py` and `windows_queue.py`; following a job is `page_printer.py`.
"""

from typing import Literal, Protocol

from msgspec import Struct

from kiosk.devices.printer.ipp_reasons import Trouble

JobState = Literal["waiting", "done", "stopping", "stopped", "gone"]
"""`stopping`: cancelled, but a program may still be sending it. `gone`: the service knows no such
job; it was forgotten after its end, or its queue was deleted."""


class QueueState(Struct, frozen=True, kw_only=True):
    """How a queue and its printer are.

    Attributes:
        trouble: what hinders printing, None when nothing does.
        hint: what it reports without saying that it hinders: perhaps one of two trays is empty.
        refuses: a job must not be sent now: it would wait, and come out for somebody else.
        missing: there is no such queue.
        busy: something is being printed.
        paper_low: the printer says that paper runs low.
        can_tell: the end of a job means paper; False: it means that the bytes were handed over.
        note: one sentence for staff about something that does not hinder printing yet.
    """

    trouble: Trouble | None = None
    hint: Trouble | None = None
    refuses: bool = False
    missing: bool = False
    busy: bool = False
    paper_low: bool = False
    can_tell: bool = True
    note: str = ""


class Unsent(Exception):
    """A job did not reach the service whole; `job` must be cancelled when it is known."""

    def __init__(self, job: int | None) -> None:
        super().__init__("unsent")
        self.job = job


class PageQueue(Protocol):
    """A queue of pages. Every method ends within a few seconds or raises Unavailable."""

    label: str
    """How staff know the queue: its name."""

    def look(self) -> QueueState:
        """Return how the queue is now."""
        ...

    def send(self, pdf: bytes, title: str) -> int:
        """Hand a document over and return the number of its job. Raises Unsent."""
        ...

    def job(self, job: int) -> JobState:
        """Return where a job is."""
        ...

    def cancel(self, job: int) -> None:
        """Ask to cancel a job; asking again does no harm."""
        ...

    def forget(self, job: int) -> None:
        """Remove what the service keeps of a job that has ended: its document above all."""
        ...

    def recall(self) -> None:
        """Cancel what the idle printer itself still holds of ours; says nothing if it cannot be."""
        ...

    def leftovers(self, older_than_s: float) -> tuple[int, ...]:
        """Return unfinished jobs of ours that are older: a kiosk that was cut off left them."""
        ...
