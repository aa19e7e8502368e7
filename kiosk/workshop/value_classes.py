"""Answers that stand for all answers: one for each way that conditions can tell apart.

Which answers are possible at all is `kiosk/domain/answers.py`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from kiosk.domain.condition import Age, Atom, Between, Includes, Question, Range
from kiosk.workshop.residuals import Value

MAX_MARKED = 9
"""Of more options of a `many` question that conditions name, only small sets are tried."""


def classes(question: Question, atoms: Iterable[Atom], as_of: dt.date) -> tuple[Value, ...]:
    """Return one answer for each way in which `atoms` can tell answers of a question apart.

    Every option of the question occurs in one of them.
    """
    mine = [atom for atom in atoms if atom.question == question.id]
    if question.kind == "number":
        return tuple((str(n),) for n in _numbers(question, mine))
    if question.kind == "date":
        return tuple((day.isoformat(),) for day in _days(question, mine, as_of))
    if question.kind == "many":
        return tuple(_sets(question, mine))
    return tuple((option.id,) for option in question.options)


def is_exact(question: Question, atoms: Iterable[Atom]) -> bool:
    """Tell whether `classes` leaves no way of answering out."""
    return question.kind != "many" or len(_marked(question, atoms)) <= MAX_MARKED


def _numbers(question: Question, atoms: list[Atom]) -> list[Decimal]:
    low, high = (None if b is None else Decimal(b) for b in (question.min, question.max))
    cuts = {Decimal(c) for a in atoms if isinstance(a, Range) for c in (a.at_least, a.below) if c}
    start = low if low is not None else min(cuts, default=Decimal(1)) - 1
    return sorted(n for n in {start, *cuts} if n >= start and (high is None or n <= high))


def _days(question: Question, atoms: list[Atom], as_of: dt.date) -> list[dt.date]:
    low, high = (
        None if b is None else dt.date.fromisoformat(b) for b in (question.min, question.max)
    )
    cuts = {day for a in atoms for day in _cuts(a, as_of)}
    start = low or min(cuts, default=as_of) - dt.timedelta(days=1)
    return sorted(d for d in {start, *cuts} if d >= start and (high is None or d <= high))


def _cuts(atom: Atom, as_of: dt.date) -> Iterator[dt.date]:
    """Yield the first days on which a comparison may change."""
    if isinstance(atom, Between):
        yield from (day for day in (atom.from_, atom.before) if day is not None)
    elif isinstance(atom, Age):
        for years in (atom.at_least, atom.below):
            if years is not None:
                yield _born_too_late(years, as_of)


def _born_too_late(years: int, as_of: dt.date) -> dt.date:
    """Return the first birthday that has not completed `years` on the as-of day."""
    year = as_of.year - years
    leap = (as_of.month, as_of.day) == (2, 29)
    last = dt.date(year, 2, 28) if leap and not _is_leap(year) else as_of.replace(year=year)
    return last + dt.timedelta(days=1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _marked(question: Question, atoms: Iterable[Atom]) -> list[str]:
    """Return the options that conditions name, in the order of the question."""
    named = {
        value
        for atom in atoms
        if isinstance(atom, Includes) and atom.question == question.id
        for value in atom.values
    }
    return [o.id for o in question.options if o.id in named and not o.none]


def _sets(question: Question, atoms: list[Atom]) -> Iterator[Value]:
    """Yield 都没有, each option alone, and the sets of options that conditions name."""
    yield from ((option.id,) for option in question.options)
    marked = _marked(question, atoms)
    sizes = range(2, len(marked) + 1) if len(marked) <= MAX_MARKED else (2, len(marked))
    for size in sizes:
        yield from combinations(marked, size)
