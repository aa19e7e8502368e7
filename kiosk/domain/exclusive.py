"""Conditions that can never be true together, told from how they are written.

Which answers are possible at all is not looked at: conditions that nobody can tell apart here count
as compatible, which never asks for too little. Evaluating conditions is `kleene.py`.
"""

from collections.abc import Iterator

from kiosk.domain.condition import All, Condition, Is, Not


def exclude(one: Condition, other: Condition) -> bool:
    """Tell whether two conditions are certainly never true together.

    That is so when both ask for options of one question and have none in common, or when one asks
    for an option that the other refuses.
    """
    return any(_apart(mine, theirs) for mine in _parts(one) for theirs in _parts(other))


def _parts(condition: Condition) -> Iterator[Condition]:
    """Yield what all must be true."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _apart(one: Condition, other: Condition) -> bool:
    match one, other:
        case Is(), Is():
            return one.question == other.question and set(one.values).isdisjoint(other.values)
        case Is(), Not(part=Is() as refused):
            return one.question == refused.question and set(one.values) <= set(refused.values)
        case Not(part=Is()), Is():
            return _apart(other, one)
    return False
