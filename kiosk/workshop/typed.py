"""YAML nodes become Structs by the Structs' own types; every problem has a line and a field.

The forms that authors may use for short (one entry instead of a list, a text instead of a map)
are settled here. Which files exist and what they hold is `load.py`. Source: catalogue.md,
"Reading YAML".
"""

import difflib
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct, UnsetType
from msgspec.structs import FieldInfo, fields
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kiosk.domain.condition import Condition, Option, Question
from kiosk.domain.service import (
    EvidenceLine,
    Note,
    PresenceChoice,
    ServiceResult,
    TextChoice,
    TimeLimit,
    VisitsChoice,
)
from kiosk.domain.topic import After, Include
from kiosk.workshop.allowed import allowed_text
from kiosk.workshop.conditions import read_condition
from kiosk.workshop.findings import Finding
from kiosk.workshop.yaml_source import line_of

SHORT: dict[type, str] = {
    TextChoice: "value",
    PresenceChoice: "value",
    VisitsChoice: "value",
    Note: "text",
    After: "service",
    Include: "service",
    EvidenceLine: "use",
    ServiceResult: "name",
    TimeLimit: "unit",
}
"""Structs that may be written as one text: the field that the text fills."""

_CONDITION_PARTS = frozenset(get_args(Condition))
_NOTHING = ("null", "~")


class Missing:
    """Stands for a value that could not be read; its problem has been reported."""


MISSING = Missing()


class TypedReader:
    """Reads nodes of one file and collects findings."""

    def __init__(self, file: str, findings: list[Finding]) -> None:
        self._file = file
        self._findings = findings

    def report(self, node: Node, field: str, message: str, code: str = "bad-value") -> None:
        """Add a finding at a node; `field` is the path of the field inside the document."""
        said = f"{field}：{message}" if field else message
        self._findings.append(
            Finding(code=code, level="error", file=self._file, line=line_of(node), message=said)
        )

    def read(self, node: Node, kind: Any, field: str = "") -> Any:
        """Return the value of `node` as `kind` (a type hint), or MISSING after reporting."""
        members, optional = _members(kind)
        if optional and _is_null(node):
            return None
        if frozenset(members) == _CONDITION_PARTS:
            found = read_condition(node, lambda at, said: self.report(at, field, said))
            return MISSING if found is None else found
        if len(members) > 1:
            return self._read_union(node, members, field)
        return self._read_one(node, members[0], field)

    def _read_one(self, node: Node, kind: Any, field: str) -> Any:
        if isinstance(node, ScalarNode) and not node.value.strip():
            self.report(node, field, "写了字段却没有内容；不需要就删掉这一行")
            return MISSING
        if isinstance(kind, type) and issubclass(kind, Struct):
            return self._read_struct(node, kind, field)
        origin = get_origin(kind)
        if origin is tuple:
            return self._read_tuple(node, get_args(kind)[0], field)
        if origin is dict:
            return self._read_dict(node, kind, field)
        return self._read_leaf(node, kind, field)

    def _read_union(self, node: Node, members: tuple[Any, ...], field: str) -> Any:
        """Choose by the shape of the node: map → Struct, list → tuple, text → plain member."""
        for kind in members:
            if _fits(node, kind):
                return self._read_one(node, kind, field)
        lists = [kind for kind in members if get_origin(kind) is tuple]
        if lists:
            return self._read_one(node, lists[0], field)
        self.report(node, field, "写法不对：" + "，或".join(allowed_text(k) for k in members))
        return MISSING

    def _read_leaf(self, node: Node, kind: Any, field: str) -> Any:
        if not isinstance(node, ScalarNode):
            self.report(node, field, f"{allowed_text(kind)}，不能是列表或多个字段")
            return MISSING
        try:
            return msgspec.convert(node.value.strip(), kind, strict=False)
        except msgspec.ValidationError:
            self.report(node, field, f"{allowed_text(kind)}，现在是“{node.value.strip()}”")
            return MISSING

    def _read_tuple(self, node: Node, kind: Any, field: str) -> Any:
        if not isinstance(node, SequenceNode):
            only = self.read(node, kind, field)
            return MISSING if only is MISSING else (only,)
        values = [
            self.read(item, kind, f"{field}[{place}]")
            for place, item in enumerate(node.value, start=1)
        ]
        return MISSING if MISSING in values else tuple(values)

    def _read_dict(self, node: Node, kind: Any, field: str) -> Any:
        if not isinstance(node, MappingNode):
            self.report(node, field, "这里要写成“名字: 内容”的形式")
            return MISSING
        key_kind, value_kind = get_args(kind)
        found = {
            self.read(key, key_kind, field): self.read(value, value_kind, f"{field}.{key.value}")
            for key, value in node.value
        }
        return MISSING if MISSING in found or MISSING in found.values() else found

    def _read_struct(self, node: Node, kind: type[Struct], field: str) -> Any:
        known = {info.encode_name: info for info in fields(kind)}
        pairs = self._pairs(node, kind, known, field)
        if pairs is None:
            return MISSING
        values: dict[str, Any] = {}
        for key, value in pairs:
            name = f"{field}.{key}" if field else key
            info = known[key]
            if kind is Question and key == "options":
                values[info.name] = self._read_options(value, name)
            else:
                values[info.name] = self.read(value, info.type, name)
        self._require(node, kind, known, values, field)
        if MISSING in values.values():
            return MISSING
        try:
            return kind(**values)
        except (TypeError, ValueError) as error:
            if not isinstance(error, TypeError):
                self.report(node, field, str(error))
            return MISSING

    def _pairs(
        self, node: Node, kind: type[Struct], known: dict[str, FieldInfo], field: str
    ) -> list[tuple[str, Node]] | None:
        """Return the fields that are written, without those that do not exist."""
        if isinstance(node, ScalarNode) and (short := _short(kind)):
            return [(short, node)]
        if not isinstance(node, MappingNode):
            self.report(node, field, f"这里要写字段：{'、'.join(known)}")
            return None
        pairs: dict[str, Node] = {}
        for key, value in node.value:
            if key.value in known:
                pairs.setdefault(key.value, value)
            else:
                near = difflib.get_close_matches(key.value, known, n=1)
                hint = f"是不是想写 {near[0]}？" if near else ""
                said = f"没有 {key.value} 这个字段；{hint}可以写：{'、'.join(known)}"
                self.report(key, field, said, "unknown-field")
        return list(pairs.items())

    def _require(
        self,
        node: Node,
        kind: type[Struct],
        known: dict[str, FieldInfo],
        values: dict[str, Any],
        field: str,
    ) -> None:
        if kind is TimeLimit and values.get("unit") == "immediate":
            values.setdefault("days", 0)
        for key, info in known.items():
            if info.name not in values and _required(info):
                values[info.name] = MISSING
                said = f"缺 {key}；{allowed_text(info.type)}"
                self.report(node, field, said, "missing-field")

    def _read_options(self, node: Node, field: str) -> Any:
        """Read options as a list, or as a map from id to label (or to the other fields)."""
        if not isinstance(node, MappingNode):
            return self.read(node, tuple[Option, ...], field)
        options = [
            self._read_struct(with_id(key, value), Option, f"{field}.{key.value}")
            for key, value in node.value
        ]
        return MISSING if MISSING in options else tuple(options)


