"""UX-4: from every state a way leads home, by touch; and a whole matter by keys alone (UX-7)."""

import pytest

from tests.qml.scene import Scene
from tests.qml.stops import STOPS, Stop

EXEMPT = {"attract", "closed"}
"""R0 is home already; R18 leads nowhere on purpose (ux.md §2)."""
BY_WAY_OF = (
    "shell.home",
    "idle.leave",
    "fault.way.home",
    "staff.back",
    "touchgrid.back",
    "shell.back",
)


@pytest.mark.parametrize("stop", [s for s in STOPS if s.screen not in EXEMPT], ids=lambda s: s.name)
def test_home_is_never_far(scene: Scene, stop: Stop) -> None:
    stop.reach(scene)
    for _ in range(3):
        if scene.shell.screen() in ("home", "attract") and not scene.shell.frame.warning:
            return
        offered = [way for way in BY_WAY_OF if way in scene.names()]
        assert offered, f"{scene.shell.screen()} has no way home: {sorted(scene.names())}"
        scene.tap(offered[0])
    assert scene.shell.screen() in ("home", "attract")


def test_a_list_is_printed_by_keys_alone(scene: Scene) -> None:
    scene.keys_to("attract.begin")
    scene.keys_to("home.find")
    for letter in "gljt":
        scene.keys_to(f"search.key.{letter}")
    scene.keys_to(next(n for n in sorted(scene.names()) if n.startswith("search.result.")))
    assert scene.shell.screen() == "start"
    scene.keys_to("shell.primary")
    asked = 0
    while scene.shell.screen() == "question":
        names = [item.objectName() for item in scene.controls()]
        options = [n for n in names if n.startswith("question.option.")]
        scene.keys_to(options[0] if options else "question.unknown")
        scene.keys_to("shell.primary")
        asked += 1
    assert asked > 1
    if scene.shell.screen() == "answers":
        scene.keys_to("shell.primary")
    assert scene.shell.screen() == "checklist"
    scene.keys_to("shell.primary")
    assert scene.shell.screen() == "printing"
    assert scene.reads("请在下面拿纸")
