"""Overlays in parts: the same as decoded whole, and no more decoded than is looked up."""

import msgspec
import pytest

from kiosk.domain.errors import Unavailable
from kiosk.domain.topic import Include, RegionOverlay, ServicePatch, TopicPatch
from kiosk.store.overlay_parts import overlay_in_parts

WHOLE = RegionOverlay(
    code="341602",
    name="谯城区",
    hotline="0558-12345",
    services={"id-card": ServicePatch(plain="办身份证"), "birth": ServicePatch()},
    topics={"newborn": TopicPatch(add_includes=(Include(service="birth"),))},
)


def test_parts_are_what_the_whole_decodes_to() -> None:
    encoded = msgspec.json.encode(WHOLE)
    found = overlay_in_parts("341602", encoded)
    assert dict(found.services) == dict(WHOLE.services)
    assert dict(found.topics) == dict(WHOLE.topics)
    assert (found.code, found.name, found.hotline) == ("341602", "谯城区", "0558-12345")
    assert msgspec.json.decode(encoded, type=RegionOverlay) == found


def test_an_overlay_without_patches_has_none() -> None:
    found = overlay_in_parts("34", b'{"code": "34", "name": "x"}')
    assert len(found.services) == len(found.topics) == 0
    assert found.topics.get("newborn") is None


def test_only_what_is_looked_up_is_decoded() -> None:
    encoded = b'{"code": "34", "name": "x", "topics": {"good": {}, "bad": {"includes": 7}}}'
    found = overlay_in_parts("34", encoded)
    assert found.topics["good"] == TopicPatch()
    assert "bad" in found.topics
    with pytest.raises(Unavailable, match="region 34 bad"):
        found.topics["bad"]


@pytest.mark.parametrize("encoded", [b"[]", b'{"code": 7}', b'{"code": "34", "topics": []}'])
def test_what_is_no_overlay_is_refused(encoded: bytes) -> None:
    with pytest.raises(Unavailable, match="region 34"):
        overlay_in_parts("34", encoded)
