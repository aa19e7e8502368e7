"""Type and codes as black dots, for what a receipt printer cannot set or draw by itself.

Which lines need it, and the bytes around the dots, are `escpos_bytes.py`.
"""

from functools import cached_property
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from kiosk.ports.slips import SlipLine

CELL_DOTS = 24
"""Height of the printers' own type; a wide character is as wide, a half-width one half of it."""

LEAST_MODULE_DOTS = 4
"""0.5 mm at 8 dots/mm (ux.md §4)."""

QUIET_MODULES = 4
_LEAST_SIDE_DOTS = 200  # 25 mm
_MOST_SIDE_DOTS = 368  # 46 mm
_INK_FROM = 110  # grey levels from 0 (white) that become a black dot
_MISSING = "\U0010ffff"  # no font has it: its picture is that of a missing character


class DotType:
    """Sets lines with the bundled fonts, in the same cells as the printers' own type.

    Args:
        regular: the bundled font.
        bold: its bold cut.
        rare: a font with Ext B–F, where the machine has one.
    """

    def __init__(self, regular: Path, bold: Path, rare: Path | None) -> None:
        self._regular = _Sized(regular)
        self._bold = _Sized(bold)
        self._rare = _Sized(rare) if rare else None

    def line(self, line: SlipLine) -> Image.Image:
        """Return a line as a picture, black on white, as wide as its characters."""
        height = CELL_DOTS * (2 if line.size == "double" else 1)
        cells = [(c, height // 2 if c < "\x7f" else height) for c in line.text]
        picture = Image.new("L", (max(1, sum(width for _, width in cells)), height), 0)
        draw = ImageDraw.Draw(picture)
        x = 0
        for character, width in cells:
            font, stroke = self._font(character, height, bold=line.bold)
            middle = (x + width / 2, height * 0.86)
            draw.text(middle, character, 255, font, anchor="ms", stroke_width=stroke)
            x += width
        return picture.point(lambda ink: 0 if ink > _INK_FROM else 255).convert("1")

    def _font(
        self, character: str, height: int, *, bold: bool
    ) -> tuple[ImageFont.FreeTypeFont, int]:
        """Return the font that carries a character, and how much thicker it must be drawn."""
        base = self._bold if bold else self._regular
        if self._rare and not base.has(character) and self._rare.has(character):
            return self._rare.at(height), 1 if bold else 0
        return base.at(height), 0


class _Sized:
    """One font file in the sizes that were asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sizes: dict[int, ImageFont.FreeTypeFont] = {}

    def at(self, height: int) -> ImageFont.FreeTypeFont:
        """Return the font for cells of so many dots."""
        if height not in self._sizes:
            basic = ImageFont.Layout.BASIC
            self._sizes[height] = ImageFont.truetype(self._path, height, layout_engine=basic)
        return self._sizes[height]

    def has(self, character: str) -> bool:
        """Tell whether the font carries a character."""
        return character == " " or _dots(self.at(CELL_DOTS), character) != self._missing

    @cached_property
    def _missing(self) -> bytes:
        return _dots(self.at(CELL_DOTS), _MISSING)


def _dots(font: ImageFont.FreeTypeFont, character: str) -> bytes:
    picture = Image.new("1", (2 * CELL_DOTS, 2 * CELL_DOTS))
    ImageDraw.Draw(picture).text((0, 0), character, 1, font)
    return picture.tobytes()


def code_picture(text: str, paper_dots: int) -> tuple[Image.Image, int] | None:
    """Return a QR code with its quiet zone, one dot a module, and by how much to enlarge it.

    Level M where a module of 0.5 mm then fits the paper, else L, else smaller modules.

    Args:
        text: what it says.
        paper_dots: the printing width.

    Returns:
        The picture and the dots of a module, or None when even 2 dots a module do not fit.
    """
    picture = None
    for level in (ERROR_CORRECT_M, ERROR_CORRECT_L):
        picture = _code(text, level)
        if picture and picture.width * LEAST_MODULE_DOTS <= paper_dots:
            return picture, _module_dots(picture.width, paper_dots)
    scale = paper_dots // picture.width if picture else 0
    return (picture, scale) if picture and scale > 1 else None


def _module_dots(modules: int, paper_dots: int) -> int:
    """Return the module size for a code of at least 25 mm that does not waste paper.

    Even sizes only: the printer doubles the dots then, which is a quarter of the bytes.
    """
    dots = LEAST_MODULE_DOTS
    while dots < 2 * LEAST_MODULE_DOTS and dots * modules < _LEAST_SIDE_DOTS:
        dots += 2
    roomy = (dots + 2) * modules <= min(_MOST_SIDE_DOTS, paper_dots)
    return dots + 2 if roomy and dots < 2 * LEAST_MODULE_DOTS else dots


def _code(text: str, level: int) -> Image.Image | None:
    """Return the code of one level, or None for a text that no code can hold."""
    code = QRCode(error_correction=level, border=QUIET_MODULES)
    code.add_data(text)
    try:
        rows = code.get_matrix()
    except (DataOverflowError, ValueError):
        return None
    picture = Image.new("1", (len(rows), len(rows)), 1)
    picture.putdata([0 if dark else 255 for row in rows for dark in row])
    return picture
