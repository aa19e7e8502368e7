"""The bundled fonts on paper: registered once, rare characters split off by coverage.

reportlab takes static TrueType outlines only and has no font fallback; layout does not belong here.
"""

import math
import mmap
from collections.abc import Collection
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics, ttfonts

from kiosk.domain.errors import Unavailable
from kiosk.ports.documents import FontFiles

REGULAR = "NotoSansSC"
BOLD = "NotoSansSC-Bold"
RARE = "HanaMinB"


def _to_unicode_cmap(fontname: str, subset: list[int]) -> str:
    """Return a ToUnicode CMap in UTF-16BE, so that 𠅤 is copied and searched as itself.

    reportlab 5.1.0 writes code points beyond the BMP as `<%04X>`, which readers take for other
    characters (PDF 32000-1 §9.10.3 wants UTF-16BE).
    """
    entries = [
        f"<{i:02X}> <{chr(v).encode('utf-16-be').hex().upper()}>" for i, v in enumerate(subset)
    ]
    blocks = []
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    head = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({fontname})",
        f"/Ordering ({fontname})",
        "/Supplement 0",
        ">> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    tail = ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(head + blocks + tail)


class Fonts:
    """Registered fonts and the knowledge of which characters they carry.

    Args:
        files: the font files; a missing regular or bold file raises Unavailable.
    """

    def __init__(self, files: FontFiles) -> None:
        self._files = files
        ttfonts.makeToUnicodeCMap = _to_unicode_cmap
        self._covered = _register(REGULAR, files.regular)
        _register(BOLD, files.bold)
        pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR)

    def markup(self, text: str) -> str:
        """Return `text` escaped for a Paragraph, rare characters set in the rare font."""
        if self._covers(text):
            return escape(text)
        return "".join(
            escape(run) if font == REGULAR else f'<font name="{font}">{escape(run)}</font>'
            for font, run in self.runs(text)
        )

    def runs(self, text: str, base: str = REGULAR) -> list[tuple[str, str]]:
        """Return `text` as (font name, piece) pairs, each piece carried by its font."""
        if self._covers(text):
            return [(base, text)]
        rare = self._rare()
        runs: list[tuple[str, str]] = []
        for character in text:
            font = RARE if ord(character) in rare and not self._covers(character) else base
            if runs and runs[-1][0] == font:
                runs[-1] = (font, runs[-1][1] + character)
            else:
                runs.append((font, character))
        return runs

    def width_pt(self, text: str, size_pt: float, base: str = REGULAR) -> float:
        """Return how wide `text` is set in `base`, rare characters in the rare font."""
        return math.fsum(
            pdfmetrics.stringWidth(run, font, size_pt) for font, run in self.runs(text, base)
        )

    def _covers(self, text: str) -> bool:
        """Tell whether the regular font carries every character."""
        return all(map(self._covered.__contains__, map(ord, text)))

    def _rare(self) -> Collection[int]:
        """Return what the rare font carries; it is 30 MB and read only when needed."""
        return _register(RARE, self._files.rare) if self._files.rare else ()


@cache
def _register(name: str, path: Path) -> Collection[int]:
    """Register a font once and return the code points that it carries.

    reportlab keeps whole files of 10 to 30 MB in memory; a mapped file is read where it is used.
    """
    try:
        font = ttfonts.TTFont(name, str(path))
        with path.open("rb") as file:
            font.face._ttf_data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ttfonts.TTFError) as error:
        raise Unavailable(
            "E-ST-02", f"字体文件读不了：{path.name}。请重新安装程序，或运行 make setup。"
        ) from error
    pdfmetrics.registerFont(font)
    carried: Collection[int] = font.face.charToGlyph.keys()
    return carried
