"""Items against the topics of the shipped catalogue, by the codes of 广安区's overlay."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace
from PIL import Image, ImageColor, ImageOps

from kiosk.domain.errors import InputError
from kiosk.workshop.coverage import cover, read_demand
from kiosk.workshop.coverage_picture import picture
from kiosk.workshop.imported import ItemTrace
from kiosk.workshop.load import load
from kiosk.workshop.picture_png import to_png
from kiosk.workshop.picture_shapes import Box, Label
from kiosk.workshop.picture_svg import to_svg

ROOT = Path(__file__).resolve().parents[3]
LICENCE = "511A0074300005"


@pytest.fixture(scope="module")
def catalogue():
    return load(ROOT / "db" / "catalog")


def an_item(base: str, agency: str = "样例局", digest: str = "d") -> ItemTrace:
    code = f"{base}-511602000000-000-X-1-00"
    key = f"{base}-511602000000-000-X-00"
    return ItemTrace(
        code=code, key=key, base=base, name=base, agency=agency, service="x1", digest=digest
    )


def listed(*items: ItemTrace) -> dict[str, ItemTrace]:
    return {item.key: item for item in items}


def test_items_are_in_a_topic_by_their_code_and_the_others_are_orphans(catalogue):
    items = listed(an_item(LICENCE), an_item("511A99999001", "甲<局>"), an_item("511A99999002"))
    found = cover(catalogue, "511602", items)
    assert (found.items, found.covered) == (3, 1)
    assert [orphan.agency for orphan in found.orphans] == ["样例局", "甲<局>"]
    restaurant = next(topic for topic in found.topics if topic.id == "open-restaurant")
    assert restaurant.items == 1
    assert LICENCE not in {link.code for link in restaurant.missing}
    assert [(a.name, a.items, a.covered) for a in found.agencies] == [
        ("样例局", 2, 1),
        ("甲<局>", 1, 0),
    ]


def test_another_place_has_other_codes(catalogue):
    assert cover(catalogue, "341602", listed(an_item(LICENCE))).covered == 0


def test_orphans_are_ranked_by_demand(catalogue):
    items = listed(*(an_item(f"511A9999900{n}") for n in (1, 2, 3)), an_item(LICENCE))
    demand = {an_item("511A99999003").key: 7, an_item(LICENCE).key: 3, "nobody": 1}
    found = cover(catalogue, "511602", items, demand=demand)
    assert [orphan.demand for orphan in found.orphans] == [7, 0, 0]
    assert found.orphans[0].name == "511A99999003"
    assert (found.demand, found.demand_covered, found.unknown_demand) == (11, 3, ("nobody",))


def test_items_that_vanished_or_changed_upstream_are_named_with_their_topic(catalogue):
    before = listed(an_item(LICENCE), an_item("511A0188100003"))
    now = listed(replace(an_item(LICENCE), digest="other"))
    found = cover(catalogue, "511602", now, before)
    restaurant = next(topic for topic in found.topics if topic.id == "open-restaurant")
    assert [link.code for link in restaurant.changed] == [LICENCE]
    gone = {link.code: link.name for link in restaurant.missing}
    assert gone["511A0188100003"] == "511A0188100003"


def test_the_picture_is_well_formed_and_says_what_the_table_says(catalogue):
    items = listed(an_item(LICENCE), an_item("511A99999001", "甲<局>&\"'"))
    found = cover(catalogue, "511602", items)
    root = ElementTree.fromstring(to_svg(picture(found)))  # noqa: S314 - our own text
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert "甲<局>&\"'" in texts
    short = {topic.name for topic in found.topics if len(topic.name) <= 12}
    assert short
    assert short <= set(texts)
    assert "1/2" in texts


def test_the_image_shows_the_picture_in_the_same_places(catalogue):
    items = listed(an_item(LICENCE), an_item("511A99999001", "甲<局>"))
    drawn = picture(cover(catalogue, "511602", items))
    fonts = ROOT / "assets" / "fonts"
    image = Image.open(BytesIO(to_png(drawn, fonts)))
    assert image.size == (2 * drawn.width, 2 * drawn.height)
    boxes = [shape for shape in drawn.shapes if isinstance(shape, Box) and shape.width]
    corners = [image.getpixel((2 * b.x + 8, 2 * b.y + 4)) for b in boxes if b.radius]
    assert corners == [ImageColor.getrgb(b.fill) for b in boxes if b.radius]
    for label in (shape for shape in drawn.shapes if isinstance(shape, Label)):
        own = to_png(replace(drawn, shapes=(label,)), fonts, scale=1)
        assert inked(Image.open(BytesIO(own)), label), label.text


def inked(image, label):
    """Tell whether every dark pixel of a single label lies where it was to be written."""
    left, top, right, bottom = ImageOps.invert(image.convert("L")).getbbox()
    reach = len(label.text) * label.size
    if label.turn:
        rising = bottom <= label.y + label.size and top < label.y - label.size
        return rising and label.x - label.size <= left and right <= label.x + reach
    fits = {
        "start": label.x - 2 <= left and right <= label.x + reach + 2,
        "middle": abs((left + right) / 2 - label.x) <= label.size,
        "end": left >= label.x - reach - 2 and right <= label.x + 2,
    }
    upright = label.y - label.size <= top and bottom <= label.y + label.size // 2
    return fits[label.anchor] and upright


def test_demand_says_every_line_that_is_wrong(tmp_path):
    path = tmp_path / "demand.csv"
    path.write_text("编码,件数\nA-1,3\nA-1,4\nA-2,几件\n,5\nA-3,-1\n", encoding="utf-8-sig")
    with pytest.raises(InputError) as caught:
        read_demand(path)
    assert [line.split(":")[1] for line in caught.value.message.splitlines()] == ["4", "5", "6"]
    path.write_text("A-1,3\nA-1,4\n", encoding="utf-8")
    assert read_demand(path) == {"A-1": 7}
