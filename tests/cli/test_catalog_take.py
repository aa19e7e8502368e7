"""The catalogue from a folder, as a technician takes it from a USB stick."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome
from tests.live_hub import Listening, listening
from tests.sync.published import a_published_city, publish

Kiosk = Callable[..., Outcome]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


def test_what_a_stick_holds_is_taken_once_and_older_sticks_are_refused(
    hub: Listening, kiosk: Kiosk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    assert kiosk("catalog", "take", str(stick)).code == 2
    publish(hub.assembly, tmp_path / "compiled", a_published_city())
    shutil.copytree(hub.assembly.paths.published, tmp_path / "first")
    refused = kiosk("catalog", "take", str(tmp_path / "first"))
    assert (refused.code, refused.out) == (3, "")
    token = hub.assembly.token(hub.assembly.sites.add_site("甲", "341602", "t").site_id, "t", None)
    assert kiosk("enrol", "--hub", hub.origin, "--token", token.token).code == 0
    publish(hub.assembly, tmp_path / "compiled", a_published_city(licence="换了说法"))
    shutil.copytree(hub.assembly.paths.published, stick)
    taken = kiosk("catalog", "take", str(stick), "--json").json
    assert [(one["code"], one["from"], one["to"]) for one in taken["shards"]] == [
        ("341600000000", 0, 2)
    ]
    assert [one["name"] for one in kiosk("topics", "--json").json]
    assert kiosk("search", "换了说法", "--json").json["results"]
    assert kiosk("catalog", "take", str(stick), "--json").json == {"shards": [], "bytes": 0}
    assert kiosk("catalog", "take", str(tmp_path / "first")).code == 3
    assert kiosk("search", "换了说法", "--json").json["results"]
