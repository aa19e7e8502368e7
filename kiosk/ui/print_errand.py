"""What R9 is sent for: a list, its codes, or a receipt; how each is made and where each leads.

The screen itself is `screens/printing.py`, the words of faults `messages.py`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.domain.errors import Bug
from kiosk.ports.devices import Paper, PrintJob, PrintOutcome
from kiosk.ports.receipts import UnshownReceipt
from kiosk.ui.list_job import Handover, ListJob, is_large
from kiosk.ui.messages import Fault, receipt_fault
from kiosk.ui.screen import ScreenViewModel

if TYPE_CHECKING:
    from kiosk.services.receipt_desk import ReceiptDesk
    from kiosk.ui.screen import Services


class ReceiptJob(Struct, frozen=True, kw_only=True):
    """A receipt to be printed, or shown where `paper` is None: this kiosk prints nothing."""

    receipt: UnshownReceipt
    paper: Paper | None


class PrintErrand(Struct, frozen=True, kw_only=True):
    """One thing to print.

    `about`: what it is; reprints of the same are counted. `make` runs on the work thread, `send`
    waits for the paper, `out` is called when a person says that it is there. `done` goes on,
    `instead` leads to the same without paper, `home` is where 返回 leads. `is_list`: a step of the
    way to a list.
    """

    about: object
    paper: Paper
    make: Callable[[], PrintJob]
    send: Callable[[PrintJob], PrintOutcome]
    done: Callable[[], None]
    home: str
    instead: str
    is_list: bool = True
    hint: str = "清单带好，去窗口照着办。"
    instead_label: str = "扫码带走"
    instead_icon: str = "qr-code"
    out: Callable[[], object] = lambda: None
    words: Callable[[Fault], Fault] = lambda fault: fault


def errand_of(job: object, screen: ScreenViewModel) -> PrintErrand:
    """Return what a screen asks for. Raises Bug: nothing that can be printed."""
    if isinstance(job, ListJob) and job.paper is not None:
        return _list(job, job.paper, screen)
    if isinstance(job, ReceiptJob) and job.paper is not None:
        return _receipt(job.receipt, job.paper, screen)
    raise Bug("E-SY-01", "printing wants a ListJob or a ReceiptJob with a paper")


def desk_of(services: "Services") -> "ReceiptDesk":
    """Return what hands receipts over. Raises Bug: none was ever offered here."""
    if services.receipts is None:
        raise Bug("E-SY-01", "a receipt on a kiosk that keeps none")
    return services.receipts


def _list(job: ListJob, paper: Paper, screen: ScreenViewModel) -> PrintErrand:
    checklists, clock = screen.services.checklists, screen.services.clock
    large = is_large(screen.frame.size, paper)
    handed = Handover(outcome="printed", checklist=job.checklist)

    def make() -> PrintJob:
        if job.codes:
            return checklists.codes_job(job.checklist, clock.now())
        return checklists.job(job.checklist, paper, clock.now(), large=large, dates=job.dates)

    return PrintErrand(
        about=job.checklist,
        paper=paper,
        make=make,
        send=lambda made: checklists.send(paper, made),
        done=lambda: screen.router.push("finish", handed),
        home="checklist",
        instead="takeaway",
        hint="回家用手机扫一扫，清单就在手机里。" if job.codes else "清单带好，去窗口照着办。",
    )


def _receipt(receipt: UnshownReceipt, paper: Paper, screen: ScreenViewModel) -> PrintErrand:
    desk = desk_of(screen.services)
    return PrintErrand(
        about=receipt,
        paper=paper,
        make=lambda: desk.job(receipt, paper),
        send=lambda made: desk.send(receipt, paper, made),
        done=lambda: screen.frame.finish(),
        home="receipt",
        instead="receipt",
        is_list=False,
        hint="回执收好，查进度要用。",
        instead_label="看回执",
        instead_icon="receipt",
        out=lambda: desk.mark_shown(receipt),
        words=receipt_fault,
    )
