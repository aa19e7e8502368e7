"""What a catalogue offers, known without reading any of its documents.

R0 shows it before the documents' types are even imported. The documents are `storage.py`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from kiosk.domain.ids import CategoryId, TopicId
    from kiosk.domain.topic import Audience


class TopicSummary(Struct, frozen=True, kw_only=True):
    """A topic as a card, without loading the document. `services` counts includes."""

    id: TopicId
    name: str
    plain: str
    icon: str
    category: CategoryId
    audience: Audience
    services: int
    popularity: int
    one_thing: str | None


class CatalogState(Struct, frozen=True, kw_only=True):
    """What the cache holds; `rebuilt` names why it was rebuilt at this start, or None."""

    edition: str
    digest: str
    applied_at: dt.datetime
    checked_at: dt.datetime
    rebuilt: str | None


class Menu(Protocol):
    """What can be chosen. Any thread; under 5 ms a call."""

    def topics(self) -> tuple[TopicSummary, ...]:
        """Return all published topics, most popular first."""
        ...
