"""The shapes of a picture, independent of the format that it is written in.

What is drawn is `coverage_picture.py`; how it is written, `picture_svg.py` and `picture_png.py`.
"""

from typing import Literal

from msgspec import Struct

Anchor = Literal["start", "middle", "end"]


class Box(Struct, frozen=True, kw_only=True):
    """A filled rectangle, in pixels from the upper left corner; `radius` rounds its corners."""

    x: int
    y: int
    width: int
    height: int
    fill: str
    radius: int = 0


class Label(Struct, frozen=True, kw_only=True):
    """One line of text: `x`, `y` is where its base line starts, or what `anchor` says.

    `turn` are degrees against the clock around that point.
    """

    x: int
    y: int
    text: str
    anchor: Anchor = "start"
    size: int = 12
    bold: bool = False
    color: str = "#222222"
    turn: int = 0


class Picture(Struct, frozen=True, kw_only=True):
    """A picture on white, in pixels; later shapes lie over earlier ones."""

    width: int
    height: int
    title: str
    shapes: tuple[Box | Label, ...]
