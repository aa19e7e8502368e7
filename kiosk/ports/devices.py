"""Device ports: capabilities of the hardware; expected states are values, not exceptions.

No driver, port name or byte belongs here. Every device runs on a thread of its own: `start` begins
it, `status` returns the newest known state without waiting, `close` ends it within 2 s. A device
that is missing, busy or broken is a state too and mends itself; nothing here raises for it.
"""

import datetime as dt
from typing import Literal, Protocol, runtime_checkable

from msgspec import Struct

from kiosk.domain.person import IdentityDocument
from kiosk.ports.slips import Slip

Paper = Literal["a4", "receipt"]
PrinterTrouble = Literal["no_paper", "cover_open", "jam", "paused", "unreachable"]


class Condition(Struct, frozen=True, kw_only=True):
    """How a device is, for staff: `kiosk doctor`, the status board. Plain Chinese."""

    state: Literal["ok", "warn", "fault", "absent"]
    message: str
    fix: str | None = None


class PrinterReady(Struct, frozen=True, kw_only=True, tag="ready"):
    """The printer takes jobs.

    `paper_low`: about 20 prints are left. `can_tell` False: the link is one-way, so a print must
    be confirmed by a person (打印出来了吗？).
    """

    paper_low: bool = False
    can_tell: bool = True


class PrinterPrinting(Struct, frozen=True, kw_only=True, tag="printing"):
    """A job is on its way."""


class PrinterFault(Struct, frozen=True, kw_only=True, tag="fault"):
    """The printer cannot print now; `code` is a fault code of ux.md §8 (E-PR-01 …)."""

    code: str
    trouble: PrinterTrouble = "unreachable"


PrinterStatus = PrinterReady | PrinterPrinting | PrinterFault


class DeviceState(Struct, frozen=True, kw_only=True):
    """One device by its name in the configuration, and how it is; a printer says it twice."""

    name: str
    condition: Condition
    printer: PrinterStatus | None = None


class Printed(Struct, frozen=True, kw_only=True, tag="printed"):
    """The job came out; `sure` False when the printer cannot tell and a person must be asked.

    `staff` is a fault code for staff alone: the paper is out, but e.g. it was not cut.
    """

    sure: bool = True
    staff: str | None = None


class NotPrinted(Struct, frozen=True, kw_only=True, tag="not_printed"):
    """Nothing more of the job will come out: it is cancelled, so a reprint may be offered."""

    fault: PrinterFault


PrintOutcome = Printed | NotPrinted


class PdfJob(Struct, frozen=True, kw_only=True, tag="pdf"):
    """Pages for a page printer; `title` stands in the queue and never holds personal data."""

    pdf: bytes
    title: str


class SlipJob(Struct, frozen=True, kw_only=True, tag="slip"):
    """Lines for a receipt printer."""

    slip: Slip


PrintJob = PdfJob | SlipJob


@runtime_checkable
class Device(Protocol):
    """What every device can do."""

    name: str
    """The name in the configuration, e.g. `a4`, `receipt`, `idcard`, `scanner`."""

    def start(self) -> None:
        """Begin; never waits for the hardware."""
        ...

    def close(self) -> None:
        """End the thread, free the port and wipe what was read."""
        ...

    def condition(self) -> Condition:
        """Return the newest condition for staff without waiting."""
        ...


@runtime_checkable
class Printer(Device, Protocol):
    """A printer for one kind of paper."""

    paper: Paper
    takes: Literal["pdf", "slip"]
    columns: int
    """Half-width characters in a line of a slip; 0 for a printer that takes PDF."""

    def status(self) -> PrinterStatus:
        """Return the newest known status without waiting."""
        ...

    def print(self, job: PrintJob) -> PrintOutcome:
        """Print to the end, on a thread that may wait; ends within 90 s whatever happens."""
        ...


class CardAbsent(Struct, frozen=True, kw_only=True, tag="absent"):
    """The reader cannot be used; `code` E-ID-01, `reason` one plain sentence for staff."""

    reason: str
    code: str = "E-ID-01"


class CardIdle(Struct, frozen=True, kw_only=True, tag="idle"):
    """The reader works and nobody asked for a card."""


class CardAwaited(Struct, frozen=True, kw_only=True, tag="awaited"):
    """A card may be laid now."""


class CardReading(Struct, frozen=True, kw_only=True, tag="reading"):
    """A card lies there and is being read: it must not be taken away."""


class CardRead(Struct, frozen=True, kw_only=True, tag="read"):
    """A card was read. `lifted`: it was taken away; None: this reader cannot tell.

    `picture` is a PNG or BMP of the holder where a maker's decoder is installed.
    """

    document: IdentityDocument
    lifted: bool | None = None
    picture: bytes | None = None

    def __repr__(self) -> str:
        """Return nothing of the person."""
        return f"CardRead(lifted={self.lifted})"


class CardMisread(Struct, frozen=True, kw_only=True, tag="misread"):
    """No record: E-ID-02 (lay it again), E-ID-03 (too early), E-ID-04 (no identity card).

    The reader goes on waiting by itself.
    """

    code: Literal["E-ID-02", "E-ID-03", "E-ID-04"]


CardStatus = CardAbsent | CardIdle | CardAwaited | CardReading | CardRead | CardMisread


@runtime_checkable
class IdCardReader(Device, Protocol):
    """A reader of identity cards. It reads only between `begin` and `end`."""

    def begin(self) -> None:
        """Ask for a card: forget the last one and wait for the next."""
        ...

    def end(self) -> None:
        """Stop waiting and wipe what was read."""
        ...

    def status(self) -> CardStatus:
        """Return the newest status without waiting."""
        ...


@runtime_checkable
class Scanner(Device, Protocol):
    """A scanner of codes with a port of its own; keyboard scanners are the screen's business."""

    def begin(self) -> None:
        """Listen: forget what was scanned before."""
        ...

    def end(self) -> None:
        """Stop listening and wipe."""
        ...

    def take(self) -> str | None:
        """Return the oldest text that was not taken yet; at most 4 KiB."""
        ...


class Clock(Protocol):
    """The civil clock of the kiosk at UTC+8, and a monotonic one for idle times."""

    def now(self) -> dt.datetime:
        """Return the present instant, aware, UTC."""
        ...

    def monotonic_s(self) -> float:
        """Return seconds that never go back."""
        ...


class Bell(Protocol):
    """A sound that calls for attention."""

    def ring(self) -> bool:
        """Ring once without waiting; False when this machine cannot make a sound."""
        ...
