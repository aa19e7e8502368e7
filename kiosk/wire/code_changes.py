"""A printed list against today's: the lines of a K1 text that no longer hold, named in words.

Recomputing the list is the business of `services/checklists.py`; the format is `list_code.py`.
"""

from typing import Protocol, cast

from kiosk.domain.changes import (
    Change,
    PaperFacts,
    StepFacts,
    paper_changes,
    paper_facts,
    step_changes,
    step_facts,
)
from kiosk.domain.checklist import Checklist
from kiosk.domain.service import Holder
from kiosk.domain.wording import HOLDERS
from kiosk.wire.list_code import CodedMaterial, ListCode


class Names(Protocol):
    """Names of catalogue ids, also of those that the new list no longer has."""

    def service_name(self, service_id: str) -> str:
        """Return the plain name of a service; the id itself when it no longer exists."""
        ...

    def evidence_name(self, evidence_id: str) -> str:
        """Return the plain name of an evidence type; the id itself when it no longer exists."""
        ...


def compare_code(then: ListCode, now: Checklist, names: Names) -> tuple[Change, ...]:
    """Return what differs between a printed list and the one made now; empty when it still holds.

    A difference outside steps and materials (a window, a note, a basis) is one change without
    details, because the code carries no more of it than the digest.
    """
    if then.digest16 == now.digest[:16]:
        return ()
    steps = tuple(
        StepFacts(service=s.service, name=names.service_name(s.service), days=s.days, fee=s.fee)
        for s in then.steps
    )
    papers = tuple(_paper(m, names) for m in then.materials)
    found = step_changes(steps, step_facts(now)) + paper_changes(papers, paper_facts(now))
    if found:
        return found
    return (Change(kind="changed", what="窗口、说明或依据", then=None, now="有更新，请看新清单"),)


def gone(what: str) -> Change:
    """Return the one change for a topic, question or option that no longer exists."""
    return Change(kind="removed", what=what, then=None, now=None)


def _paper(material: CodedMaterial, names: Names) -> PaperFacts:
    """Return a coded material with its name and holder in words, as `material_name` writes it."""
    name = names.evidence_name(material.evidence)
    holder = HOLDERS.get(cast(Holder, material.holder), material.holder)
    return PaperFacts(
        evidence=material.evidence,
        holder=material.holder,
        name=name if material.holder == "applicant" else f"{name}（{holder}）",
        status=material.status,
        originals=material.originals,
        copies=material.copies,
    )
