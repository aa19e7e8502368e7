"""Rules about ids: every id leads somewhere, no list has the same id twice.

Ids in conditions are checked by `lint_questions.py`, keys of overlays by `lint_regions.py`.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from msgspec import Struct

from kiosk.domain.service import EvidenceLine, Service, ServiceResult, Stop
from kiosk.domain.topic import (
    After,
    Applies,
    Catalogue,
    Circumstance,
    CircumstanceInclude,
    Include,
    LinePatch,
    RegionOverlay,
    ServicePatch,
    Swap,
    Topic,
)
from kiosk.wire.pack import DocumentKind
from kiosk.workshop.findings import Finding
from kiosk.workshop.loaded import Document, LoadedCatalogue
from kiosk.workshop.scope import PROXY, WHO
from kiosk.workshop.walk import walk

_WORDS = {
    "agency": "部门",
    "category": "分类",
    "circumstance": "情形",
    "division": "区划",
    "evidence": "材料",
    "question": "公用问题",
    "service": "事项",
    "topic": "主题",
}
_Read = Callable[[Any], Iterable[str | None]]
_REFERENCES: tuple[tuple[type[Struct], str, tuple[str, ...], _Read], ...] = (
    (Catalogue, "default_region", ("division",), lambda v: [v.default_region]),
    (Topic, "category", ("category",), lambda v: [v.category]),
    (Topic, "circumstances", ("circumstance",), lambda v: v.circumstances),
    (Topic, "questions", ("question",), lambda v: _shared(v.questions)),
    (Circumstance, "questions", ("question",), lambda v: _shared(v.questions)),
    (Service, "questions", ("question",), lambda v: _shared(v.questions)),
    (Service, "agency", ("agency",), lambda v: [v.agency]),
    (Service, "requires", ("service", "evidence"), lambda v: v.requires),
    (ServicePatch, "agency", ("agency",), lambda v: [v.agency or None]),
    (ServiceResult, "evidence", ("evidence",), lambda v: [v.evidence]),
    (Stop, "instead_topic", ("topic",), lambda v: [v.instead_topic]),
    (Include, "service", ("service",), lambda v: [v.service]),
    (CircumstanceInclude, "service", ("service",), lambda v: [v.service]),
    (CircumstanceInclude, "before", ("service",), lambda v: _named(v.before)),
    (After, "service", ("service",), lambda v: [v.service]),
    (Applies, "services", ("service",), lambda v: v.services),
    (EvidenceLine, "use", ("evidence",), lambda v: [] if v.any_of else [v.use]),
    (EvidenceLine, "any_of", ("evidence",), lambda v: v.any_of),
    (LinePatch, "any_of", ("evidence",), lambda v: v.any_of or ()),
    (Swap, "from", ("evidence",), lambda v: [v.from_]),
    (Swap, "to", ("evidence",), lambda v: [v.to]),
    (Swap, "any_of", ("evidence",), lambda v: v.any_of),
    (Swap, "except", ("service",), lambda v: v.except_services),
    (RegionOverlay, "code", ("division",), lambda v: [v.code]),
    (RegionOverlay, "e_licences", ("evidence",), lambda v: v.e_licences),
    (RegionOverlay, "windows", ("agency", "service"), lambda v: v.windows),
    (RegionOverlay, "services", ("service",), lambda v: v.services),
    (RegionOverlay, "topics", ("topic",), lambda v: v.topics),
)
"""Which field of which Struct names ids of which kinds."""


_LISTS = frozenset({"includes", "evidence", "stops", "notes", "fee", "questions", "options"})
"""Fields whose elements have ids of their own."""

_FEW = 20
"""So many ids are all named when a reference leads nowhere; of more, only those that look alike."""

_Known = dict[str, dict[str, str]]
"""By kind, the ids that there are and what people call each, or nothing."""

_SERVING: tuple[DocumentKind, ...] = ("agency", "circumstance", "evidence", "question", "service")
"""Documents that are there only to be named by others."""


def check_references(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    """Yield ids that lead nowhere, ids used twice in a list, and documents that nobody names."""
    known = _known(catalogue)
    yield from _unused(catalogue)
    for kind in catalogue.documents:
        for document in catalogue.of(kind).values():
            yield from _dangling(document, known)
            yield from _undrawn(document, catalogue.icons)
            yield from _repeated(document)
    for scenario in catalogue.scenarios:
        line = scenario.line("region")
        for kinds, wanted in ((("topic",), scenario.topic), (("division",), scenario.value.region)):
            if wanted not in known[kinds[0]]:
                yield _missing(scenario.file, line, kinds, wanted, known)


def _known(catalogue: LoadedCatalogue) -> _Known:
    found: _Known = {word: {} for word in _WORDS}
    for kind in catalogue.documents:
        found[kind] = {i: _called(document.value) for i, document in catalogue.of(kind).items()}
    found["division"] = dict(catalogue.divisions)
    found["category"] = {c.id: c.name for c in catalogue.catalogue().categories}
    return found


def _called(value: Any) -> str:
    """Return what people call a document in a message; a service's formal name may be several."""
    return getattr(value, "plain", None) or getattr(value, "ask", None) or ""


