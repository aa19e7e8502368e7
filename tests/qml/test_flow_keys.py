"""UX-7: a whole visit by keys only, from R0 to the printed list."""

from tests.qml.scene import Scene


def test_a_list_is_printed_without_one_touch(scene: Scene) -> None:
    for name in (
        "attract.begin",
        "home.audience.company",
        "home.category.open-shop",
        "topics.topic.open-restaurant",
        "shell.primary",
    ):
        scene.keys_to(name)
    asked = []
    while scene.shell.screen() == "question":
        asked.append(scene.shell._model("question").key)
        scene.keys_to(_first_answer(scene))
        scene.keys_to("shell.primary")
    assert len(asked) == len(set(asked)) > 5
    assert scene.shell.screen() == "answers"
    scene.keys_to("shell.primary")
    assert scene.shell.screen() == "checklist"
    scene.keys_to("shell.primary")
    assert scene.shell._model("printing").state == "done"
    scene.keys_to("shell.primary")
    assert scene.shell.screen() == "finish"


def _first_answer(scene: Scene) -> str:
    """Return the first card of a question, or the first key of its pad."""
    return next(
        n
        for n in (i.objectName() for i in scene.controls())
        if n.startswith(("question.option", "question.key"))
    )
