"""Two versions of one document, or of what a place changes in it: what differs, in plain words.

Which documents belong to a topic is `diff.py`. Where a fact was read, and by whom it was checked,
changes nothing for anybody and is no difference.
"""

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct

from kiosk.domain.service import EvidenceLine, TimeLimit
from kiosk.workshop.diff_words import Words

_ORIGIN = frozenset({"source", "verified", "by", "place", "based_on"})
_ONE: dict[str, str] = {
    "state": "状态",
    "name": "名称",
    "plain": "平常的叫法",
    "one_thing": "一件事",
    "category": "分类",
    "type": "事项类型",
    "agency": "部门",
    "level": "层级",
    "for_": "给谁办",
    "presence": "谁来办",
    "channels": "怎么办",
    "visits": "到现场次数",
    "code": "编码",
    "handling": "办件类型",
    "contacts": "咨询和投诉",
    "status": "核实",
    "ask": "问法",
    "hint": "提示",
    "why": "为什么问",
    "kind": "答法",
    "when": "什么情况",
    "valid": "有效日期",
    "options": "选项",
}
"""Fields that are one value; a change says then and now where both can be said shortly."""

_MANY: dict[str, tuple[str, str]] = {
    "includes": ("事项", "件"),
    "add_includes": ("事项", "件"),
    "circumstances": ("情形", "个"),
    "evidence": ("材料", "样"),
    "add_evidence": ("材料", "样"),
    "swap": ("替换的材料", "样"),
    "fee": ("收费", "项"),
    "benefit": ("待遇", "项"),
    "duty": ("您的期限", "条"),
    "result": ("办理结果", "项"),
    "requires": ("前置事项", "件"),
    "questions": ("问题", "个"),
    "add_questions": ("问题", "个"),
    "stops": ("办不了的情形", "条"),
    "add_stops": ("办不了的情形", "条"),
    "notes": ("提示", "条"),
    "add_notes": ("提示", "条"),
    "not_needed": ("不用办的", "条"),
    "faq": ("常见问题", "个"),
    "flow": ("流程", "步"),
    "basis": ("依据", "条"),
    "aliases": ("搜索的叫法", "个"),
}
"""Fields that are lists: label, and what they are counted in."""

_COUNTED = (("originals", "原件"), ("copies", "复印件"))
_UNSAID = ("when", "valid", "handling", "contacts", "options")
_SHORT = 40


Kind = Literal["added", "removed", "changed"]


class Part(Struct, frozen=True, kw_only=True):
    """One difference: `what` is the field; `then` or `now` is None where there was, is, nothing."""

    what: str
    label: str
    kind: Kind
    then: str | None
    now: str | None
    text: str
    unit: str = ""


def parts(old: Struct, new: Struct, words: Words) -> Iterator[Part]:
    """Yield what differs between two Structs of one type, in a fixed order."""
    for field in (*_ONE, "time", *_MANY):
        then, now = getattr(old, field, None), getattr(new, field, None)
        if _bare(then) == _bare(now):
            continue
        if field == "time":
            yield from _limits(then, now, words)
        elif field in _ONE:
            yield _one(field, then, now, words)
        else:
            yield from _many(field, then, now, words)


def _bare(value: Any) -> Any:
    """Return a value as plain data without where it comes from."""
    return _stripped(None if value is UNSET else msgspec.to_builtins(value))


def _stripped(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _stripped(item) for key, item in data.items() if key not in _ORIGIN}
    return [_stripped(item) for item in data] if isinstance(data, list | tuple) else data


def _one(field: str, then: Any, now: Any, words: Words) -> Part:
    label = _ONE[field]
    before, after = words.value(then), words.value(now)
    shown = [said or "没有" for said in (before, after)]
    short = shown[0] != shown[1] and max(map(len, shown)) <= _SHORT and field not in _UNSAID
    if field in _UNSAID:
        before = after = None
    text = f"{label} {shown[0]} → {shown[1]}" if short else f"{label}改了"
    return Part(what=field, label=label, kind="changed", then=before, now=after, text=text)


def _limits(then: Any, now: Any, words: Words) -> Iterator[Part]:
    for field, label in (("promised", "承诺"), ("statutory", "法定")):
        before, after = (getattr(time or None, field, ()) for time in (then, now))
        if _bare(before) != _bare(after):
            yield Part(
                what=f"time.{field}",
                label=label,
                kind="changed",
                then=words.value(before),
                now=words.value(after),
                text=_limit_text(label, before, after, words),
            )


def _limit_text(
    label: str, then: tuple[TimeLimit, ...], now: tuple[TimeLimit, ...], words: Words
) -> str:
    before, after = words.value(then) or "没有", words.value(now) or "没有"
    if before == after:
        return f"{label}时限的说明改了"
    if len(then) == len(now) == 1 and then[0].unit == now[0].unit and now[0].unit != "immediate":
        unit = "个工作日" if now[0].unit == "working" else "天（自然日）"
        return f"{label} {then[0].days}→{now[0].days} {unit}"
    return f"{label} {before} → {after}"


def _many(field: str, then: Any, now: Any, words: Words) -> Iterator[Part]:
    before, after = _keyed(then), _keyed(now)
    label, unit = _MANY[field]
    for key in (*before, *(key for key in after if key not in before)):
        old, new = before.get(key), after.get(key)
        if _bare(old) == _bare(new):
            continue
        said = [None if e is None else _said(words, key, e) for e in (old, new)]
        kind: Kind = "added" if old is None else "removed" if new is None else "changed"
        if kind == "changed":
            text = _changed(old, new, said[1] or "", label)
        else:
            text = f"{label}{'多' if kind == 'added' else '少'}了：{said[0] or said[1]}"
        yield Part(
            what=field, label=label, kind=kind, then=said[0], now=said[1], text=text, unit=unit
        )


def _keyed(elements: Any) -> dict[Any, Any]:
    """Return elements by what makes them the same in both versions."""
    if elements is None or elements is UNSET:
        return {}
    if isinstance(elements, dict):
        return elements
    return {_key(element, place): element for place, element in enumerate(elements)}


def _key(element: Any, place: int) -> Any:
    if isinstance(element, str):
        return element
    return getattr(element, "key", None) or getattr(element, "id", None) or place


def _said(words: Words, key: Any, element: Any) -> str:
    """Return an element in words; a patch of a place is named by the line that it changes."""
    known = isinstance(element, str) or not isinstance(key, str) or hasattr(element, "use")
    said = words.element(element)
    return said if known or said != type(element).__name__ else words.name(key)


def _changed(then: Any, now: Any, name: str, label: str) -> str:
    """Say what changed in one element: 身份证复印件 1→2 份."""
    if isinstance(then, EvidenceLine) and isinstance(now, EvidenceLine):
        for field, title in _COUNTED:
            before, after = getattr(then, field), getattr(now, field)
            if before != after:
                return f"{name}{title} {before}→{after} 份"
        return f"{name}的要求改了"
    return f"{label}改了"
