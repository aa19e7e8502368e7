"""The reference lists give the figures that were counted in them; skipped where they are absent."""

from pathlib import Path

import pytest

from kiosk.workshop.coverage import cover
from kiosk.workshop.imported import read_items
from kiosk.workshop.importers import import_list, open_list, reading
from kiosk.workshop.item_map import find_map, read_map
from kiosk.workshop.load import load
from kiosk.workshop.topic_codes import TopicCodes
from tests.unit.workshop.test_importers import TODAY, no_topics

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
GUANGAN = SHARED / "guangan_items.csv"
GUANGDONG = SHARED / "guangdong_items_sample.jsonl"
pytestmark = pytest.mark.skipif(
    not GUANGAN.exists(), reason="the reference lists are not beside the repository"
)


def run(path: Path, name: str, out: Path):
    return import_list(path, read_map(ROOT / "db" / "maps" / name), out, no_topics, TODAY)


def test_the_county_list(tmp_path):
    account = run(GUANGAN, "guangan.yaml", tmp_path)
    assert (account.read, account.imported, account.rejected) == (1135, 1135, ())
    assert account.codes == {"local": 1098, "odd": 37}
    assert (account.agencies, account.encoding) == (34, "utf-8-sig")
    assert (account.nulls["main_item"], account.nulls["dept_code"]) == (615, 3)
    faults = [r.reason[:11] for r in account.remarks if r.field == "dept_code"]
    assert len(faults) == 1135 - 963 - 3
    assert account.groups == 16
    _, items = read_items(tmp_path / "imports" / "guangan.jsonl")
    names = [item.name for item in items.values()]
    assert len(set(names)) == 1133
    assert {name for name in names if names.count(name) == 2} == {
        "求职创业补贴申领",
        "城市建筑物、设施上张挂、张贴宣传品审批",
    }
    catalogue = load(tmp_path)
    assert not catalogue.findings
    assert len(catalogue.of("service")) == account.services == 1091


def test_the_provincial_sample(tmp_path):
    account = run(GUANGDONG, "guangdong.yaml", tmp_path)
    assert (account.read, account.imported, account.rejected) == (300, 300, ())
    assert account.codes == {"handle_item": 52, "task": 248}
    assert account.nulls["materials"] == 183
    assert account.nulls["task_state"] == 300
    assert {r.field for r in account.remarks} == {"dept_code"}
    assert not [column for column in account.unused if column.reason is None]
    catalogue = load(tmp_path)
    assert not catalogue.findings
    services = [document.value for document in catalogue.of("service").values()]
    zero = [s for s in services if s.presence]
    assert all(not s.visits or s.visits[0].value == 0 for s in zero)
    alone = [s for s in services if not s.questions]
    lines = sum(len(s.evidence) for s in alone)
    assert 400 < lines <= 480


def test_a_second_import_changes_nothing(tmp_path):
    run(GUANGAN, "guangan.yaml", tmp_path)
    first = (tmp_path / "imports" / "guangan.jsonl").read_bytes()
    changes = run(GUANGAN, "guangan.yaml", tmp_path).changes
    assert changes is not None
    assert (changes.unchanged, changes.added, changes.changed, changes.vanished) == (
        1135,
        (),
        (),
        (),
    )
    assert (tmp_path / "imports" / "guangan.jsonl").read_bytes() == first


@pytest.mark.parametrize(("path", "name"), [(GUANGAN, "guangan"), (GUANGDONG, "guangdong")])
def test_the_map_of_a_known_list_is_found_by_its_columns(path, name):
    assert find_map(open_list(path, None).headers, path.name).value.id == name


def test_every_code_of_the_overlay_is_a_real_item():
    """Topics link to items of the county's list, and no link leads nowhere."""
    catalogue = load(ROOT / "db" / "catalog")
    with reading(GUANGAN, read_map(ROOT / "db" / "maps" / "guangan.yaml")) as done:
        found = cover(catalogue, "511602", done.items())
    assert {topic.id: topic.missing for topic in found.topics if topic.missing} == {}
    assert found.covered == found.items - len(found.orphans) > 30
    assert len(TopicCodes(catalogue, "511602").links) > 30
