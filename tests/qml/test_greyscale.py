"""UX-9: without its colours every state still differs from the others in shape."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from kiosk.ui.scene import text_of
from tests.qml.scene import VARIANTS, Scene, Variant, box
from tests.qml.stops import STOPS

LEAST_MM2 = 4.0
"""New lines of this area say it: a tick of 5 mm has 6 mm², a frame of 1.2 mm far more."""
STATUS = ("success", "warning", "danger")
EDGE = 40
NEAR_PX = 3
REACH = {stop.name: stop.reach for stop in STOPS}


def grey(picture: QImage, area: QRectF) -> Image.Image:
    """Return a part of a picture without its colours."""
    part = picture.copy(area.toAlignedRect()).convertToFormat(QImage.Format.Format_Grayscale8)
    size = (part.width(), part.height())
    return Image.frombuffer("L", size, bytes(part.constBits()), "raw", "L", part.bytesPerLine(), 1)


def lines(picture: Image.Image) -> Image.Image:
    """Return where lightness changes: what is left of a picture when only its shape counts."""
    edges = picture.filter(ImageFilter.FIND_EDGES).point(lambda value: 255 if value > EDGE else 0)
    edges.paste(0, (0, 0, edges.width, 1))
    edges.paste(0, (0, edges.height - 1, edges.width, edges.height))
    edges.paste(0, (0, 0, 1, edges.height))
    edges.paste(0, (edges.width - 1, 0, edges.width, edges.height))
    return edges


def new_shape_mm2(one: Image.Image, other: Image.Image, scale: float) -> float:
    """Return the area of lines that one of two pictures has and the other has not nearby."""
    other = other.resize(one.size)
    a, b = lines(one), lines(other)
    widen = ImageFilter.MaxFilter(2 * NEAR_PX + 1)
    only = [ImageChops.subtract(x, y.filter(widen)) for x, y in ((a, b), (b, a))]
    return sum(picture.histogram()[255] for picture in only) / scale**2


def lighter_or_darker_mm2(one: Image.Image, other: Image.Image, scale: float) -> float:
    """Return the area that is clearly lighter in one of two pictures: filled and hollow marks."""
    differs = ImageChops.difference(one, other.resize(one.size))
    return sum(differs.histogram()[64:]) / scale**2


def look(scene: Scene, name: str) -> Image.Image:
    """Return a control as it looks without colours."""
    return grey(scene.picture(), box(scene.control(name)))


def first(scene: Scene, start: str, nth: int = 0) -> str:
    """Return the name of a control by the start of its name, in reading order."""
    names = [i.objectName() for i in scene.controls()]
    return [name for name in names if name.startswith(start)][nth]


def option(scene: Scene) -> tuple[str, str]:
    REACH["question-unknown"](scene)
    return first(scene, "question.option."), first(scene, "question.option.", 1)


def tick_box(scene: Scene) -> tuple[str, str]:
    REACH["question-many"](scene)
    scene.tap(first(scene, "question.option."))  # it is ticked already
    return first(scene, "question.option."), first(scene, "question.option.")


def not_sure(scene: Scene) -> tuple[str, str]:
    REACH["question-unknown"](scene)
    return "question.unknown", first(scene, "question.option.")


def have(scene: Scene) -> tuple[str, str]:
    REACH["have"](scene)
    return first(scene, "have.yes."), first(scene, "have.no.")


def audience(scene: Scene) -> tuple[str, str]:
    REACH["home"](scene)
    return "home.audience.person", "home.audience.company"


@pytest.mark.parametrize("choice", [option, tick_box, not_sure, have, audience])
def test_chosen_differs_from_not_chosen(
    scene: Scene, choice: Callable[[Scene], tuple[str, str]]
) -> None:
    choose, leave = choice(scene)
    for variant in (v for v in VARIANTS if v.size == "normal"):
        scene.show(variant)
        scene.tap(choose)
        chosen = look(scene, choose)
        scene.tap(leave)
        apart = new_shape_mm2(chosen, look(scene, choose), scene.px_per_mm())
        assert apart >= LEAST_MM2, f"{variant}: {apart:.1f} mm²"


def test_a_chosen_size_differs_from_the_others(scene: Scene) -> None:
    REACH["display"](scene)
    for name in ("display.size.large", "display.theme.contrast"):
        for variant in (v for v in VARIANTS if v.size == "normal" and v.theme == "light"):
            scene.show(variant)
            before = look(scene, name)
            scene.control(name).setProperty("selected", True)  # a touch would change the letters
            assert new_shape_mm2(before, look(scene, name), scene.px_per_mm()) >= LEAST_MM2


@pytest.mark.parametrize("layout", ["landscape", "portrait"])
@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_steps_done_now_and_later_differ(scene: Scene, layout: str, theme: str) -> None:
    seen = []
    for stop in ("question-yes-no", "answers", "list"):
        scene.restart()
        REACH[stop](scene)
        scene.show(Variant(layout=layout, size="normal", theme=theme))
        caption = next(label for label in scene.labels() if text_of(label) == "核对")
        step = caption.parentItem()
        assert step is not None
        seen.append(grey(scene.picture(), box(step)))
    for one, other in itertools.combinations(seen, 2):
        assert lighter_or_darker_mm2(one, other, scene.px_per_mm()) >= LEAST_MM2


def marks(scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield name and status colour of every mark of the screen, on all its pages."""
    tokens = scene.shell._singleton("Kiosk", "Theme")
    status = {tokens.property(name).name(): name for name in STATUS}
    stack = [scene.root()]
    while stack:
        item = stack.pop()
        stack.extend(item.childItems())
        name, color = item.property("name"), item.property("color")
        if item.property("source") is not None and name and color.name() in status:
            yield name, status[color.name()]


def test_no_mark_has_two_meanings(scene: Scene) -> None:
    used: dict[str, set[str]] = {}
    for stop in STOPS:
        scene.restart()
        stop.reach(scene)
        for name, status in marks(scene):
            used.setdefault(status, set()).add(name)
    assert used["success"]
    assert used["warning"]
    assert used["danger"]
    for one, other in itertools.combinations(STATUS, 2):
        assert not used.get(one, set()) & used.get(other, set()), used
