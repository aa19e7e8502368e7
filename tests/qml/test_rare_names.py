"""UX-11: names with rare characters are drawn on screen, in every size and weight."""

import itertools

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QImage, QTextLayout
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem

from tests.qml.scene import VARIANTS, Scene, Variant, box

RARE = "𠅤䶮㛃𬭎"
UNKNOWN = "\U0003fffd\U0003ffff"
"""Places that no character stands on: every font draws its .notdef there."""
LABEL = b"""
import QtQuick
import Kiosk
Rectangle {
    property alias text: label.text
    property alias bold: label.font.bold
    color: Theme.background
    width: label.width; height: label.height; z: 1
    Label { id: label; kind: Label.Title; color: Theme.text; width: implicitWidth }
}
"""


def drawn(scene: Scene, text: str, *, bold: bool) -> QImage:
    """Return how the kiosk's own Label draws a text, over whatever is shown."""
    component = QQmlComponent(scene.shell.engine)
    component.setData(LABEL, "")
    item = component.createWithInitialProperties(
        {"text": text, "bold": bold, "parent": scene.shell.window.contentItem()}
    )
    assert isinstance(item, QQuickItem), component.errorString()
    picture = scene.picture().copy(box(item).toAlignedRect())
    item.setParentItem(None)
    item.deleteLater()
    return picture


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize("character", RARE)
def test_the_screen_has_a_font_for_it(scene: Scene, character: str, bold: bool) -> None:
    font = QFont("Noto Sans SC")
    font.setBold(bold)
    font.setPixelSize(48)
    layout = QTextLayout(character, font)
    layout.beginLayout()
    layout.createLine().setPosition(QPointF(0, 0))
    layout.endLayout()
    glyphs = [index for run in layout.glyphRuns() for index in run.glyphIndexes()]
    assert glyphs
    assert 0 not in glyphs, "0 is .notdef"


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize("variant", [v for v in VARIANTS if v.layout == "small"], ids=str)
def test_each_is_drawn_as_itself(scene: Scene, variant: Variant, bold: bool) -> None:
    scene.show(variant)
    boxes = [drawn(scene, character, bold=bold) for character in UNKNOWN]
    pictures = [drawn(scene, character, bold=bold) for character in RARE]
    for picture in pictures:
        assert len({picture.pixel(x, y) for x, y in points(picture)}) > 1, "nothing is drawn"
        assert picture not in boxes
    assert all(one != other for one, other in itertools.combinations(pictures, 2))


def points(picture: QImage) -> itertools.product:
    """Return every point of a picture."""
    return itertools.product(range(picture.width()), range(picture.height()))
