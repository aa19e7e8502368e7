"""Comparisons of atoms: is an answer one of these options, within these bounds, this old?

Answers here are given, certain and canonical; what is missing or 我不清楚 is the business of
`kleene.py`.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from kiosk.domain.condition import Age, Atom, Between, Includes, Is, Range

Compare = Callable[[tuple[str, ...]], bool]
"""Tells whether an answer fulfils an atom."""


def comparison(atom: Atom, as_of: dt.date) -> Compare:
    """Return the test of a canonical answer that is neither missing nor 我不清楚."""
    match atom:
        case Is(values=values) | Includes(values=values):
            wanted = frozenset(values)
            return lambda given: not wanted.isdisjoint(given)
        case Range(at_least=low, below=high):
            return _within(
                None if low is None else Decimal(low), None if high is None else Decimal(high)
            )
        case Between(from_=start, before=end):
            return lambda given: (
                (start is None or start <= dt.date.fromisoformat(given[0]))
                and (end is None or dt.date.fromisoformat(given[0]) < end)
            )
        case Age(at_least=youngest, below=too_old):
            return lambda given: (
                (youngest is None or youngest <= completed_years(given[0], as_of))
                and (too_old is None or completed_years(given[0], as_of) < too_old)
            )


def _within(low: Decimal | None, high: Decimal | None) -> Compare:
    def compare(given: tuple[str, ...]) -> bool:
        number = Decimal(given[0])
        return (low is None or low <= number) and (high is None or number < high)

    return compare


def completed_years(born_on: str, as_of: dt.date) -> int:
    """Return the full years from an ISO day to `as_of` (周岁); negative for a later day.

    Who is born on 29 February completes a year on 1 March of a common year.
    """
    born = dt.date.fromisoformat(born_on)
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))
