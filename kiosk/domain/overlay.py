"""Regional overlays: what a place changes in a topic and in its services.

Pure patching of documents, nation first, village last: scalars replace, maps merge, `add_*` append
(catalogue.md §7). Circumstances are `weave.py`; reading documents is `catalog.py`.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from msgspec import UNSET, Struct
from msgspec.structs import asdict, replace

from kiosk.domain.condition import Condition, Question, all_of, negate
from kiosk.domain.errors import InputError
from kiosk.domain.ids import Id, LineId
from kiosk.domain.service import EvidenceLine, Service, Sourced, Time
from kiosk.domain.topic import (
    Include,
    IncludePatch,
    LinePatch,
    OptionPatch,
    RegionOverlay,
    ServicePatch,
    Topic,
    TopicPatch,
    Window,
)

_ORIGIN = ("source", "place", "verified", "by")


class LocalTopic(Struct, frozen=True, kw_only=True):
    """A topic as one place has it.

    `replaced` are includes with the condition under which an unverified switch takes them away;
    `switched` tells for an include key when the step stands there only by such a switch.
    `options` are the patches of the topic's questions, by `question.option`.
    """

    topic: Topic
    replaced: tuple[tuple[Include, Condition], ...] = ()
    switched: dict[LineId, Condition] = {}
    options: dict[str, OptionPatch] = {}


def in_force(element: Sourced, as_of: dt.date) -> bool:
    """Tell whether a fact holds on a day."""
    return element.valid is None or element.valid.holds_on(as_of)


def localize_service(
    service: Service, overlays: Iterable[RegionOverlay], as_of: dt.date
) -> Service:
    """Return the service as the region has it.

    Raises:
        InputError: an overlay changes an evidence line that the service does not have.
    """
    for overlay in overlays:
        patch = overlay.services.get(service.id)
        if patch is not None:
            service = _patch_service(service, patch, overlay, as_of)
    return service


def _patch_service(
    service: Service, patch: ServicePatch, overlay: RegionOverlay, as_of: dt.date
) -> Service:
    changes: dict[str, Any] = {
        name: value
        for name, value in asdict(patch).items()
        if name not in ("time", "evidence") and not name.startswith("add_") and value is not UNSET
    }
    if isinstance(patch.time, Time):
        changes["time"] = Time(
            statutory=patch.time.statutory or service.time.statutory,
            promised=patch.time.promised or service.time.promised,
        )
    changes["evidence"] = (
        *_patch_lines(service, patch.evidence, overlay, as_of),
        *patch.add_evidence,
    )
    changes["questions"] = (*service.questions, *patch.add_questions)
    changes["stops"] = (*service.stops, *patch.add_stops)
    changes["notes"] = (*service.notes, *patch.add_notes)
    return replace(service, **changes)


def _patch_lines(
    service: Service, patches: dict[LineId, LinePatch], overlay: RegionOverlay, as_of: dt.date
) -> tuple[EvidenceLine, ...]:
    keys = [line.key for line in service.evidence]
    for key in patches:
        if key not in keys:
            raise InputError(
                "dangling-id",
                f"地区 {overlay.code} 改了事项 {service.id} 没有的材料行 {key}。"
                f"可以改的有: {'、'.join(keys) or '无'}。",
            )
    patched = (_patch_line(line, patches.get(line.key), as_of) for line in service.evidence)
    return tuple(line for line in patched if line is not None)


def _patch_line(line: EvidenceLine, patch: LinePatch | None, as_of: dt.date) -> EvidenceLine | None:
    """Return the line, changed or gone. What is off but unverified stays, as 请向窗口确认."""
    if patch is None or not in_force(patch, as_of):
        return line
    if patch.off is not None:
        return replace(line, status="unverified") if patch.status == "unverified" else None
    return replace(line, **_set_fields(patch))


def _set_fields(patch: LinePatch | IncludePatch) -> dict[str, Any]:
    """Return what a patch sets: its own fields, and the origin where it names one."""
    fields = asdict(patch)
    given = {
        name: value
        for name, value in fields.items()
        if value is not UNSET and name not in (*_ORIGIN, "off", "valid")
    }
    return given | {name: fields[name] for name in _ORIGIN if fields[name] is not None}


def localize_topic(topic: Topic, overlays: Iterable[RegionOverlay], as_of: dt.date) -> LocalTopic:
    """Return the topic as the region has it.

    Raises:
        InputError: an overlay changes an include that the topic does not have.
    """
    local = LocalTopic(topic=topic)
    for overlay in overlays:
        patch = overlay.topics.get(topic.id)
        if patch is not None:
            local = _patch_topic(local, patch, overlay, as_of)
    return local


def _patch_topic(
    local: LocalTopic, patch: TopicPatch, overlay: RegionOverlay, as_of: dt.date
) -> LocalTopic:
    topic = local.topic
    keys = [include.key for include in topic.includes]
    for key in patch.includes:
        if key not in keys:
            raise InputError(
                "dangling-id",
                f"地区 {overlay.code} 改了主题 {topic.id} 没有的事项 {key}。"
                f"可以改的有: {'、'.join(keys)}。",
            )
    live = {key: p for key, p in patch.includes.items() if in_force(p, as_of)}
    switches = _Switches(local)
    kept = [switches.apply(include, live.get(include.key)) for include in topic.includes]
    added = tuple(replace(a, status="unverified") for a in patch.add_includes)
    changed = replace(
        topic,
        includes=(
            *(include for include in kept if include is not None),
            *(added if switches.took_away else patch.add_includes),
        ),
        questions=(*topic.questions, *patch.add_questions),
        stops=(*topic.stops, *patch.add_stops),
        notes=(*topic.notes, *patch.add_notes),
    )
    return LocalTopic(
        topic=changed,
        replaced=tuple(switches.replaced),
        switched=switches.switched,
        options=local.options | patch.options,
    )


class _Switches:
    """Applies the include patches of one overlay and notes the unverified switches among them.

    A switch is an `off` or a changed `when`. It makes the includes that the same overlay adds
    unverified, too: one of them is the replacing one, and 请向窗口确认 once too often is safe.
    """

    def __init__(self, local: LocalTopic) -> None:
        self.replaced = list(local.replaced)
        self.switched = dict(local.switched)
        self.took_away = False

    def apply(self, include: Include, patch: IncludePatch | None) -> Include | None:
        """Return the include as patched, or None when it is off."""
        if patch is None:
            return include
        if patch.off is not None:
            if patch.status == "unverified":
                self.took_away = True
                self.replaced.append((include, all_of(include.when)))
            return None
        fields = _set_fields(patch)
        if patch.status == "unverified" and patch.when is not UNSET:
            del fields["status"]
            now = all_of(patch.when)
            self.took_away = True
            self.replaced.append((include, all_of(include.when, negate(now))))
            self.switched[include.key] = all_of(now, negate(include.when))
        return replace(include, **fields)


def localize_question(
    question: Question, options: dict[str, OptionPatch], as_of: dt.date
) -> Question:
    """Return the question with local labels and without the options that are switched off.

    An option that is off by hearsay only (unverified) stays.
    """
    kept = []
    for option in question.options:
        patch = options.get(f"{question.id}.{option.id}")
        if patch is None or not in_force(patch, as_of):
            kept.append(option)
        elif patch.off is None or patch.status == "unverified":
            kept.append(replace(option, label=patch.label or option.label))
    return replace(question, options=tuple(kept))


def unknown_options(questions: Iterable[Question], local: LocalTopic) -> tuple[str, ...]:
    """Return the keys of option patches that fit no question of the topic."""
    known = {f"{q.id}.{o.id}" for q in questions for o in q.options}
    return tuple(key for key in local.options if key not in known)


def local_windows(overlays: Iterable[RegionOverlay], as_of: dt.date) -> dict[Id, Window]:
    """Return the windows of a region by agency or service; those of a smaller division win."""
    windows: dict[Id, Window] = {}
    for overlay in overlays:
        for key, entry in overlay.windows.items():
            choices = (entry,) if isinstance(entry, Window) else entry
            for window in choices:
                if window.valid is None or window.valid.holds_on(as_of):
                    windows[key] = window
                    break
    return windows
