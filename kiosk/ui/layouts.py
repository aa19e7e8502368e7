"""The screens that the interface was designed on, and what it must know of the real one.

Lengths and sizes come from these in `qml/Kiosk/Metrics.qml`.
"""

from typing import Literal

from msgspec import Struct

Layout = Literal["auto", "landscape", "portrait", "small"]


class Display(Struct, frozen=True, kw_only=True):
    """The screen and how it starts: pixels, inches, distance (0: by size), size, theme."""

    width_px: int = 1920
    height_px: int = 1080
    diagonal_inch: float = 21.5
    distance_mm: int = 0
    layout: Layout = "auto"
    size: str = "normal"
    theme: str = "light"


LAYOUTS = {
    "landscape": Display(),
    "portrait": Display(width_px=1080, height_px=1920),
    "small": Display(width_px=1280, height_px=800, diagonal_inch=10.1),
}
"""The screen that each layout was designed on (ux.md §4), for windows, pictures and tests."""
