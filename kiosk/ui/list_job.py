"""What goes from the list to paper or to a phone: handed from R7 and R8 to R9, R10 and R14."""

from typing import Literal

from msgspec import Struct

from kiosk.domain.checklist import Checklist
from kiosk.domain.schedule import StepDates
from kiosk.ports.devices import Paper

Outcome = Literal["printed", "scanned"]
OTHER_WORDS: dict[Paper, str] = {"a4": "改用A4纸", "receipt": "改用小票"}


class ListJob(Struct, frozen=True, kw_only=True):
    """A list to be printed or scanned. `paper` None: this kiosk prints nothing.

    `other` is the paper that could be chosen instead. `codes`: the codes of
    R10 are printed, on a slip.
    """

    checklist: Checklist
    paper: Paper | None
    other: Paper | None = None
    dates: tuple[StepDates, ...] = ()
    codes: bool = False


class Handover(Struct, frozen=True, kw_only=True):
    """How the resident got the list; said on the last screen."""

    outcome: Outcome
    checklist: Checklist


def paper_for(papers: tuple[Paper, ...], size: str, chosen: Paper | None = None) -> Paper | None:
    """Return the paper to print on: the slip saves paper, A4 is large (ux.md §3.4).

    Args:
        papers: what this kiosk can print.
        size: text size of the screen; at `huge` A4 comes first.
        chosen: the paper that was chosen by hand; it comes before both.
    """
    wanted: tuple[Paper, ...] = ("a4", "receipt") if size == "huge" else ("receipt", "a4")
    if chosen in papers:
        return chosen
    return next((paper for paper in wanted if paper in papers), None)


def other_paper(papers: tuple[Paper, ...], paper: Paper | None) -> Paper | None:
    """Return the paper that could be chosen instead; None where there is no choice."""
    return next((p for p in papers if paper is not None and p != paper), None)


def is_large(size: str, paper: Paper) -> bool:
    """Tell whether the paper is printed in large letters."""
    return size == "huge" and paper == "a4"
