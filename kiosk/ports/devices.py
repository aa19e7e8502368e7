"""Device ports: expected states are values, not exceptions."""

import datetime as dt
from typing import Literal, Protocol

from msgspec import Struct


class PrinterReady(Struct, frozen=True, kw_only=True, tag="ready"):
    """The printer takes jobs."""


class PrinterFault(Struct, frozen=True, kw_only=True, tag="fault"):
    """The printer cannot print now; `code` is a fault code of ux.md §8 (E-PR-01 …)."""

    code: str


PrinterStatus = PrinterReady | PrinterFault


class Printer(Protocol):
    """A printer for one kind of paper. Work thread; returns within 60 s."""

    paper: Literal["a4", "receipt"]

    def status(self) -> PrinterStatus:
        """Return the newest known status without waiting."""
        ...

    def print_pdf(self, pdf: bytes, title: str) -> PrinterStatus:
        """Print one document to its end. `title` never holds personal data."""
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
