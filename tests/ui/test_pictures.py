"""Icons and QR codes as pictures."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from kiosk.files import bundled
from kiosk.ports.documents import QrMatrix
from kiosk.ui.icons import IconProvider
from kiosk.ui.qr_images import QUIET_MODULES, QrImages


@pytest.fixture
def icons(qapp: object) -> IconProvider:
    return IconProvider(bundled("assets", "icons"))


def colours(image: QImage) -> set[str]:
    pixels = ((x, y) for x in range(image.width()) for y in range(image.height()))
    found = (image.pixelColor(x, y) for x, y in pixels)
    return {QColor(c.rgb()).name() for c in found if c.alpha() == 255}


def test_an_icon_has_the_size_and_colour_asked_for(icons: IconProvider) -> None:
    image = icons.requestImage("house/0a539e", QSize(), QSize(64, 64))
    assert image.size() == QSize(64, 64)
    assert colours(image) == {"#0a539e"}


def test_an_unknown_icon_is_still_a_picture(icons: IconProvider) -> None:
    assert not icons.has("no-such-thing")
    assert colours(icons.requestImage("no-such-thing/000000", QSize(), QSize(32, 32)))


@pytest.mark.parametrize("asked", [QSize(), QSize(-1, -1), QSize(10**6, 10**6)])
def test_absurd_sizes_are_harmless(icons: IconProvider, asked: QSize) -> None:
    assert 1 <= icons.requestImage("house/000000", QSize(), asked).width() <= 2000


def test_every_icon_named_in_qml_exists(icons: IconProvider) -> None:
    import re

    named: set[str] = set()
    for path in Path(bundled("kiosk", "ui", "qml")).rglob("*.qml"):
        text = path.read_text("utf-8")
        named |= set(re.findall(r'(?:icon|picture|primaryIcon)"?\s*:\s*"([a-z-]+)"', text))
    assert len(named) > 20
    assert not {name for name in named if not icons.has(name)} - {"arrow"}


def test_a_code_is_drawn_module_by_module_with_its_quiet_zone(qapp: object) -> None:
    images = QrImages()
    url = images.put(QrMatrix(rows=((True, False), (False, True)), version=1))
    image = images.requestImage(url.rsplit("/", 1)[1], QSize(), QSize())
    side = 2 + 2 * QUIET_MODULES
    assert image.size() == QSize(side, side)
    dark = {
        (x, y) for x in range(side) for y in range(side) if image.pixelColor(x, y).lightness() == 0
    }
    assert dark == {(QUIET_MODULES, QUIET_MODULES), (QUIET_MODULES + 1, QUIET_MODULES + 1)}


def test_a_wiped_code_is_gone(qapp: object) -> None:
    images = QrImages()
    url = images.put(QrMatrix(rows=((True,),), version=1))
    images.clear()
    assert images.requestImage(url.rsplit("/", 1)[1], QSize(), QSize()).size() == QSize(1, 1)
