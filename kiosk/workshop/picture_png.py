"""A picture as a PNG image, for where SVG cannot be shown: chats, slides, word processors.

The picture is `picture_shapes.py`'s.
"""

import io
from functools import cached_property
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.workshop.picture_shapes import Anchor, Box, Label, Picture

_ANCHORS: dict[Anchor, str] = {"start": "ls", "middle": "ms", "end": "rs"}
_WHITE = "#ffffff"


def to_png(picture: Picture, fonts: Path, scale: int = 2) -> bytes:
    """Return the picture as PNG.

    Args:
        picture: what to draw.
        fonts: the folder of the shipped fonts.
        scale: pixels of the image per pixel of the picture; 2 is sharp on paper, too.
    """
    return _Canvas(picture, fonts, scale).draw()


class _Canvas:
    """One image while it is drawn."""

    def __init__(self, picture: Picture, fonts: Path, scale: int) -> None:
        self._picture = picture
        self._folder = fonts
        self._scale = scale
        self._fonts: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}
        size = (picture.width * scale, picture.height * scale)
        self._image = Image.new("RGB", size, _WHITE)

    @cached_property
    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self._image)

    def draw(self) -> bytes:
        for shape in self._picture.shapes:
            if isinstance(shape, Box):
                self._box(shape)
            elif shape.turn:
                self._turned(shape)
            else:
                at = (shape.x * self._scale, shape.y * self._scale)
                anchor = _ANCHORS[shape.anchor]
                self._pen.text(at, shape.text, shape.color, self._font(shape), anchor)
        out = io.BytesIO()
        self._image.save(out, "PNG", optimize=True)
        return out.getvalue()

    def _box(self, box: Box) -> None:
        if box.width <= 0 or box.height <= 0:
            return
        one = self._scale
        left, top = box.x * one, box.y * one
        right, bottom = left + box.width * one - 1, top + box.height * one - 1
        self._pen.rounded_rectangle((left, top, right, bottom), box.radius * one, box.fill)

    def _turned(self, label: Label) -> None:
        """Draw a turned line: a mask around its point is turned, then coloured in."""
        font = self._font(label)
        reach = round(font.getlength(label.text)) + label.size * self._scale * 2
        mask = Image.new("L", (2 * reach, 2 * reach), 0)
        anchor = _ANCHORS[label.anchor]
        ImageDraw.Draw(mask).text((reach, reach), label.text, 255, font, anchor)
        mask = mask.rotate(label.turn, Image.Resampling.BICUBIC)
        at = (label.x * self._scale - reach, label.y * self._scale - reach)
        self._image.paste(Image.new("RGB", mask.size, label.color), at, mask)

    def _font(self, label: Label) -> ImageFont.FreeTypeFont:
        key = (label.size, label.bold)
        if key not in self._fonts:
            name = "NotoSansSC-Bold.ttf" if label.bold else "NotoSansSC-Regular.ttf"
            self._fonts[key] = ImageFont.truetype(self._folder / name, label.size * self._scale)
        return self._fonts[key]
