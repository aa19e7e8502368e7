"""Questions, answers and conditions: the data that decides what applies to a person.

Conditions are data, never code (catalogue.md §4). This module holds their shapes;
`kiosk/domain/kleene.py` compiles them.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from kiosk.domain.ids import OptionId, QuestionId

UNKNOWN_ANSWER = "?"
"""The answer 我不清楚, as written on the command line and in QR codes."""

Answers = Mapping[QuestionId, tuple[str, ...]]
"""Answers as given: option ids, one number, one ISO date, or `("?",)` for 我不清楚."""

QuestionKind = Literal["one", "many", "number", "date", "yes_no"]


class Is(Struct, frozen=True, kw_only=True, tag="is", tag_field="op"):
    """True when the answer of a `one` or `yes_no` question is any of `values`."""

    question: QuestionId
    values: tuple[OptionId, ...]


class Includes(Struct, frozen=True, kw_only=True, tag="includes", tag_field="op"):
    """True when a `many` answer contains any of `values`."""

    question: QuestionId
    values: tuple[OptionId, ...]


class Range(Struct, frozen=True, kw_only=True, tag="range", tag_field="op"):
    """True when a number is in [at_least, below); decimal strings, either may be absent."""

    question: QuestionId
    at_least: str | None = None
    below: str | None = None


class Between(Struct, frozen=True, kw_only=True, tag="between", tag_field="op"):
    """True when a date is on or after `from_` and before `before`; either may be absent."""

    question: QuestionId
    from_: dt.date | None = None
    before: dt.date | None = None


class Age(Struct, frozen=True, kw_only=True, tag="age", tag_field="op"):
    """True when the completed years from a date to the as-of day are within [at_least, below)."""

    question: QuestionId
    at_least: int | None = None
    below: int | None = None


class All(Struct, frozen=True, kw_only=True, tag="all", tag_field="op"):
    """Kleene AND over `parts`; true when empty."""

    parts: "tuple[Condition, ...]"


class AnyOf(Struct, frozen=True, kw_only=True, tag="any", tag_field="op"):
    """Kleene OR over `parts`; false when empty."""

    parts: "tuple[Condition, ...]"


class Not(Struct, frozen=True, kw_only=True, tag="not", tag_field="op"):
    """Kleene NOT."""

    part: "Condition"


Atom = Is | Includes | Range | Between | Age
Condition = Is | Includes | Range | Between | Age | All | AnyOf | Not

ALWAYS = All(parts=())
NEVER = AnyOf(parts=())


def all_of(*conditions: "Condition | None") -> Condition:
    """Return the AND of conditions, None meaning always; constants and repeated parts vanish."""
    parts = tuple(dict.fromkeys(c for c in conditions if c is not None and c != ALWAYS))
    if NEVER in parts:
        return NEVER
    return parts[0] if len(parts) == 1 else All(parts=parts)


def any_of(*conditions: "Condition | None") -> Condition:
    """Return the OR of conditions, None meaning always; constants and repeated parts vanish."""
    parts = tuple(dict.fromkeys(ALWAYS if c is None else c for c in conditions if c != NEVER))
    if ALWAYS in parts:
        return ALWAYS
    return parts[0] if len(parts) == 1 else AnyOf(parts=parts)


def negate(condition: "Condition | None") -> Condition:
    """Return the NOT of a condition, None meaning always."""
    if condition is None or condition == ALWAYS:
        return NEVER
    return ALWAYS if condition == NEVER else Not(part=condition)


class Option(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One answer that can be chosen; `none` marks 都没有 of a `many` question."""

    id: OptionId
    label: Annotated[str, Meta(min_length=1)]
    help: str | None = None
    when: Condition | None = None
    none: bool = False


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One plain question to the resident (ux.md R5).

    `unknown` offers 我不清楚, `find_out` says where to look then. `min`, `max` are decimal
    strings or ISO dates by `kind`; `unit` is shown behind a number.
    """

    id: QuestionId
    ask: Annotated[str, Meta(min_length=1)]
    kind: QuestionKind = "one"
    hint: str | None = None
    why: str | None = None
    options: tuple[Option, ...] = ()
    min: str | None = None
    max: str | None = None
    unit: str | None = None
    when: Condition | None = None
    unknown: bool = False
    find_out: str | None = None
