"""The compiled catalogue as it travels: the head of a starter and the lines of its documents.

Writing one is `workshop/build.py`, taking it in is `store/catalog_intake.py`; no rule is here.

A starter is a folder of two files:

- `starter.json`: one `StarterHead`;
- `documents.ndjson.zst`: zstandard over one `PackLine` per line, each ended by a line feed,
  in the order of `DocumentKind` and then of the ids. The `digest` of the head is the hex
  SHA-256 of these lines before compression.

The kinds, what their `doc` is, and their ids:

| kind | doc | id |
|---|---|---|
| catalogue | `domain.topic.Catalogue` | `catalogue` |
| agency, evidence, question, service, circumstance, topic | that Struct of `domain` | its own |
| region | `domain.topic.RegionOverlay` | division code |
| synonyms | object: everyday word → list of words of the catalogue | `synonyms` |
| readings | object: Han character → list of its syllables | `readings` |
| calendar | `CalendarYear` | the year |
| division | `domain.catalog.Division` | division code |

`readings` covers every Han character of names, plain names and aliases of topics and services,
and of synonyms; syllables have no tones, ü is v, the common one comes first.
"""

import datetime as dt
from typing import Annotated, Literal, get_args

from msgspec import Meta, Raw, Struct

STARTER_FORMAT = 1
"""Grows when an older program could no longer read a starter."""

HEAD_FILE = "starter.json"
DOCUMENTS_FILE = "documents.ndjson.zst"
DOCUMENTS_MAX_BYTES = 512 * 1024 * 1024
"""Cap on the uncompressed lines: more is a damaged file. A province of 400,000 items has 330 MB."""

LINE_MAX_BYTES = 4 * 1024 * 1024
"""No document is that long; the longest, what a county changes, has some hundred thousand."""

DocumentKind = Literal[
    "catalogue",
    "agency",
    "evidence",
    "question",
    "service",
    "circumstance",
    "topic",
    "region",
    "synonyms",
    "readings",
    "calendar",
    "division",
]
KIND_ORDER: tuple[DocumentKind, ...] = get_args(DocumentKind)


class StarterHead(Struct, frozen=True, kw_only=True):
    """What a starter holds: `documents` is the number of lines, `digest` their hex SHA-256."""

    format: int
    edition: Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,9}$")]
    digest: str
    documents: int


class PackLine(Struct, frozen=True, kw_only=True):
    """One document; `doc` stays encoded until somebody asks for it."""

    kind: DocumentKind
    id: str
    doc: Raw


class CalendarYear(Struct, frozen=True, kw_only=True):
    """A year's official working days where they differ from Monday to Friday.

    `off` are weekdays on which offices are closed, `on` Saturdays and Sundays on which they work.
    """

    year: int
    off: tuple[dt.date, ...]
    on: tuple[dt.date, ...]
