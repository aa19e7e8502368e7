"""QR codes and the text a phone reads from them."""

import pytest
import zxingcpp
from PIL import Image

from kiosk.documents.qr import MAX_PHONE_BYTES, QrCodes
from kiosk.domain.checklist import StopLine
from kiosk.ports.documents import QrMatrix
from tests.unit.documents.sample import a_checklist, a_material


def picture(matrix: QrMatrix) -> Image.Image:
    """Return a code with its quiet zone, three dots a module."""
    side = len(matrix.rows) + 8
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(matrix.rows):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + 4, y + 4), 0)
    return image.resize((side * 3, side * 3), Image.Resampling.NEAREST)


def decoded(matrix: QrMatrix) -> str:
    """Return what an independent reader sees."""
    return zxingcpp.read_barcodes(picture(matrix))[0].text


@pytest.mark.parametrize(
    "text", ["12345", "K1:" + "AB12$%*+-./:" * 50, "身份证原件，复印件2份\n𠅤"]
)
def test_a_code_reads_back(text: str) -> None:
    assert decoded(QrCodes().matrix(text)) == text


def test_a_full_list_code_stays_small() -> None:
    matrix = QrCodes().matrix("K1:" + "ABC12" * 120)
    assert matrix.version <= 13 and len(matrix.rows) == 69


def test_the_phone_text_is_whole_and_in_order() -> None:
    checklist = a_checklist()
    parts = QrCodes().takeaway(checklist, "亳州市谯城区", {"permit": "食品经营许可"})
    text = "\n".join(parts)
    for material in checklist.materials:
        assert text.count(f"·{material.plain} ") == 1
    assert "如果“城镇管网”：加上食品经营许可" in text and "如果“自家沟渠”：不用再加" in text
    assert "不是受理凭证" in parts[-1] and "食品经营许可（请向窗口确认）" in text
    assert [part[:5] for part in parts] == [
        f"（{i}/{len(parts)}）" for i in range(1, len(parts) + 1)
    ]


def test_every_part_fits_an_easy_code() -> None:
    many = tuple(a_material(f"m-{i}", f"第{i}样很长很长很长的材料名称") for i in range(60))
    parts = QrCodes().takeaway(a_checklist(materials=many), "亳州市谯城区", {})
    assert len(parts) > 3
    for part in parts:
        assert len(part.encode()) <= MAX_PHONE_BYTES
        assert QrCodes().matrix(part).version <= 17
        assert decoded(QrCodes().matrix(part)) == part


def test_a_stop_comes_first_on_the_phone() -> None:
    stop = StopLine(
        id="s",
        reason="要本人到场",
        basis=None,
        instead="请本人来",
        instead_topic=None,
        service=None,
    )
    parts = QrCodes().takeaway(a_checklist(stops=(stop,)), "亳州市", {})
    assert parts[0].split("\n")[1] == "【现在还办不了】要本人到场。请本人来"
