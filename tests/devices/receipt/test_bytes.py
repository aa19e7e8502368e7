"""What the bytes put on paper, judged by a parser that knows nothing of the driver."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.devices.printer.escpos_bytes import _FE_ROW, composed, encoded
from kiosk.devices.printer.escpos_dialect import Cut, Dialect, Encoding
from kiosk.devices.printer.escpos_type import DotType, code_picture
from kiosk.documents.line_breaks import columns
from kiosk.documents.qr import QrCodes
from kiosk.documents.slip_lines import COLUMNS, list_slip, trial_slip
from kiosk.files import font_file, rare_font
from kiosk.ports.slips import Slip, SlipCode, SlipLine, SlipRule
from tests.devices.receipt.thermal_paper import Dots, NativeCode, Row, ThermalPaper
from tests.unit.documents.sample import a_checklist, a_material, a_sheet

TYPE = DotType(font_file("Regular"), font_file("Bold"), rare_font())
DOTS = {58: 384, 80: 576}
CODE = a_sheet().code
FIRMWARE = {ord(c): bytes((0xFE, n)).decode("gb18030") for c, n in _FE_ROW.items()}
"""What Python's codec makes of the codes that firmware prints as these characters."""


def paper(slip: Slip, **dialect: object) -> ThermalPaper:
    """Compose and parse."""
    chosen = Dialect(**{"dots": 576, **dialect})  # type: ignore[arg-type]
    reads = chosen.encoding if chosen.encoding != "raster" else "ascii"
    return ThermalPaper(
        composed(slip, chosen, TYPE).data, reads, chinese=chosen.encoding == "utf-8"
    )


def one(text: str, **line: object) -> Slip:
    return Slip(parts=(SlipLine(text=text, **line),))  # type: ignore[arg-type]


@pytest.mark.parametrize("width_mm", sorted(DOTS))
@pytest.mark.parametrize("large", [False, True])
def test_a_list_comes_out_line_for_line_and_fits(width_mm: int, large: bool) -> None:
    slip = list_slip(a_sheet(large=large), COLUMNS[width_mm])
    printed = paper(slip, dots=DOTS[width_mm])
    wanted = [
        (p.text, p.size == "double", p.bold, p.align == "center")
        for p in slip.parts
        if isinstance(p, SlipLine)
    ]
    rows = [row for row in printed.rows() if row.text.strip("─")]
    assert [(r.text, (r.width, r.height) == (2, 2), r.bold, r.align == 1) for r in rows] == wanted
    assert all(row.columns <= COLUMNS[width_mm] for row in printed.rows())
    assert printed.codes() == [CODE] and printed.cuts() == [True]
    printed.picture(DOTS[width_mm])  # fails where dots do not fit


@pytest.mark.parametrize("width_mm", sorted(DOTS))
def test_rare_names_come_out_in_firmware_type_or_dots(width_mm: int) -> None:
    sheet = a_sheet(checklist=a_checklist(name="𠮷㛃䶮𬭎店"))
    printed = paper(list_slip(sheet, COLUMNS[width_mm]), dots=DOTS[width_mm])
    assert not any(set("𠮷㛃𬭎") & set(row.text) for row in printed.rows())
    assert "䶮村便民服务站" in "".join(row.text for row in printed.rows())
    assert printed.codes() == [CODE]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("张䶮", "d5c5fe9f"),
        ("䶮", "fe9f"),
        ("￥12。", "a3a43132a1a3"),
        ("龴", "fe59"),
        ("\U000241fe", "fe91"),
        ("K1:", "4b313a"),
        ("㛃", None),
        ("𠮷", None),
        ("\ue863", None),
    ],
)
def test_two_byte_codes_are_sent_and_four_byte_codes_never(text: str, sent: str | None) -> None:
    data = encoded(text, "gb18030")
    assert (data and data.hex()) == sent


def test_every_character_of_the_fe_row_is_sent_as_such() -> None:
    row = [bytes((0xFE, n)) for n in range(0x50, 0xA1) if n != 0x7F]
    ours = {encoded(chr(c), "gb18030") for c in (*range(0x2E80, 0xA000), *range(0x20000, 0x25000))}
    assert [code.hex() for code in row if code not in ours] == []


@pytest.mark.parametrize(
    ("encoding", "text", "in_dots"),
    [
        ("gb2312", "办事", False),
        ("gb2312", "䶮", True),
        ("utf-8", "䶮", False),
        ("utf-8", "𠮷", True),
        ("raster", "A", True),
    ],
)
def test_a_setting_for_each_kind_of_firmware(encoding: Encoding, text: str, in_dots: bool) -> None:
    printed = paper(one(text), encoding=encoding)
    assert (len(printed.rasters()) == 1) is in_dots
    assert [row.text for row in printed.rows()] == ([] if in_dots else [text])


