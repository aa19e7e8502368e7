"""A small list through its map: account, file, groups, a later list, and that nothing is lost."""

import datetime as dt
import json
from pathlib import Path

import pytest

from kiosk.domain.errors import InputError
from kiosk.workshop.import_account import ImportAccount
from kiosk.workshop.imported import KINDS, read_items
from kiosk.workshop.importers import import_list
from kiosk.workshop.item_map import find_map, read_map
from kiosk.workshop.load import load
from kiosk.workshop.topic_codes import TopicCodes

DATA = Path(__file__).resolve().parents[2] / "data"
ROOT = DATA.parent.parent
TODAY = dt.date(2026, 11, 21)


def no_topics(region: str) -> TopicCodes:
    return TopicCodes(load(ROOT / "db" / "catalog"), region)


def run(out: Path, text: str | None = None, rules: str | None = None) -> ImportAccount:
    """Import the sample, or a changed one, into `out/catalog`."""
    out.mkdir(exist_ok=True)
    items, rules_file = out / "items.csv", out / "map.yaml"
    items.write_text(text or (DATA / "items.csv").read_text("utf-8"), encoding="utf-8")
    rules_file.write_text(rules or (DATA / "items-map.yaml").read_text("utf-8"), encoding="utf-8")
    return import_list(items, read_map(rules_file), out / "catalog", no_topics, TODAY)


def test_every_row_is_imported_or_rejected_with_line_and_reason(tmp_path):
    account = run(tmp_path)
    assert (account.read, account.imported, account.rejected_rows) == (8, 5, 3)
    assert [(r.line, r.field) for r in account.rejected] == [
        (7, "task_code"),
        (8, "task_code"),
        (9, "task_code"),
    ]
    assert "名称乙" in account.rejected[1].reason
    assert account.nulls["link_way"] == 5
    assert account.nulls["materials"] == 6
    assert account.codes == {"local": 5, "task": 2}
    assert [(u.column, u.cells, u.reason) for u in account.unused] == [("备注", 2, None)]


def test_what_is_not_understood_is_told_by_place(tmp_path):
    told = {(r.line, r.field) for r in run(tmp_path).remarks}
    assert told == {(3, "dept_code"), (6, "task_type"), (6, "promise_day"), (6, "is_fee")}


def test_the_loader_takes_the_folder_and_items_are_unverified_with_source_and_place(tmp_path):
    account = run(tmp_path)
    catalogue = load(tmp_path / "catalog")
    assert not catalogue.findings
    services = [document.value for document in catalogue.of("service").values()]
    assert len(services) == account.services == 4
    assert {(s.status, s.place, s.source) for s in services} == {
        ("unverified", "样例县", "手工编的样例")
    }
    only = next(s for s in services if s.name[0].value == "样例证核发(本地居民)")
    assert (only.visits[0].value, only.time.promised[0].days, only.fee[0].amount) == (1, 5, "0.00")
    papers = [catalogue.evidence(line.use).name for line in only.evidence]
    assert papers == ["身份证", "申请表"]


def test_items_that_differ_in_a_bracket_are_one_service_with_a_question(tmp_path):
    assert run(tmp_path).groups == 1
    catalogue = load(tmp_path / "catalog")
    group = next(d.value for i, d in catalogue.of("service").items() if i.startswith("group-"))
    (question,) = group.questions
    assert [option.label for option in question.options] == ["首次", "再次"]
    assert [name.value for name in group.name] == ["张榜公示(首次)", "张榜公示(再次)"]
    again = question.options[1].id
    assert [line.when.values for line in group.evidence] == [(again,)]
    assert [(t.days, t.when.values) for t in group.time.promised] == [
        (0, (question.options[0].id,)),
        (3, (again,)),
    ]


def test_a_cell_that_looks_like_a_formula_stays_text(tmp_path):
    run(tmp_path)
    _, items = read_items(tmp_path / "catalog" / "imports" / "sample.jsonl")
    assert '=HYPERLINK("x")' in {item.name for item in items.values()}


def test_the_same_list_gives_the_same_bytes_in_any_order(tmp_path):
    head, *rows = (DATA / "items.csv").read_text("utf-8").splitlines()
    run(tmp_path)
    target = tmp_path / "catalog" / "imports" / "sample.jsonl"
    first = target.read_bytes()
    account = run(tmp_path, "\n".join([head, *reversed(rows)]) + "\n")
    assert target.read_bytes() == first
    assert account.changes is not None
    assert (account.changes.unchanged, account.changes.added) == (5, ())


