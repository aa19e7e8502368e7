"""`kiosk catalog import|coverage` as an editor calls them: output, JSON shape, exit codes."""

import json
from pathlib import Path

import pytest

from kiosk.cli.main import run

DATA = Path(__file__).resolve().parents[1] / "data"
LIST, MAP = DATA / "items.csv", DATA / "items-map.yaml"


@pytest.fixture
def catalog(capfd, tmp_path):
    """Run `kiosk catalog …` in this process; return exit code and what was written."""

    def call(*args: object) -> tuple[int, str, str]:
        code = run(["--data", str(tmp_path / "data"), "catalog", *map(str, args)])
        written = capfd.readouterr()
        return code, written.out, written.err

    return call


def test_an_import_tells_its_account_and_ends_4_when_rows_were_rejected(catalog, tmp_path):
    code, out, _ = catalog("import", LIST, "--map", MAP, "--out", tmp_path / "out")
    assert code == 4
    assert "读了 8 行，采用 5 行，没采用 3 行" in out
    assert "items.csv:7" in out
    assert (tmp_path / "out" / "imports" / "sample.jsonl").exists()


def test_the_account_as_json(catalog, tmp_path):
    _, out, _ = catalog("import", LIST, "--map", MAP, "--out", tmp_path / "out", "--json")
    account = json.loads(out)
    assert {"read", "imported", "groups", "nulls", "rejected"} <= set(account)
    assert {"line", "field", "reason"} <= set(account["rejected"][0])
    assert account["read"] == account["imported"] + account["rejected_rows"]


def test_an_import_without_a_rejected_row_ends_0(catalog, tmp_path):
    good = tmp_path / "good.csv"
    good.write_text("".join(LIST.read_text("utf-8").splitlines(keepends=True)[:5]), "utf-8")
    assert catalog("import", good, "--map", MAP, "--out", tmp_path / "out")[0] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"map": "id: x\n"}, "缺 region"),
        ({"list": "编码,名称\n1,2\n"}, "清单里没有“部门”这一列"),
        ({"list": None}, "没有文件"),
    ],
)
def test_what_cannot_be_used_ends_2_and_leaves_nothing(catalog, tmp_path, change, said):
    items, rules = tmp_path / "items.csv", tmp_path / "map.yaml"
    rules.write_text(change.get("map", MAP.read_text("utf-8")), encoding="utf-8")
    if change.get("list", "") is not None:
        items.write_text(change.get("list") or LIST.read_text("utf-8"), encoding="utf-8")
    code, out, err = catalog("import", items, "--map", rules, "--out", tmp_path / "out")
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "out").exists()


def test_coverage_of_a_list_and_of_what_was_imported_is_the_same(catalog, tmp_path):
    catalog("import", LIST, "--map", MAP, "--out", tmp_path / "out")
    code, raw, _ = catalog("coverage", "--items", LIST, "--map", MAP, "--json")
    imported = catalog("coverage", "--items", tmp_path / "out", "--json")[1]
    found = json.loads(raw)
    assert found == json.loads(imported)
    assert {"items", "covered", "orphans", "topics", "agencies"} <= set(found)
    assert {"id", "items", "missing", "changed"} <= set(found["topics"][0])
    assert code == 4, "this list has none of the items that the topics are linked to"


def test_coverage_as_table_and_picture(catalog, tmp_path):
    svg, png = tmp_path / "c.svg", tmp_path / "c.png"
    asked = ("--svg", svg, "--png", png)
    code, out, _ = catalog("coverage", "--items", LIST, "--map", MAP, *asked)
    assert code == 4
    assert "样例局" in out
    assert str(svg) in out
    assert str(png) in out
    assert svg.read_text("utf-8").startswith("<svg")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_a_list_that_no_map_fits_asks_for_one(catalog):
    code, _, err = catalog("coverage", "--items", LIST)
    assert code == 2
    assert "--map" in err
