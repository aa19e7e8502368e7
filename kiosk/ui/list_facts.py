"""Gathers what the rows of a list need beside the list: names, pictures, open windows, dates.

Runs on the work thread; what the rows say is `list_rows.py`.
"""

import datetime as dt

from kiosk.domain.checklist import Checklist
from kiosk.domain.hours import Opening
from kiosk.ui.list_rows import Facts
from kiosk.ui.screen import Services


def gather(
    services: Services, checklist: Checklist, now: dt.datetime, start_on: dt.date | None
) -> Facts:
    """Collect the facts of one list.

    Args:
        services: where they come from.
        checklist: the list.
        now: the civil time, without zone.
        start_on: the day the resident wants to start, or None.
    """
    browse = services.browse
    kinds = browse.evidence(m.evidence for m in checklist.materials)
    openings: dict[str, Opening] = {}
    for step in checklist.steps:
        if step.window and step.window.hours:
            opening = browse.opening(step.window.hours, now)
            if opening:
                openings[step.service] = opening
    dates = services.guidance.dates(checklist, start_on) if start_on else ()
    return Facts(
        names=services.checklists.names(checklist),
        pictures={kind.id: kind.icon for kind in kinds},
        sources={kind.id: kind for kind in kinds},
        openings=openings,
        dates={d.service: d for d in dates},
        today=now.date(),
    )
