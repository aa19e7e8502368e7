"""QR codes as pictures for QML: a matrix becomes an image under a name that says nothing.

What is in a code is decided by `services/checklists.py`; `clear` is part of the wipe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, qRgb
from PySide6.QtQuick import QQuickImageProvider

if TYPE_CHECKING:
    from kiosk.ports.documents import QrMatrix

QUIET_MODULES = 4
WHITE = 0xFFFFFFFF


class QrImages(QQuickImageProvider):
    """Answers `image://qr/<number>` for matrices that were put in before."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._images: dict[str, QImage] = {}
        self._count = 0

    def put(self, matrix: QrMatrix) -> str:
        """Keep a code and return its URL; one pixel a module, quiet zone included."""
        side = len(matrix.rows) + 2 * QUIET_MODULES
        image = QImage(side, side, QImage.Format.Format_RGB32)
        image.fill(WHITE)
        for y, row in enumerate(matrix.rows):
            for x, dark in enumerate(row):
                if dark:
                    image.setPixel(x + QUIET_MODULES, y + QUIET_MODULES, qRgb(0, 0, 0))
        self._count += 1
        self._images[str(self._count)] = image
        return f"image://qr/{self._count}"

    def clear(self) -> None:
        """Forget all codes."""
        self._images.clear()

    def requestImage(self, id: str, size: QSize, requested: QSize) -> QImage:
        """Return the code at one pixel a module, white when it is gone."""
        blank = QImage(1, 1, QImage.Format.Format_RGB32)
        blank.fill(WHITE)
        return self._images.get(id, blank)
