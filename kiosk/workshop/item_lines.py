"""The lists inside a row: papers, fees, common questions and stages of the flow.

The rest of the row is `item_service.py`. Codes of 材料必要性 and the parts: domain.md §1.1, §1.2.
"""

from typing import Any

from kiosk.domain.service import EvidenceLine, Faq, Fee, FlowStage, Necessity
from kiosk.workshop.item_cells import Cells
from kiosk.workshop.item_elements import LISTS
from kiosk.workshop.item_map import ItemMap
from kiosk.workshop.item_names import Names
from kiosk.workshop.item_values import UNREAD, amount, count, entries, necessity, yes_no

_NOTED = ("page_format", "material_format", "source_type", "source_explain", "fill_explain")

Parts = dict[str, str]


class Lines:
    """Reads the list columns of the current row."""

    def __init__(self, options: ItemMap, cells: Cells, names: Names) -> None:
        self._map = options
        self._cells = cells
        self._names = names

    def evidence(self) -> tuple[EvidenceLine, ...]:
        """Return the papers; one that is named twice gets an id of its own."""
        lines: list[EvidenceLine] = []
        used: dict[str, int] = {}
        for parts in self._parts("materials"):
            paper = self._names.evidence(parts["material_name"])
            used[paper] = used.get(paper, 0) + 1
            own_id = f"{paper[:44]}-{used[paper]}" if used[paper] > 1 else None
            lines.append(self._line(parts, paper, own_id))
        return tuple(lines)

    def _line(self, parts: Parts, paper: str, own_id: str | None) -> EvidenceLine:
        originals, copies = self._sheets(parts, "page_num"), self._sheets(parts, "page_copynum")
        noted = [parts[part] for part in (*_NOTED, "accept_stand") if part in parts]
        return EvidenceLine(
            id=own_id,
            use=paper,
            original="submit" if originals else "none",
            originals=originals,
            copies=copies,
            necessity=self._need(parts),
            note="；".join(noted) or None,
            basis=parts.get("by_law"),
            status="unverified",
        )

    def _need(self, parts: Parts) -> Necessity:
        found = necessity(parts["is_need"]) if "is_need" in parts else "required"
        if found == UNREAD:
            self._unread("materials", "材料必要性", parts["is_need"])
            return "required"
        return found

    def _sheets(self, parts: Parts, part: str) -> int:
        found = count(parts[part]) if part in parts else 0
        if found == UNREAD:
            self._unread("materials", LISTS["materials"][1][part], parts[part])
            return 0
        return found

    def fees(self) -> tuple[Fee, ...]:
        """Return the fees: those of the list, or what 是否收费 says."""
        found = [
            Fee(
                id="fee" if place == 1 else f"fee-{place}",
                amount=amount(parts.get("fee_stand", "")),
                note="：".join(parts[p] for p in ("fee_name", "fee_stand") if p in parts),
                basis=parts.get("by_law"),
                status="unverified",
            )
            for place, parts in enumerate(self._parts("fees"), start=1)
        ]
        written = self._cells.text("is_fee")
        if found or written is None:
            return tuple(found)
        charged = self._cells.known("is_fee", yes_no(written))
        if charged is None:
            return ()
        basis = self._cells.text("fee_basis")
        total = None if charged else "0.00"
        return (Fee(id="fee", amount=total, basis=basis, status="unverified"),)

    def faq(self) -> tuple[Faq, ...]:
        """Return common questions that have an answer."""
        found = []
        for parts in self._parts("faq"):
            if "answer" in parts:
                found.append(Faq(question=parts["question"], answer=parts["answer"]))
            else:
                self._unread("faq", "没有答案的问题", parts["question"])
        return tuple(found)

    def flow(self) -> tuple[FlowStage, ...]:
        """Return the stages of the flow with their days."""
        found = []
        for parts in self._parts("flow"):
            days = count(parts["days"], 999) if "days" in parts else None
            if days == UNREAD:
                self._unread("flow", "天数", parts["days"])
                days = None
            found.append(FlowStage(stage=parts["stage"], days=days))
        return tuple(found)

    def kept(self) -> dict[str, str]:
        """Return what a service has no field for: conditions of fees, kinds of papers."""
        said = [
            "：".join(parts[p] for p in ("fee_name", "is_desc", "desc_explain") if p in parts)
            for parts in self._parts("fees")
            if "is_desc" in parts or "desc_explain" in parts
        ]
        types = [
            f"{parts['material_name']}：{parts['material_type']}"
            for parts in self._parts("materials")
            if "material_type" in parts
        ]
        sources = [
            f"{parts['material_name']}：{parts['source_type']}"
            for parts in self._parts("materials")
            if "source_type" in parts
        ]
        kept = {
            "desc_explain": "；".join(said),
            "material_type": "；".join(types),
            "source_type": "；".join(sources),
        }
        return {element: text for element, text in kept.items() if text}

    def _parts(self, name: str) -> list[Parts]:
        """Return the entries of a list, each by part; entries without a name are told."""
        value, listed = self._cells.raw_list(name), self._map.list_column(name)
        if value is None or listed is None:
            return []
        known = LISTS[name][1]
        first = next(iter(known))
        found = []
        for entry in entries(value, listed.split):
            parts = self._entry(entry, known, listed.fields, first)
            if first in parts:
                found.append(parts)
            elif parts or (isinstance(entry, str) and entry):
                self._unread(name, f"没有{known[first]}的一项", str(entry))
        return found

    def _entry(self, entry: Any, known: Parts, columns: Parts, first: str) -> Parts:
        if not isinstance(entry, dict):
            text = self._cells.clean(entry)
            return {} if text is None else {first: text}
        found = {}
        for part, title in known.items():
            keys = (columns[part],) if part in columns else (part, title)
            text = next((t for k in keys if (t := self._cells.clean(entry.get(k)))), None)
            if text is not None:
                found[part] = text
        return found

    def _unread(self, field: str, what: str, text: str) -> None:
        shown = text if len(text) <= 30 else text[:29] + "…"
        self._cells.tell(field, f"{what}看不懂：“{shown}”；没有采用")