def _dangling(document: Document, known: _Known) -> Iterator[Finding]:
    for path, part in walk(document.value):
        for field, kinds, read in _references(type(part)):
            for place, wanted in enumerate(read(part)):
                if wanted is not None and not any(wanted in known[kind] for kind in kinds):
                    line = document.line(*path, field, place)
                    yield _missing(document.file, line, kinds, wanted, known)


@cache
def _references(kind: type[Struct]) -> tuple[tuple[str, tuple[str, ...], _Read], ...]:
    """Return what of a Struct names ids."""
    return tuple(
        (f, kinds, read) for shape, f, kinds, read in _REFERENCES if issubclass(kind, shape)
    )


def _undrawn(document: Document, icons: frozenset[str]) -> Iterator[Finding]:
    """An icon without a drawing is shown as a sheet of paper: nobody would notice."""
    if not icons or document.imported:
        return
    for path, part in walk(document.value):
        icon = getattr(part, "icon", None)
        if icon and icon not in icons:
            near = "、".join(difflib.get_close_matches(icon, icons, n=3))
            hint = f"相近的有：{near}" if near else "有哪些，看 assets/icons（不写 .svg）"
            said = f"没有图标 {icon}；{hint}"
            yield document.finding("unknown-icon", (*path, "icon"), said, "warning")


def _unused(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    named = {
        wanted
        for kind in catalogue.documents
        for document in catalogue.of(kind).values()
        for _, part in walk(document.value)
        for wanted in _named_by(part)
    }
    if any(PROXY in document.value.circumstances for document in catalogue.of("topic").values()):
        named.add(WHO)  # asked without being named (catalogue.md §5)
    for kind in _SERVING:
        for document in catalogue.of(kind).values():
            if document.id not in named and not document.imported:
                said = f"没有地方用到{_WORDS[kind]} {document.id}；不需要就删掉"
                yield document.finding("unused", (), said, "note")


def _named_by(part: Struct) -> Iterator[str | None]:
    for _, _, read in _references(type(part)):
        yield from read(part)
    if isinstance(part, EvidenceLine):
        yield part.use  # it may give words to a group of alternatives


def _missing(file: str, line: int, kinds: tuple[str, ...], wanted: str, known: _Known) -> Finding:
    words = "或".join(_WORDS[kind] for kind in kinds)
    there = {i: name for kind in kinds for i, name in known[kind].items()}
    if 0 < len(there) <= _FEW:
        hint = f"可以写：{_listed(there, there)}"
    elif near := difflib.get_close_matches(wanted, there, n=3):
        hint = f"相近的有：{_listed(near, there)}"
    else:
        hint = f"请先写好这个{words}，或改正编号"
    said = f"没有{words} {wanted}；{hint}"
    return Finding(code="dangling-id", level="error", file=file, line=line, message=said)


def _listed(ids: Iterable[str], called: dict[str, str]) -> str:
    return "、".join(f"{i}（{called[i]}）" if called[i] else i for i in ids)


def _repeated(document: Document) -> Iterator[Finding]:
    for path, part in walk(document.value):
        for field in _LISTS.intersection(part.__struct_fields__):
            elements = getattr(part, field)
            if isinstance(elements, tuple) and len(elements) > 1:
                yield from _repeated_in(document, (*path, field), elements)


def _repeated_in(
    document: Document, path: tuple[str | int, ...], elements: tuple[Any, ...]
) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, element in enumerate(elements):
        own = _own_id(element)
        if own in seen:
            said = f"编号 {own} 在同一列里出现了两次；请给第二个写上自己的 id"
            yield document.finding("duplicate-id", (*path, place), said)
        elif own is not None:
            seen.add(own)


def _own_id(element: Any) -> str | None:
    """Return the id of a list element, or None when it has none."""
    if isinstance(element, str):
        return element
    own: str | None = getattr(element, "key", None) or getattr(element, "id", None)
    return own


def _shared(questions: Iterable[Any]) -> list[str]:
    return [q for q in questions if isinstance(q, str)]


def _named(before: Any) -> Iterable[str]:
    return () if before == "all" else before
