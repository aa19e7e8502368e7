"""Every screen in 3 layouts × 3 sizes × 2 themes: loads without a warning, UX-1, UX-7, UX-8."""

import pytest

from kiosk.ui.screen_list import SCREENS
from tests.qml.scene import VARIANTS, Scene
from tests.qml.stops import STOPS, Stop
from tests.qml.survey import survey


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_is_sound_in_every_variant(scene: Scene, stop: Stop) -> None:
    stop.reach(scene)
    assert scene.shell.screen() == stop.screen
    wrong = []
    for variant in VARIANTS:
        scene.show(variant)
        if variant.theme != "light":
            continue  # colours move nothing; loading without a warning is all there is to see
        scene.picture()
        wrong += [f"{variant}: {sentence}" for sentence in survey(scene)]
    assert not wrong, "\n".join(wrong)


def test_every_screen_has_a_stop() -> None:
    assert {spec.name for spec in SCREENS} == {stop.screen for stop in STOPS}
