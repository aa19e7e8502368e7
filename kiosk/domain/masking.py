"""How little of a person a screen shows: enough to know oneself, too little for who looks on.

What a card says is `person.py`; where the masked texts stand is the screen's matter.
"""

import datetime as dt
import unicodedata

from kiosk.domain.person import IdentityDocument

NOT_IN_FONT = "□"
"""Stands for a character of an unpublished font table, and for half of one (devices.md §7)."""
MOST_STARS = 3
SHOWN_DIGITS = 4


def masked_name(document: IdentityDocument) -> str:
    """Return 张*三 or 张*, of a foreign name the initials, S*** J***; empty without a name."""
    if document.name:
        return _masked(_printable(document.name))
    return " ".join(f"{word[0]}***" for word in (document.english_name or "").split())


def masked_number(number: str) -> str:
    """Return 3702…0012; a number too short to hide anything is hidden whole."""
    if len(number) <= 2 * SHOWN_DIGITS:
        return "…"
    return f"{number[:SHOWN_DIGITS]}…{number[-SHOWN_DIGITS:]}"


def is_expired(document: IdentityDocument, today: dt.date) -> bool:
    """Return whether a card is past its last day; an end that is no date is not known to be past.

    Args:
        document: the card; `valid_to` is an ISO date and counts as valid itself.
        today: the civil date.
    """
    if document.long_term or document.valid_to is None:
        return False
    try:
        return dt.date.fromisoformat(document.valid_to) < today
    except ValueError:
        return False


def _masked(name: str) -> str:
    """Keep the first and the last of three characters or more, the first of two."""
    if len(name) < 3:
        return name[0] + "*" * (len(name) - 1)
    return name[0] + "*" * min(len(name) - 2, MOST_STARS) + name[-1]


def _printable(name: str) -> str:
    """Return a name with □ for what no font can show."""
    return "".join(NOT_IN_FONT if unicodedata.category(c) in ("Co", "Cs") else c for c in name)
