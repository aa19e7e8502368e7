"""Search: a query becomes tokens; candidates are checked exactly and ranked.

Index and its tables are `store/search_index.py`; design and figures: measurements.md §5.
"""

from typing import Literal

from msgspec import Struct


class SearchHit(Struct, frozen=True, kw_only=True):
    """A topic or service that covers the query; `matched` is the text that matched."""

    kind: Literal["topic", "service"]
    id: str
    topic: str
    name: str
    matched: str


class SearchAnswer(Struct, frozen=True, kw_only=True):
    """`results` is empty when nothing covers the query; `near` never counts as an answer."""

    query: str
    results: tuple[SearchHit, ...]
    near: tuple[SearchHit, ...]
