"""The printers of a kiosk by the paper they hold.

What is printed is the business of `checklists.py` and `receipt_desk.py`.
"""

from kiosk.domain.errors import Unavailable
from kiosk.ports.devices import Paper, Printer, PrinterStatus, PrintJob, PrintOutcome


class PaperPrinters:
    """At most one printer for each kind of paper.

    Args:
        printers: those of this kiosk.
    """

    def __init__(self, printers: tuple[Printer, ...]) -> None:
        self._printers = {printer.paper: printer for printer in printers}

    def papers(self) -> tuple[Paper, ...]:
        """Return the kinds of paper that this kiosk can print; empty without a printer."""
        return tuple(self._printers)

    def of(self, paper: Paper) -> Printer:
        """Return the printer for a paper. Raises Unavailable when there is none."""
        printer = self._printers.get(paper)
        if printer is None:
            raise Unavailable("E-PR-03", "这台机器没有接这种打印机，可以扫码带走。", paper=paper)
        return printer

    def status(self, paper: Paper) -> PrinterStatus | None:
        """Return how the printer for a paper is, without waiting; None where there is none."""
        printer = self._printers.get(paper)
        return None if printer is None else printer.status()

    def send(self, paper: Paper, job: PrintJob) -> PrintOutcome:
        """Print a job to its end; may take 90 s. Raises Unavailable: no printer for this paper."""
        return self.of(paper).print(job)
