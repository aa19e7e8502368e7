"""The types of the catalogue as JSON Schema, in the forms in which authors write them.

It says what `typed.py` and `conditions.py` read, short forms included, and comes from the Structs
themselves: a new field needs nothing here. Which files there are is `file_schemas.py`.
"""

import datetime as dt
import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct, UnsetType
from msgspec.structs import FieldInfo, fields

from kiosk.domain.condition import Condition, Option, Question
from kiosk.domain.ids import ID_PATTERN
from kiosk.domain.service import TimeLimit
from kiosk.workshop.typed import SHORT

Schema = dict[str, Any]

_CONDITION_PARTS = frozenset(get_args(Condition))
_REF = "#/definitions/"
# What YAML makes of a plain scalar; the workshop reads each of them as text.
_SCALARS = ["string", "number", "boolean"]
_TEXT: Schema = {"type": _SCALARS, "minLength": 1}
_NUMBER: Schema = {"type": ["number", "string"]}
_DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_YEARS: Schema = {"type": "integer", "minimum": 0, "maximum": 150}
_NOTHING: Schema = {"type": "null"}
_SIMPLE: dict[Any, Schema] = {
    str: _TEXT,
    int: {"type": "integer"},
    bool: {"enum": [True, False, "true", "false"]},
    dt.date: _DAY,
}


class TypeSchemas:
    """Makes schemas; `definitions` holds those of Structs and conditions by name."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def of(self, kind: Any) -> Schema:
        """Return the schema of a type hint as `typed.py` reads it."""
        if kind in _SIMPLE:
            return dict(_SIMPLE[kind])
        if isinstance(kind, type) and issubclass(kind, Struct):
            return self._struct(kind)
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin is Annotated:
            return _limited(arguments)
        if origin is tuple:
            return _one_or_list(self.of(arguments[0]))
        if origin is dict:
            names = self.of(arguments[0])
            given = {"propertyNames": {"pattern": names["pattern"]}} if "pattern" in names else {}
            return {"type": "object", "additionalProperties": self.of(arguments[1]), **given}
        return self._union(arguments)

    def listed(self, kind: type[Struct]) -> Schema:
        """Return the schema of a file of many: a list, or a map from id to the other fields."""
        return {"anyOf": [{"type": "array", "items": self.of(kind)}, self._by_id(kind)]}

    def _union(self, members: tuple[Any, ...]) -> Schema:
        plain = tuple(m for m in members if m not in (types.NoneType, UnsetType))
        if frozenset(plain) == _CONDITION_PARTS:
            found = [self._condition()]
        else:
            found = [self.of(member) for member in plain]
        if types.NoneType in members:
            found.append(_NOTHING)
        return found[0] if len(found) == 1 else {"anyOf": found}

    def _struct(self, kind: type[Struct]) -> Schema:
        whole = self._define(kind.__name__, lambda: self._fields(kind))
        short = next((f for base, f in SHORT.items() if issubclass(kind, base)), None)
        if short is None:
            return whole
        only = next(info for info in fields(kind) if info.name == short)
        return {"anyOf": [self.of(only.type), whole]}

    def _by_id(self, kind: type[Struct]) -> Schema:
        """Return the schema of a map from id to what else a Struct has."""
        rest = self._define(f"{kind.__name__}-without-id", lambda: self._fields(kind, without="id"))
        only = {"anyOf": [_TEXT, rest]} if kind is Option else rest
        names = {"pattern": ID_PATTERN}
        return {"type": "object", "propertyNames": names, "additionalProperties": only}

    def _define(self, name: str, make: Callable[[], Schema]) -> Schema:
        """Return a reference to a definition, made when it is first named: types may recurse."""
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = make()
        return {"$ref": _REF + name}

    def _fields(self, kind: type[Struct], without: str | None = None) -> Schema:
        known = [info for info in fields(kind) if info.name != without]
        schema: Schema = {
            "description": (kind.__doc__ or "").partition("\n")[0],
            "type": "object",
            "additionalProperties": False,
            "properties": {info.encode_name: self._field(kind, info) for info in known},
        }
        required = [info.encode_name for info in known if _is_required(info)]
        if kind is TimeLimit:
            at_once = {"properties": {"unit": {"const": "immediate"}}}
            schema |= {"if": at_once, "else": {"required": ["days"]}}
            required.remove("days")
        return schema | ({"required": required} if required else {})

    def _field(self, kind: type[Struct], info: FieldInfo) -> Schema:
        if kind is Question and info.name == "options":
            return self.listed(Option)
        return self.of(info.type)

    def _condition(self) -> Schema:
        return self._define("condition", self._make_condition)

    def _make_condition(self) -> Schema:
        again = {"$ref": _REF + "condition"}
        several = {"type": "array", "items": again, "minItems": 1}
        return {
            "description": "When it applies: {question: option}, all, any, not; docs/catalogue.md",
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "properties": {"all": several, "any": several, "not": again},
            "additionalProperties": {
                "anyOf": [
                    _one_or_list(_TEXT),
                    _comparison({"includes": _one_or_list(_TEXT)}),
                    _comparison({"at_least": _NUMBER, "below": _NUMBER}),
                    _comparison({"from": _DAY, "before": _DAY}),
                    _comparison({"age_at_least": _YEARS, "age_below": _YEARS}),
                ]
            },
        }


def _comparison(ends: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "properties": ends,
        "additionalProperties": False,
    }


def _one_or_list(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _limited(arguments: tuple[Any, ...]) -> Schema:
    """Return a text or a whole number with limits."""
    base, metas = arguments[0], [m for m in arguments[1:] if isinstance(m, Meta)]
    if base is int:
        ends = {"minimum": metas[0].ge, "maximum": metas[0].le}
        return {"type": "integer", **{n: end for n, end in ends.items() if end is not None}}
    patterns = [meta.pattern for meta in metas if meta.pattern is not None]
    return _TEXT | ({"pattern": patterns[0]} if patterns else {})


def _is_required(info: FieldInfo) -> bool:
    return info.default is NODEFAULT and info.default_factory is NODEFAULT
