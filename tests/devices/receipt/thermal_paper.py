"""What a thermal printer would put on paper, read from bytes alone: written from the command
manuals, with nothing of the driver. An unknown command fails, as real firmware prints rubbish."""

from pathlib import Path
from typing import NamedTuple

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parents[3] / "assets" / "fonts"
CELL = 24


class Row(NamedTuple):
    """One line of type."""

    text: str
    width: int
    height: int
    bold: bool
    align: int
    columns: int


class Dots(NamedTuple):
    """A raster as it comes out of the head, enlarged already."""

    picture: Image.Image
    align: int


class NativeCode(NamedTuple):
    """A QR code that the printer draws itself."""

    text: str
    module: int
    model: int
    level: int
    align: int


class CutMark(NamedTuple):
    """Where the paper is cut."""

    full: bool


class Feed(NamedTuple):
    """Blank paper."""

    dots: int


class ThermalPaper:
    """Interprets a stream and keeps what it prints.

    Args:
        data: everything sent, without real-time commands.
        encoding: how the firmware reads text after FS &; without FS & it has no Chinese.
        chinese: whether Chinese mode is on without FS & (UTF-8 printers).
    """

    def __init__(self, data: bytes, encoding: str = "gb18030", *, chinese: bool = False) -> None:
        self.items: list[Row | Dots | NativeCode | CutMark | Feed] = []
        self._data, self._at = data, 0
        self._encoding, self._chinese = encoding, chinese
        self._reset()
        while self._at < len(data):
            self._one()

    def rows(self) -> list[Row]:
        """Return the lines of type."""
        return [item for item in self.items if isinstance(item, Row)]

    def rasters(self) -> list[Image.Image]:
        """Return the rasters."""
        return [item.picture for item in self.items if isinstance(item, Dots)]

    def cuts(self) -> list[bool]:
        """Return the cuts; True is a full one."""
        return [item.full for item in self.items if isinstance(item, CutMark)]

    def codes(self) -> list[str]:
        """Return what the QR codes say, read from the dots as a scanner sees them."""
        only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        found = [zxingcpp.read_barcodes(p.convert("L"), formats=only) for p in self.rasters()]
        native = [item.text for item in self.items if isinstance(item, NativeCode)]
        return [code.text for codes in found for code in codes] + native

    def picture(self, dots: int) -> Image.Image:
        """Return the paper as the eye sees it, one pixel a dot."""
        pieces = [self._painted(item, dots) for item in self.items]
        paper = Image.new("1", (dots + 64, sum(p.height for p in pieces) + 40), 1)
        y = 20
        for piece in pieces:
            assert piece.width <= dots, f"{piece.width} dots do not fit {dots}"
            paper.paste(piece, (32, y))
            y += piece.height
        return paper

    def _reset(self) -> None:
        self._scale, self._bold, self._align, self._spacing = (1, 1), False, 0, 34
        self._code: dict[str, int] = {}
        self._code_data = b""
        self._line = b""

    def _take(self, count: int) -> bytes:
        piece = self._data[self._at : self._at + count]
        assert len(piece) == count, "the stream ends inside a command"
        self._at += count
        return piece

    def _one(self) -> None:
        first = self._take(1)
        match first:
            case b"\x1b":
                self._escape(self._take(1))
            case b"\x1d":
                self._group(self._take(1))
            case b"\x1c":
                self._chinese_mode(self._take(1))
            case b"\n":
                self._print_line()
            case _:
                assert first[0] >= 0x20 and first[0] != 0x7F, f"control byte {first.hex()} in text"
                self._line += first

    def _escape(self, command: bytes) -> None:
        assert not self._line, "a setting inside a line"
        match command:
            case b"@":
                self._reset()
            case b"a":
                self._align = self._take(1)[0]
            case b"E":
                self._bold = bool(self._take(1)[0] & 1)
            case b"3":
                self._spacing = self._take(1)[0]
            case b"d":
                self.items.append(Feed(self._take(1)[0] * self._spacing))
            case _:
                raise AssertionError(f"ESC {command!r}")

    def _chinese_mode(self, command: bytes) -> None:
        assert command == b"&", f"FS {command!r}"
        self._chinese = True

    def _group(self, command: bytes) -> None:
        assert not self._line, "a setting inside a line"
        match command:
            case b"!":
                size = self._take(1)[0]
                self._scale = ((size >> 4) + 1, (size & 0x0F) + 1)
            case b"V":
                self.items.append(CutMark(full=self._take(1)[0] == 0))
            case b"v":
                self._raster()
            case b"(":
                self._function()
            case _:
                raise AssertionError(f"GS {command!r}")

    def _raster(self) -> None:
        head = self._take(6)
        assert head[0:1] == b"0"
        across, down = int.from_bytes(head[2:4], "little"), int.from_bytes(head[4:6], "little")
        dots = self._take(across * down)
        rows = [
            f"{int.from_bytes(dots[i : i + across], 'big'):0{across * 8}b}"
            for i in range(0, len(dots), across)
        ]
        picture = Image.new("1", (across * 8, down))
        picture.putdata([0 if dot == "1" else 255 for row in rows for dot in row])
        wide, high = 1 + (head[1] & 1), 1 + (head[1] >> 1 & 1)
        self.items.append(Dots(picture.resize((across * 8 * wide, down * high)), self._align))

    def _function(self) -> None:
        assert self._take(1) == b"k"
        body = self._take(int.from_bytes(self._take(2), "little"))
        assert body[:1] == b"1"
        match body[1:2], body[2:]:
            case b"A", value:
                self._code["model"] = value[0] - 0x30
            case b"C", value:
                self._code["module"] = value[0]
            case b"E", value:
                self._code["level"] = value[0] - 0x30
            case b"P", value:
                assert value[:1] == b"0"
                self._code_data = value[1:]
            case b"Q", _:
                self.items.append(
                    NativeCode(self._code_data.decode(), align=self._align, **self._code)
                )
            case other:
                raise AssertionError(f"GS ( k {other}")

    def _print_line(self) -> None:
        text = self._line.decode(self._encoding) if self._chinese else self._line.decode("ascii")
        columns = sum(1 if c < "\x7f" else 2 for c in text)
        wide, high = self._scale
        self.items.append(Row(text, wide, high, self._bold, self._align, columns * wide))
        self.items.append(Feed(max(self._spacing - CELL * high, 0)))
        self._line = b""

    def _painted(self, item: Row | Dots | NativeCode | CutMark | Feed, dots: int) -> Image.Image:
        match item:
            case Row():
                return _placed(_typed(item), item.align, dots)
            case Dots():
                return _placed(item.picture, item.align, dots)
            case NativeCode():
                return Image.new("1", (200, 200))
            case CutMark():
                mark = Image.new("1", (dots, 6), 1)
                mark.putdata([0 if x // 8 % 2 else 255 for _ in range(6) for x in range(dots)])
                return mark
            case Feed(down):
                return Image.new("1", (dots, down), 1)


def _placed(picture: Image.Image, align: int, dots: int) -> Image.Image:
    assert picture.width <= dots, f"{picture.width} dots do not fit {dots}"
    strip = Image.new("1", (dots, picture.height), 1)
    strip.paste(picture, ({0: 0, 1: (dots - picture.width) // 2}[align], 0))
    return strip


def _typed(row: Row) -> Image.Image:
    """Draw a line in a 24-dot font, enlarged by repeating dots as firmware does."""
    font = ImageFont.truetype(FONTS / f"NotoSansSC-{'Bold' if row.bold else 'Regular'}.ttf", CELL)
    picture = Image.new("L", (max(1, row.columns // row.width * CELL // 2), CELL), 255)
    draw = ImageDraw.Draw(picture)
    x = 0
    for character in row.text:
        cell = CELL // 2 if character < "\x7f" else CELL
        draw.text((x + cell / 2, CELL * 0.86), character, 0, font, anchor="ms")
        x += cell
    ink = picture.point(lambda grey: 255 if grey > 130 else 0).convert("1")
    return ink.resize((ink.width * row.width, ink.height * row.height))
