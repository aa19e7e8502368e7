"""Regional overlays of which only what a topic needs is decoded.

A county changes thousands of services, a topic includes a dozen: its first question must not wait
for all the others. What an overlay does is `domain/overlay.py`.
"""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from kiosk.domain.topic import RegionOverlay, ServicePatch, TopicPatch
from kiosk.store.typed import typed

T = TypeVar("T")
_Raws = dict[str, msgspec.Raw]


def overlay_in_parts(code: str, encoded: bytes) -> RegionOverlay:
    """Return an overlay whose patches of services and topics are decoded when they are looked up.

    In place of a dict each of the two is a mapping that does not change.

    Raises:
        Unavailable: it does not fit its type. A patch that does not raises it when looked up.
    """
    what = f"region {code}"
    fields: _Raws = typed(encoded, _Raws, what)
    services = _Patches(fields.pop("services", None), ServicePatch, what)
    topics = _Patches(fields.pop("topics", None), TopicPatch, what)
    rest: RegionOverlay = typed(msgspec.json.encode(fields), RegionOverlay, what)
    return replace(rest, services=services, topics=topics)


class _Patches(Mapping[str, T], Generic[T]):
    """Patches by id. Nothing decoded is kept: the guide that is made of it is."""

    def __init__(self, encoded: msgspec.Raw | None, type_: type[T], what: str) -> None:
        self._encoded: _Raws = {} if encoded is None else typed(encoded, _Raws, what)
        self._type = type_
        self._what = what

    def __getitem__(self, key: str) -> T:
        encoded = self._encoded[key]
        found: T = typed(encoded, self._type, f"{self._what} {key}")
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._encoded

    def __iter__(self) -> Iterator[str]:
        return iter(self._encoded)

    def __len__(self) -> int:
        return len(self._encoded)
