"""Pictures of every stop in all 18 variants, for looking at; run by `make snap`.

They are not compared with anything: geometry and contrast are the test (`tests/qml`).
"""

import os
from pathlib import Path

import pytest

from tests.qml.scene import VARIANTS, Scene
from tests.qml.stops import STOPS, Stop

FOLDER = os.environ.get("KIOSK_SNAP_TO", "")


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER, reason="KIOSK_SNAP_TO names the folder for the pictures")
@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_take_pictures(scene: Scene, stop: Stop) -> None:
    stop.reach(scene)
    for variant in VARIANTS:
        scene.show(variant)
        folder = Path(FOLDER) / "screens" / str(variant)
        folder.mkdir(parents=True, exist_ok=True)
        assert scene.picture().save(str(folder / f"{stop.name}.png"))
