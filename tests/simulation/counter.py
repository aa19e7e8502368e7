"""The counter of a simulated kiosk: a list, a document and a query code that are always the same.

Making lists has tests of its own; here only what is filed matters.
"""

import functools

import msgspec

from kiosk.domain.checklist import Checklist
from kiosk.journal.receipt import query_verifier
from kiosk.ports.crypto import QueryCode
from kiosk.services.guidance import Guidance
from tests.journals import TODAY
from tests.starters import memory_store

JPEG = b"\xff\xd8\xff\xe0"
CODE = QueryCode(code="20261121", verifier=query_verifier("20261121", bytes(range(16))))


class Counter:
    """Stands in for guidance, catalogue and query codes."""

    def __init__(self) -> None:
        self._list = _checklist()
        self._document = msgspec.json.encode(self._list)

    def enquiry(self, *_said: object) -> None:
        return None

    def checklist(self, _enquiry: object) -> Checklist:
        return self._list

    def document(self, _kind: str, _key: str) -> bytes:
        return self._document

    def take(self) -> QueryCode:
        return CODE


@functools.cache
def _checklist() -> Checklist:
    guidance = Guidance(memory_store())
    return guidance.checklist(guidance.enquiry("elder-allowance", "341602", TODAY, {}))
