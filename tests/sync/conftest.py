from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.assembly import found
from hub.config import HubConfig
from tests.journals import open_journal
from tests.live_hub import Listening, LiveKiosk, listening
from tests.sync.signed_files import CATALOG, Repository


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    folder = tmp_path / "hub"
    folder.mkdir()
    with listening(folder) as found:
        yield found


@pytest.fixture
def kiosk(tmp_path: Path, hub: Listening) -> Iterator[LiveKiosk]:
    """An enrolled kiosk."""
    folder = tmp_path / "kiosk"
    folder.mkdir()
    made = LiveKiosk(folder, hub)
    made.enrolment().enrol(hub.token(), hub.origin, made.device)
    yield made
    made.close()


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    hub = found(tmp_path / "hub", HubConfig())
    (tmp_path / "kiosk").mkdir()
    journal = open_journal(tmp_path / "kiosk")
    yield Repository(tmp_path / "kiosk", hub, journal)
    journal.close()
    hub.engine.dispose()


@pytest.fixture
def seen(repository: Repository) -> Repository:
    """A kiosk that has seen the second publication; the third waits."""
    repository.publish(b"one")
    repository.copy("first")
    repository.publish(b"two")
    assert repository.get()[CATALOG] == b"two"
    return repository
