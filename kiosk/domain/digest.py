"""The staleness digest: a hash over what a list asks of a person, and over nothing else.

The K1 text that carries it is `kiosk/wire/list_code.py`; naming what changed is `changes.py`.
"""

import hashlib
from typing import Any

import msgspec

from kiosk.domain.checklist import Checklist

_LEFT_OUT = (
    "edition",
    "as_of",
    "answers",
    "next_question",
    "saved",
    "dropped",
    "digest",
    "facts_on",
)


def canonical(checklist: Checklist) -> bytes:
    """Return the canonical JSON of a list: sorted names, no white space, UTF-8.

    Without edition, days, answers and their follow-up, without `duration.ready_on` and every `why`.
    Source: catalogue.md §11.
    """
    document: dict[str, Any] = msgspec.to_builtins(checklist)
    for name in _LEFT_OUT:
        del document[name]
    del document["duration"]["ready_on"]
    for line in (*document["materials"], *document["not_needed"]):
        del line["why"]
    return msgspec.json.encode(document, order="sorted")


def digest(checklist: Checklist) -> str:
    """Return the hex SHA-256 of the canonical list; the list's own `digest` plays no part."""
    return hashlib.sha256(canonical(checklist)).hexdigest()
