"""Agencies and papers of a list: one id for each name, the same in every import.

What a row says about them is `item_service.py`'s.
"""

import hashlib
import re
from collections.abc import Iterable

from kiosk.domain.ids import AgencyId, EvidenceId
from kiosk.domain.service import Agency, EvidenceType
from kiosk.workshop.item_map import ItemMap


def short_hash(text: str, length: int = 12) -> str:
    """Return the first hex digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def plain_word(name: str) -> str:
    """Return a name without the white space and brackets in which writings differ."""
    return re.sub(r"[\s()（）·、《》“”\"]", "", name).lower()


class Names:
    """Gives out ids; names that the catalogue has already keep its ids."""

    def __init__(
        self, options: ItemMap, agencies: Iterable[Agency], evidence: Iterable[EvidenceType]
    ) -> None:
        self._map = options
        self._agency_ids = {a.name: a.id for a in agencies}
        authored = set(self._agency_ids.values())
        self._agency_ids |= {n: i for n, i in options.agencies.items() if i in authored}
        self._evidence_ids = {
            plain_word(word): e.id for e in evidence for word in (e.name, e.plain, *e.aliases)
        }
        self._agencies: dict[str, Agency] = {}
        self._evidence: dict[EvidenceId, list[str]] = {}

    def agency(self, name: str) -> AgencyId:
        """Return the id of an agency."""
        known = self._agency_ids.get(name)
        if known is not None:
            return known
        if name not in self._agencies:
            origin = self._map
            self._agencies[name] = Agency(
                id=origin.agencies.get(name) or f"org-{short_hash(name)}",
                name=name,
                source=origin.source,
                place=origin.place,
                status="unverified",
            )
        return self._agencies[name].id

    def evidence(self, name: str) -> EvidenceId:
        """Return the id of a kind of paper; spellings of one name are one kind."""
        word = plain_word(name)
        known = self._evidence_ids.get(word)
        if known is not None:
            return known
        found = f"paper-{short_hash(word)}"
        spelled = self._evidence.setdefault(found, [])
        if name not in spelled:
            spelled.append(name)
        return found

    def agencies(self) -> list[Agency]:
        """Return the agencies that the catalogue did not have, by id."""
        return sorted(self._agencies.values(), key=lambda agency: agency.id)

    def papers(self) -> list[EvidenceType]:
        """Return the papers that the catalogue did not have, by id; the shortest name leads."""
        found = []
        for paper, spelled in sorted(self._evidence.items()):
            name, *others = sorted(spelled, key=lambda n: (len(n), n))
            found.append(
                EvidenceType(
                    id=paper,
                    name=name,
                    plain=name,
                    aliases=tuple(others),
                    source=self._map.source,
                    place=self._map.place,
                    status="unverified",
                )
            )
        return found
