"""Rules about overlays: keys lead somewhere, nothing national is loosened without a basis.

Division codes and ids are checked by `lint_references.py`, limits by `lint_facts.py`. Sources:
catalogue.md §7, regions.md §1.
"""

import re
from collections.abc import Iterator

from msgspec import UNSET

from kiosk.domain.ids import region_chain
from kiosk.domain.topic import (
    IncludePatch,
    LinePatch,
    RegionOverlay,
    ServicePatch,
    TopicPatch,
    Window,
)
from kiosk.workshop.city_rules import lacks_area_code
from kiosk.workshop.findings import Finding
from kiosk.workshop.loaded import Document, LoadedCatalogue
from kiosk.workshop.scope import scope
from kiosk.workshop.walk import Path

_BASIS = re.compile(r"§|第.{1,6}条|法|条例|规定|办法|通知|决定|号|方案|意见")


def check_regions(catalogue: LoadedCatalogue) -> Iterator[Finding]:
    """Yield what is wrong with the overlays."""
    for document in catalogue.of("region").values():
        overlay: RegionOverlay = document.value
        for service_id, patch in overlay.services.items():
            if service_id in catalogue.of("service"):
                yield from _check_service(catalogue, document, service_id, patch)
        for topic_id, changes in overlay.topics.items():
            if topic_id in catalogue.of("topic"):
                yield from _check_topic(catalogue, document, topic_id, changes)
        yield from _check_windows(document)


def _check_service(
    catalogue: LoadedCatalogue, document: Document, service_id: str, patch: ServicePatch
) -> Iterator[Finding]:
    service = catalogue.service(service_id)
    known = {line.key for line in service.evidence}
    for above in _above(catalogue, document):
        if service_id in above.services:
            known |= {line.key for line in above.services[service_id].add_evidence}
    for key, line_patch in patch.evidence.items():
        path: Path = ("services", service_id, "evidence", key)
        if key not in known:
            yield _unknown_key(document, path, f"事项 {service_id} 没有材料行 {key}", known)
        yield from _check_line(document, path, line_patch)
    strict = any(choice.value == "in_person" for choice in service.presence)
    for place, choice in enumerate(patch.presence or ()):
        if strict and choice.value != "in_person" and not (choice.basis or choice.source):
            said = "全国要求本人到场，放宽要写 basis"
            path = ("services", service_id, "presence", place)
            yield document.finding("loosened", path, said)


def _check_line(document: Document, path: Path, patch: LinePatch) -> Iterator[Finding]:
    if patch.off is not None:
        yield from _check_off(document, path, patch.off)
    softer = patch.necessity in ("optional", "later", "on_site") or patch.promise is True
    if softer and not (patch.source or patch.basis):
        said = "放宽了全国的材料要求，要写 basis 或 source"
        yield document.finding("loosened", path, said)


def _check_topic(
    catalogue: LoadedCatalogue, document: Document, topic_id: str, patch: TopicPatch
) -> Iterator[Finding]:
    known = {include.key for include in catalogue.topic(topic_id).includes}
    for above in _above(catalogue, document):
        if topic_id in above.topics:
            known |= {include.key for include in above.topics[topic_id].add_includes}
    for key, include_patch in patch.includes.items():
        path: Path = ("topics", topic_id, "includes", key)
        if key not in known:
            yield _unknown_key(document, path, f"主题 {topic_id} 没有事项 {key}", known)
        yield from _check_include(document, path, include_patch)
    options = {
        f"{question_id}.{option.id}"
        for question_id, asked in scope(catalogue, topic_id).questions.items()
        for option in asked.question.options
    }
    for key, option_patch in patch.options.items():
        path = ("topics", topic_id, "options", key)
        if key not in options:
            yield _unknown_key(document, path, f"主题 {topic_id} 没有选项 {key}", options)
        if option_patch.off is not None:
            yield from _check_off(document, path, option_patch.off)


def _check_include(document: Document, path: Path, patch: IncludePatch) -> Iterator[Finding]:
    if patch.off is not None:
        yield from _check_off(document, path, patch.off)
    elif patch.when is not UNSET and not patch.source:
        said = "改了全国事项的 when，要写 source（当地的依据）"
        yield document.finding("loosened", path, said)


def _check_off(document: Document, path: Path, basis: str) -> Iterator[Finding]:
    if not _BASIS.search(basis):
        said = f"off 要写当地的依据（法规、文件和条款），现在是“{basis}”"
        yield document.finding("off-without-basis", (*path, "off"), said)


def _check_windows(document: Document) -> Iterator[Finding]:
    """Check addresses and, by city rule 6 (domain.md §1.4), telephones.

    Where no window of a place has a telephone the place does not give any: nothing is missing.
    """
    found: list[tuple[str, Window]] = [
        (key, window)
        for key, windows in document.value.windows.items()
        for window in (windows if isinstance(windows, tuple) else (windows,))
    ]
    gives_phones = any(window.phone for _, window in found)
    for key, window in found:
        path: Path = ("windows", key)
        if not window.address:
            said = "窗口没有写地址；没有当地的地址就不要写窗口"
            yield document.finding("window-address", path, said, "warning")
        if window.phone and lacks_area_code(window.phone):
            said = f"窗口电话没有区号：“{window.phone}”"
            yield document.finding("city-window-phone", (*path, "phone"), said, "warning")
        elif gives_phones and not window.phone:
            said = "窗口没有写电话，同一地方别的窗口写了"
            yield document.finding("city-window-phone", path, said, "warning")


def _above(catalogue: LoadedCatalogue, document: Document) -> Iterator[RegionOverlay]:
    """Yield the overlay itself and those of the divisions it lies in."""
    for code in region_chain(document.id):
        overlay = catalogue.overlay(code)
        if overlay is not None:
            yield overlay


def _unknown_key(document: Document, path: Path, what: str, known: set[str]) -> Finding:
    said = f"{what}；可以改的有：{'、'.join(sorted(known)) or '无'}"
    return document.finding("dangling-id", path, said)