@pytest.mark.parametrize("size", ["normal", "double"])
@pytest.mark.parametrize("text", ["𠮷店ab", "㛃"])
def test_dots_take_the_same_cells_as_type(size: str, text: str) -> None:
    (dots,) = paper(one(text, size=size, align="center")).rasters()
    scale = 24 if size == "double" else 12
    assert dots.width == -(-columns(text) * scale // 8) * 8
    assert dots.height == {"normal": 34, "double": 62}[size]


def test_a_character_drawn_in_dots_is_that_character() -> None:
    def ink(text: str) -> bytes:
        return TYPE.line(SlipLine(text=text, size="double")).tobytes()

    drawn = {ink(character) for character in "𠮷㛃𬭎䶮店"}
    assert len(drawn) == 5 and ink("\U0010fffd") not in drawn


def test_bold_dots_are_bolder() -> None:
    for text in ("店", "𠮷"):
        plain, bold = (TYPE.line(SlipLine(text=text, bold=b)).histogram()[0] for b in (0, 1))  # type: ignore[arg-type]
        assert bold > plain * 1.1


def test_control_characters_of_a_text_never_reach_the_printer() -> None:
    (row,) = paper(one("办\x1b@事\x1dV\x00\n\x10\x04\x01单")).rows()
    assert row.text == "办@事V单"


@given(st.text(max_size=12), st.sampled_from(["gb18030", "gb2312", "utf-8", "raster"]))
def test_no_text_can_command_the_printer(text: str, encoding: Encoding) -> None:
    printed = paper(one(text), encoding=encoding)
    shown = "".join(c for c in text if c.isprintable())
    assert [row.text for row in printed.rows()] in ([shown.translate(FIRMWARE)], [])
    assert len(printed.rows()) + len(printed.rasters()) == 1
    assert printed.cuts() == [True]


@pytest.mark.parametrize(("cut", "cuts"), [("full", [True]), ("part", [False]), ("none", [])])
def test_the_paper_is_cut_as_set(cut: Cut, cuts: list[bool]) -> None:
    assert paper(one("a"), cut=cut).cuts() == cuts


@pytest.mark.parametrize("width_mm", sorted(DOTS))
@pytest.mark.parametrize("text", ["1234567890123456", CODE, "https://e.example/" + "a" * 300])
def test_codes_are_large_and_sharp_enough(width_mm: int, text: str) -> None:
    (dots,) = [
        i
        for i in paper(Slip(parts=(SlipCode(text=text),)), dots=DOTS[width_mm]).items
        if isinstance(i, Dots)
    ]
    made = code_picture(text, DOTS[width_mm])
    assert made is not None
    picture, module_dots = made
    assert module_dots >= 4 and picture.width * module_dots >= 200  # 0.5 mm, 25 mm
    assert dots.align == 1 and dots.picture.height == picture.height * module_dots


def test_a_code_that_needs_smaller_modules_still_prints_and_one_that_cannot_says_so() -> None:
    long = "A1" * 600
    assert paper(Slip(parts=(SlipCode(text=long),)), dots=384).codes() == [long]
    for too_long in ("A1" * 1900, "A1" * 3000):
        slip = Slip(parts=(SlipCode(text=too_long),))
        assert [row.text for row in paper(slip, dots=256).rows()] == ["码太大，这种纸印不下"]


@pytest.mark.parametrize("width_mm", [58, 80])
def test_the_codes_of_a_long_list_are_read_back_from_either_paper(width_mm: int) -> None:
    many = tuple(a_material(f"m{n}", f"第{n}样材料的名字", "bring") for n in range(60))
    texts = QrCodes().takeaway(a_checklist(materials=many), "亳州市谯城区", {})
    assert len(texts) > 1
    slip = list_slip(a_sheet(phone_codes=texts), COLUMNS[width_mm])
    assert paper(slip, dots=DOTS[width_mm]).codes() == list(texts)
    for text in texts:
        made = code_picture(text, DOTS[width_mm])
        assert made is not None and made[1] >= 4  # 0.5 mm


def test_a_printer_that_draws_codes_itself_gets_the_text() -> None:
    sheet = a_sheet(phone_codes=("清单：身份证",))
    printed = paper(list_slip(sheet, 48), has_native_qr=True)
    (code,) = [item for item in printed.items if isinstance(item, NativeCode)]
    assert (code.text, code.model, code.level, code.align) == ("清单：身份证", 2, 0, 1)
    assert code.module >= 4 and printed.rasters() == []


def test_lines_are_apart_only_where_the_model_counts_in_dots() -> None:
    data = composed(one("办", size="double"), Dialect(dots=576, has_spacing=False), TYPE).data
    assert b"\x1b3" not in data


def test_the_length_of_paper_is_known() -> None:
    for width_mm, dots in DOTS.items():
        strip = composed(
            trial_slip("站", "2026-11-21", COLUMNS[width_mm]), Dialect(dots=dots), TYPE
        )
        out = ThermalPaper(strip.data).picture(dots).height - 40
        assert abs(strip.length_mm * 8 - out) <= 12


def test_a_rule_crosses_the_paper() -> None:
    (row,) = paper(Slip(parts=(SlipRule(),)), dots=384).rows()
    assert isinstance(row, Row) and row.columns == 32


def test_the_parser_sees_what_is_wrong() -> None:
    for broken in (b"\x1b@\x07", b"\x1b@\x1dv0\x00\x02\x00\x02\x00\xff", b"\x1b@\x1c&\x8f\x02\n"):
        with pytest.raises((AssertionError, UnicodeDecodeError)):
            ThermalPaper(broken)
    assert isinstance(ThermalPaper(b"A\n").picture(384), Image.Image)
