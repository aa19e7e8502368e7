"""How many pages a list takes, counted once: laying it out is the longest work behind a touch.

Laying out is `services/checklists.py`; which paper is wanted is `list_job.py`.
"""

import datetime as dt

from kiosk.domain.checklist import Checklist
from kiosk.ports.devices import Paper
from kiosk.services.checklists import Checklists
from kiosk.ui.list_job import is_large, paper_for


class PageCounter:
    """Remembers the pages of the last list. One per visit; used on the work thread alone."""

    def __init__(self, checklists: Checklists) -> None:
        self._checklists = checklists
        self._last: tuple[Checklist, Paper, bool] | None = None
        self._pages = 0

    def count(
        self, checklist: Checklist, size: str, now: dt.datetime, chosen: Paper | None
    ) -> tuple[Paper | None, int]:
        """Return the paper to print on and how many pages it takes; 0 without a printer.

        Args:
            checklist: the list.
            size: text size of the screen.
            now: the moment of printing, which the paper shows.
            chosen: the paper chosen by hand, if any.
        """
        paper = paper_for(self._checklists.papers(), size, chosen)
        if paper is None:
            return None, 0
        wanted = (checklist, paper, is_large(size, paper))
        if wanted != self._last:
            self._pages = self._checklists.page_count(checklist, paper, now, large=wanted[2])
            self._last = wanted
        return paper, self._pages
