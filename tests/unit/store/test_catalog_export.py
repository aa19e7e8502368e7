import csv
import io
import sqlite3
from contextlib import closing

import pytest

from kiosk.domain.errors import Bug, InputError
from kiosk.store.catalog_export import write_tables
from kiosk.wire.table_row import TableRow


def agency(**cells):
    return TableRow(table="agency", cells={"id": "police", "name": "公安局", **cells})


def read(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_rows_are_written_and_counted(tmp_path):
    path = tmp_path / "out.db"
    assert write_tables(path, [agency(phone="110")]) == 1
    assert read(path, "SELECT id, name, plain, phone FROM agency") == [
        ("police", "公安局", None, "110")
    ]
    assert [p.name for p in tmp_path.iterdir()] == ["out.db"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula_in_a_csv_file_made_from_it(tmp_path, start):
    path = tmp_path / "out.db"
    write_tables(path, [agency(plain=f"{start}1+1", phone="=HYPERLINK(0)", id=f"{start}x")])
    out = io.StringIO()
    csv.writer(out).writerows(read(path, "SELECT * FROM agency"))
    cells = next(csv.reader(io.StringIO(out.getvalue())))
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert read(path, "SELECT plain, typeof(plain) FROM agency") == [(f"'{start}1+1", "text")]


def test_a_number_stays_a_number_and_other_signs_stay(tmp_path):
    path = tmp_path / "out.db"
    paper = {"id": "card", "name": "证=卡", "plain": "1-2", "aliases": "[]", "is_identity": 0}
    write_tables(path, [TableRow(table="evidence", cells=paper)])
    assert read(path, "SELECT name, plain, is_identity FROM evidence") == [("证=卡", "1-2", 0)]


def test_a_row_that_refers_to_nothing_leaves_no_file(tmp_path):
    path = tmp_path / "out.db"
    path.write_bytes(b"old")
    stray = TableRow(table="region", cells={"code": "3416", "name": "亳州市", "parent": "34"})
    with pytest.raises(Bug, match="region"):
        write_tables(path, [stray])
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.db"]


def test_a_place_that_cannot_be_written_is_bad_input(tmp_path):
    with pytest.raises(InputError, match="没有这个文件夹"):
        write_tables(tmp_path / "nowhere" / "out.db", [])
