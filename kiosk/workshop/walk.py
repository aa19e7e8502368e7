"""Walking a document: every Struct in it with the path it was written at.

What is done with the parts is up to the rules of lint and to the counts of `reports.py`.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from msgspec import Struct
from msgspec.structs import fields

from kiosk.domain.condition import All, AnyOf, Atom, Condition, Not
from kiosk.workshop.loaded import Step

Path = tuple[Step, ...]
_CONDITIONS = get_args(Condition)


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Struct]]:
    """Yield every Struct, outermost first; conditions are yielded whole."""
    if isinstance(value, Struct):
        yield path, value
        if not isinstance(value, _CONDITIONS):
            for name, written in _fields(type(value)):
                yield from walk(getattr(value, name), (*path, written))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from walk(item, (*path, place))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))


def conditions(value: Any) -> Iterator[tuple[Path, Condition]]:
    """Yield every condition of a document, whole."""
    for path, part in walk(value):
        if isinstance(part, _CONDITIONS):
            yield path, part


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield the atoms of a condition in order of appearance."""
    match condition:
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from atoms(part)
        case Not(part=part):
            yield from atoms(part)
        case _:
            yield condition


@cache
def _fields(kind: type[Struct]) -> tuple[tuple[str, str], ...]:
    """Return the names of a Struct's fields in Python and in YAML."""
    return tuple((info.name, info.encode_name) for info in fields(kind))