def with_id(key: Node, value: Node) -> Node:
    """Turn `id: label` or `id: {label, …}` of an options map into the node of a whole option."""
    own = value.value if isinstance(value, MappingNode) else [(_word("label", value), value)]
    return MappingNode("", [(_word("id", key), key), *own], key.start_mark, value.end_mark)


def _word(text: str, at: Node) -> ScalarNode:
    return ScalarNode("", text, at.start_mark, at.end_mark)


def _members(kind: Any) -> tuple[tuple[Any, ...], bool]:
    """Return the members of a union without None and UNSET, and whether None is among them."""
    if get_origin(kind) not in (Union, types.UnionType):
        return (kind,), False
    parts = get_args(kind)
    plain = tuple(p for p in parts if p not in (types.NoneType, UnsetType))
    return plain, types.NoneType in parts


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in _NOTHING


def _fits(node: Node, kind: Any) -> bool:
    origin = get_origin(kind)
    if isinstance(node, MappingNode):
        return isinstance(kind, type) and issubclass(kind, Struct)
    if isinstance(node, SequenceNode):
        return origin is tuple
    if origin is Literal:
        return node.value in get_args(kind)
    return origin is Annotated or kind is str


def _short(kind: type[Struct]) -> str | None:
    return next((field for base, field in SHORT.items() if issubclass(kind, base)), None)


def _required(info: FieldInfo) -> bool:
    return info.default is NODEFAULT and info.default_factory is NODEFAULT
