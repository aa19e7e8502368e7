"""Plain words for the values of two catalogues that are compared.

Which values differ is found by `diff_parts.py`; words for residents' lists are
`kiosk/domain/wording.py`.
"""

from typing import Any

from msgspec import UNSET, Struct

from kiosk.domain import wording
from kiosk.domain.condition import Question
from kiosk.domain.service import (
    Benefit,
    Duty,
    EvidenceLine,
    EvidenceType,
    Faq,
    Fee,
    FlowStage,
    Note,
    NotNeeded,
    ServiceResult,
    Stop,
    TimeLimit,
)
from kiosk.domain.topic import Include
from kiosk.wire.pack import DocumentKind
from kiosk.workshop.editorial import STATE_NAMES
from kiosk.workshop.snapshots import Snapshot

_WORDS: dict[str, str] = {
    **{str(state): name for state, name in STATE_NAMES.items()},
    **{str(channel): name for channel, name in wording.CHANNELS.items()},
    "in_person": "要本人到场",
    "proxy_allowed": "可以请人代办",
    "nobody": "不用去人",
    "person": "个人",
    "company": "企业",
    "both": "个人和企业",
    "verified": "已核实",
    "unverified": "没有核实",
}
_NAMED_BY_ID: tuple[DocumentKind, ...] = (
    *("service", "evidence", "circumstance", "question", "agency"),
)


class Words:
    """Names of what documents mention by id, in the new catalogue or else in the old one."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self._names: dict[str, str] = {}
        for side in (old, new):
            for kind in _NAMED_BY_ID:
                self._names |= {i: document_name(d) for i, d in side.of(kind).items()}

    def name(self, document_id: str) -> str:
        """Return the name of a document, or its id when nothing has it."""
        return self._names.get(document_id, document_id)

    def value(self, value: Any) -> str | None:
        """Return a value in words; None when there is none."""
        if value is None or value is UNSET or value == ():
            return None
        if isinstance(value, tuple):
            return "、".join(filter(None, (self.value(item) for item in value)))
        if isinstance(value, str):
            return _WORDS.get(value) or self.name(value)
        return self.element(value) if isinstance(value, Struct) else str(value)

    def element(self, element: Any) -> str:
        """Return one element of a list in words."""
        match element:
            case str():
                return self.name(element)
            case EvidenceLine():
                own = "或".join(self.name(e) for e in element.any_of) or self.name(element.use)
                holder = wording.HOLDERS[element.holder]
                return own if element.holder == "applicant" else f"{own}（{holder}）"
            case Include():
                return self.name(element.service)
            case Fee():
                return _money(element)
            case Benefit():
                group = f"{element.group} " if element.group else ""
                return f"{group}{element.amount or '没有写'}{element.unit}"
            case Duty():
                return f"{element.from_}起 {wording.span(element.within, element.unit)}"
            case TimeLimit():
                return wording.limit(element.days, element.unit)
            case _:
                return self._text(element)

    def _text(self, element: Any) -> str:
        match element:
            case Question():
                return element.ask
            case Stop():
                return element.reason
            case Note():
                return element.text
            case NotNeeded() | ServiceResult():
                return element.name
            case Faq():
                return element.question
            case FlowStage():
                return element.stage
        said = getattr(element, "value", None)
        return self.value(said) or "" if said is not None else type(element).__name__


def document_name(document: Any) -> str:
    """Return what people call a document."""
    if isinstance(document, EvidenceType | Question):
        return document.plain if isinstance(document, EvidenceType) else document.ask
    name = document.name
    return name[0].value if isinstance(name, tuple) else str(name)


def _money(fee: Fee) -> str:
    return wording.money(fee.amount) if fee.amount is not None else fee.note or "数额没有写"
