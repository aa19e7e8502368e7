"""What goes from the list to paper or to a phone: handed from R7 and R8 to R9, R10 and R14."""

from typing import Literal

from msgspec import Struct

from kiosk.domain.checklist import Checklist
from kiosk.domain.schedule import StepDates
from kiosk.ports.devices import Paper

Outcome = Literal["printed", "scanned"]


class ListJob(Struct, frozen=True, kw_only=True):
    """A list to be printed or scanned. `paper` None: this kiosk prints nothing."""

    checklist: Checklist
    paper: Paper | None
    dates: tuple[StepDates, ...] = ()


class Handover(Struct, frozen=True, kw_only=True):
    """How the resident got the list; said on the last screen."""

    outcome: Outcome
    checklist: Checklist


def paper_for(papers: tuple[Paper, ...], size: str) -> Paper | None:
    """Return the paper to print on: the slip saves paper, A4 is large (ux.md §3.4).

    Args:
        papers: what this kiosk can print.
        size: text size of the screen; at `huge` A4 comes first.
    """
    wanted: tuple[Paper, ...] = ("a4", "receipt") if size == "huge" else ("receipt", "a4")
    return next((paper for paper in wanted if paper in papers), None)


def is_large(size: str, paper: Paper) -> bool:
    """Tell whether the paper is printed in large letters."""
    return size == "huge" and paper == "a4"
