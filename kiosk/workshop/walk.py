"""Walking a document: every Struct in it with the path it was written at.

What is done with the parts is up to the rules of lint and to the counts of `reports.py`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, get_args

from msgspec import Struct, UnsetType
from msgspec.structs import fields

from kiosk.domain.condition import All, AnyOf, Atom, Condition, Not
from kiosk.workshop.loaded import Step

Path = tuple[Step, ...]
_CONDITIONS = get_args(Condition)
_LEAVES = frozenset({str, int, bool, type(None), dt.date, UnsetType})
"""Types of values with no Struct inside: most of an imported list, so they are not entered."""


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Struct]]:
    """Return every Struct, outermost first; conditions are there whole.

    A province has 100,000 documents and every rule walks them: no generator inside another.
    """
    found: list[tuple[Path, Struct]] = []
    _collect(value, path, found)
    return iter(found)


def _collect(value: Any, path: Path, found: list[tuple[Path, Struct]]) -> None:
    inside: Iterable[tuple[Step, Any]]
    if isinstance(value, Struct):
        found.append((path, value))
        if isinstance(value, _CONDITIONS):
            return
        inside = ((written, getattr(value, name)) for name, written in _fields(type(value)))
    elif isinstance(value, tuple):
        inside = enumerate(value)
    else:
        inside = value.items() if isinstance(value, dict) else ()
    for step, part in inside:
        if part and type(part) not in _LEAVES:
            _collect(part, (*path, step), found)


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
