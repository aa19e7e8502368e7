"""Icons: Phosphor SVG files drawn in one colour at the size asked for.

Which icon stands for what is data (catalogue) or QML; no colour is chosen here.
"""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

_KEPT = 512
_LARGEST_PX = 2000


class IconProvider(QQuickImageProvider):
    """Answers `image://icon/<name>/<rrggbb>`; an unknown name is drawn as `fallback`.

    Args:
        folder: where `<name>.svg` files are.
        fallback: the icon for names that have no file, so that a new catalogue entry still shows.
    """

    def __init__(self, folder: Path, fallback: str = "file-text") -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._folder = folder
        self._fallback = fallback
        self._source: dict[str, str] = {}
        self._drawn: dict[tuple[str, int], QImage] = {}

    def requestImage(self, id: str, size: QSize, requested: QSize) -> QImage:
        """Return the icon; `id` is "<name>/<rrggbb>"."""
        side = min(max(1, requested.width()), _LARGEST_PX)
        key = (id, side)
        if key not in self._drawn:
            if len(self._drawn) >= _KEPT:
                self._drawn.pop(next(iter(self._drawn)))
            self._drawn[key] = self._draw(id, side)
        return self._drawn[key]

    def has(self, name: str) -> bool:
        """Return whether there is a drawing of this name."""
        return (self._folder / f"{name}.svg").is_file()

    def _draw(self, id_: str, side: int) -> QImage:
        name, _, color = id_.partition("/")
        svg = self._svg(name).replace("currentColor", f"#{color or '000000'}")
        # Not `fill`: its variants ask for all names of the Qt namespace, long before R0 needs any.
        clear, kind = bytes(4 * side * side), QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(clear, side, side, kind).copy()
        painter = QPainter(image)
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
        painter.end()
        return image

    def _svg(self, name: str) -> str:
        if name not in self._source:
            known = name if self.has(name) else self._fallback
            self._source[name] = (self._folder / f"{known}.svg").read_text("utf-8")
        return self._source[name]