def test_a_later_list_shows_what_is_new_changed_and_gone_and_the_topics(tmp_path):
    linked = "511A0074300005-511602000000-000-11510000000000019A-1-00,开业登记,样例局,1,5(工作日)"
    text = (DATA / "items.csv").read_text("utf-8")
    run(tmp_path, f"{text}{linked},无,1,否,无,无,\n")
    later = text.replace("即办", "2(工作日)").replace("511A00000003", "511A00000009")
    changes = run(tmp_path, later).changes
    assert changes is not None
    assert [change.code[:12] for change in changes.added] == ["511A00000009"]
    assert [change.code[:12] for change in changes.changed] == ["511A00000001"]
    assert [change.code[:12] for change in changes.vanished] == ["511A00000003", "511A00743000"]
    assert "open-restaurant" in changes.topics


def test_a_map_that_does_not_fit_names_every_column_with_its_line(tmp_path):
    rules = (DATA / "items-map.yaml").read_text("utf-8")
    wrong = rules.replace("promise_day: 承诺", "promise_day: 时限").replace("部门", "单位")
    with pytest.raises(InputError) as caught:
        run(tmp_path, rules=wrong)
    assert "map.yaml:10: 清单里没有“单位”" in caught.value.message
    assert "map.yaml:12: 清单里没有“时限”" in caught.value.message
    assert not (tmp_path / "catalog").exists()


def test_a_map_with_unknown_elements_names_all_of_them(tmp_path):
    rules = (DATA / "items-map.yaml").read_text("utf-8").replace("task_name:", "task_nam:")
    with pytest.raises(InputError, match="task_nam 这个要素；是不是想写 task_name") as caught:
        run(tmp_path, rules=rules + "colums: {}\n")
    assert "没有 colums 这个字段" in caught.value.message


def test_nothing_is_written_when_no_row_can_be_used(tmp_path):
    head = (DATA / "items.csv").read_text("utf-8").splitlines()[0]
    account = run(tmp_path, head + "\n,无,样例局,1,,,,,,,\n")
    assert (account.read, account.imported, account.file) == (1, 0, None)
    assert not (tmp_path / "catalog").exists()


def test_no_shipped_map_is_guessed(tmp_path):
    with pytest.raises(InputError, match="--map"):
        find_map(("甲", "乙"), "x.csv")


def test_json_with_inner_objects_and_lists_of_materials(tmp_path):
    rows = [
        {"task": {"name": "甲证"}, "task_code": "A-1", "实施主体": "样例局", "m": [
            {"材料名称": "表", "is_need": "3", "page_num": "2", "page_copynum": "1"}, {"x": 1}]},
    ]  # fmt: skip
    items, rules = tmp_path / "items.jsonl", tmp_path / "map.yaml"
    items.write_text("\n".join([*map(json.dumps, rows), "<html>", "[1]"]), encoding="utf-8")
    rules.write_text(
        'id: js\nname: 样例\nregion: "51"\nplace: 样例\nsource: 样例\n'
        "columns: {task_name: task.name}\nmaterials: {column: m}\n",
        encoding="utf-8",
    )
    account = import_list(items, read_map(rules), tmp_path / "out", no_topics, TODAY)
    assert [(r.line, "JSON" in r.reason) for r in account.rejected] == [(2, True), (3, True)]
    (service,) = (d.value for d in load(tmp_path / "out").of("service").values())
    (line,) = service.evidence
    assert (line.necessity, line.originals, line.copies) == ("later", 2, 1)


def test_lines_are_sorted_by_kind_and_id(tmp_path):
    text = (DATA / "items.csv").read_text("utf-8").replace("2.申请表", "2.申请表；甲；乙；丙")
    run(tmp_path, text)
    written = (tmp_path / "catalog" / "imports" / "sample.jsonl").read_bytes().splitlines()
    lines = [(KINDS.index(line["kind"]), line["id"]) for line in map(json.loads, written)]
    assert lines == sorted(lines)
    assert len(set(lines)) == len(lines)


def test_another_name_of_the_source_changes_no_item(tmp_path):
    run(tmp_path)
    rules = (DATA / "items-map.yaml").read_text("utf-8").replace("手工编的样例", "第二版样例")
    changes = run(tmp_path, rules=rules).changes
    assert changes is not None
    assert changes.unchanged == 5
