"""R1: no life event is lost when there are more than fit one page."""

from tests.qml.scene import Scene

CARD = "home.category."


def cards(scene: Scene) -> set[str]:
    return {name.removeprefix(CARD) for name in scene.names() if name.startswith(CARD)}


def test_the_pages_together_show_every_life_event_of_persons(scene: Scene) -> None:
    scene.tap("attract.begin")
    wanted = {category.id for category in scene.station.browse.categories("person")}
    assert len(wanted) > 6
    first = cards(scene)
    assert len(first) == 6
    scene.tap("home.more")
    second = cards(scene)
    assert first | second == wanted
    assert not first & second
    assert scene.reads("第2页，共2页")
    scene.tap("home.more")
    assert cards(scene) == first


def test_a_card_of_the_second_page_leads_to_its_topics(scene: Scene) -> None:
    scene.tap("attract.begin")
    scene.tap("home.more")
    scene.tap("home.category.veterans")
    assert scene.shell.screen() == "topics"
    assert scene.reads("当兵退伍")


def test_where_all_fit_one_page_nothing_turns(scene: Scene) -> None:
    scene.tap("attract.begin")
    scene.tap("home.more")
    scene.tap("home.audience.company")
    assert "home.more" not in scene.names()
    assert "open-shop" in cards(scene)
    scene.tap("home.audience.person")
    assert "pension" in cards(scene)
