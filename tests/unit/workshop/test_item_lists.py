"""Files as they come from agencies: encodings, broken rows, formulas, merged cells."""

import pytest

from kiosk.domain.errors import InputError
from kiosk.workshop.item_lists import MAX_LINE_BYTES, CsvList, JsonLines
from kiosk.workshop.item_map import ItemMap
from kiosk.workshop.item_sheets import SheetList
from tests.workbooks import a_workbook

TEXT = "编码,名称\nA-1,甲证\nA-2,乙证\n"


def csv_of(tmp_path, data: bytes) -> CsvList:
    path = tmp_path / "items.csv"
    path.write_bytes(data)
    return CsvList(path, None)


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_encoding_is_found_out(tmp_path, codec, found):
    items = csv_of(tmp_path, TEXT.encode(codec))
    assert (items.encoding, items.headers) == (found, ("编码", "名称"))
    assert [row.cells["名称"] for row in items.rows()] == ["甲证", "乙证"]


def test_bytes_of_no_encoding_name_the_line(tmp_path):
    with pytest.raises(InputError, match=r"items\.csv:2: 不是 utf-8-sig、gb18030 编码"):
        csv_of(tmp_path, TEXT.encode().replace(b"A-1", b"\xff\xff"))


def test_a_line_without_end_is_refused_before_it_fills_the_memory(tmp_path):
    with pytest.raises(InputError, match="超过"):
        csv_of(tmp_path, b"a" * (MAX_LINE_BYTES + 2))


def test_rows_that_are_wrong_are_told_and_the_others_read(tmp_path):
    text = '编码,名称\nA-1\nA-2,乙,丙\nA-3,"丁"戊\nA-4,己\x00庚\n\n , \n"A-\n5",辛\nA-6,壬\n'
    rows = {row.line: row for row in csv_of(tmp_path, text.encode()).rows()}
    assert sorted(rows) == [2, 3, 4, 5, 8, 10]
    assert "有 1 格" in rows[2].faults[""]
    assert "有 3 格" in rows[3].faults[""]
    assert "引号" in rows[4].faults[""]
    assert "U+0000" in rows[5].faults["名称"]
    assert not rows[8].faults
    assert rows[10].cells == {"编码": "A-6", "名称": "壬"}


@pytest.mark.parametrize("head", ["编码,编码\n", "\nA-1,甲\n", ""])
def test_a_header_must_be_there_and_name_each_column_once(tmp_path, head):
    with pytest.raises(InputError, match="表头"):
        csv_of(tmp_path, head.encode())


def test_json_lines_are_flat_and_a_bad_line_is_one_row(tmp_path):
    path = tmp_path / "items.jsonl"
    path.write_text('{"a":{"b":"x"},"n":1,"l":["y"]}\n{broken\n\n3\n', encoding="utf-8")
    items = JsonLines(path, None)
    assert items.headers == ("a.b", "n", "l")
    good, broken, number = items.rows()
    assert good.cells == {"a.b": "x", "n": "1", "l": ["y"]}
    assert (broken.line, number.line) == (2, 4)
    assert "不是 JSON" in broken.faults[""]


def test_a_workbook_never_gives_a_formula_or_a_number_that_excel_cut(tmp_path):
    rows = [
        ["编码", "名称", "次数"],
        ["A-1", "f:1+1", 2],
        [11440000006939756244, "=不是公式", None],
        [None, None, None],
        ["A-2", "乙", 1.5],
    ]
    items = SheetList(a_workbook(tmp_path / "x.xlsx", rows), None)
    first, cut, last = items.rows()
    assert (first.line, set(first.faults)) == (2, {"名称"})
    assert items.place(2, "名称") == "x.xlsx 清单!B2"
    assert first.cells["次数"] == "2"
    assert set(cut.faults) == {"编码"}
    assert cut.cells["名称"] == "=不是公式"
    assert (last.line, last.cells["次数"], last.faults) == (5, "1.5", {})


def test_a_merged_cell_fills_downwards_and_one_across_is_told(tmp_path):
    rows = [
        ["清单"],
        ["部门", "名称"],
        ["民政局", "甲"],
        [None, "乙"],
        ["第二部分"],
        ["残联", "丙"],
    ]
    book = a_workbook(tmp_path / "x.xlsx", rows, ("A1:B1", "A3:A4", "A5:B5"))
    options = ItemMap(id="aa", name="x", region="51", place="x", source="x", header_row=2)
    items = SheetList(book, options)
    found = list(items.rows())
    assert [row.cells["部门"] for row in found] == ["民政局", "民政局", "第二部分", "残联"]
    assert [bool(row.faults) for row in found] == [False, False, True, False]
    assert "A5:B5" in found[2].faults[""]
    assert items.filled == 1


def test_a_merged_header_and_a_file_that_is_no_workbook_are_refused(tmp_path):
    book = a_workbook(tmp_path / "x.xlsx", [["部门", "名称"], ["甲", "乙"]], ("A1:A2",))
    with pytest.raises(InputError, match="表头有合并单元格 A1:A2"):
        SheetList(book, None)
    (tmp_path / "y.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(InputError, match="XLSX"):
        SheetList(tmp_path / "y.xlsx", None)
    wide = a_workbook(tmp_path / "z.xlsx", [["列"] * 27])  # its 27th cell is [1: there is no such
    with pytest.raises(InputError, match=r"z\.xlsx 清单 不是能读的 XLSX"):
        SheetList(wide, None)


def test_a_formula_far_down_in_a_large_sheet_is_found(tmp_path):
    rows = [["编码", "名称"], *([f"A-{n}", "长" * 500] for n in range(3000)), ["A-x", "f:1+1"]]
    *others, last = SheetList(a_workbook(tmp_path / "x.xlsx", rows), None).rows()
    assert set(last.faults) == {"名称"}
    assert not any(row.faults for row in others)
