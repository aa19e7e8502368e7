from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live_hub import Listening, LiveKiosk, listening


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
