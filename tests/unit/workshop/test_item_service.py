"""Whatever stands in a row, it becomes a service or is told; no cell stops the import."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.service import Agency, Service
from kiosk.workshop.item_cells import Cells
from kiosk.workshop.item_elements import LABELS, LISTS
from kiosk.workshop.item_lists import Row
from kiosk.workshop.item_map import ItemMap, ListColumn
from kiosk.workshop.item_names import Names
from kiosk.workshop.item_service import Draft, ServiceReader

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["无", "是", "0", "1", "即办", "20(工作日)", "9" * 5000, "甲(乙)", "（", "）", "4元", "1份"]
    ),
)
ENTRIES = st.one_of(TEXTS, st.dictionaries(st.text(max_size=5), TEXTS, max_size=3), st.integers())
VALUES = st.one_of(st.none(), TEXTS, st.lists(ENTRIES, max_size=3))
FIELDS = {name: ListColumn(column=name) for name in LISTS}


def options(**changed: object) -> ItemMap:
    values = {"id": "aa", "name": "x", "region": "51", "place": "样例", "source": "x", **FIELDS}
    return ItemMap(**{**values, **changed})  # type: ignore[arg-type]


def read(cells: dict[str, object], rules: ItemMap, agencies: tuple[Agency, ...] = ()):
    seen = Cells(rules, {element: element for element in LABELS})
    seen.enter(Row(line=2, cells=cells))
    names = Names(rules, agencies, ())
    return ServiceReader(rules, seen, names).read(), seen, names


@given(st.dictionaries(st.sampled_from([*LABELS, *LISTS]), VALUES, max_size=12))
def test_no_cell_stops_the_import_and_the_service_can_be_read_back(cells):
    row = {"task_name": "甲证", "dept_name": "样例局", "task_code": "A-1", **cells}
    found, seen, _ = read(row, options())
    if isinstance(found, Draft):
        encoded = msgspec.json.encode(found.service)
        assert msgspec.json.decode(encoded, type=Service) == found.service
        assert all(remark.line == 2 and remark.reason for remark in seen.unread)
    else:
        assert found
        assert all(fault.reason.startswith("缺") for fault in found)


def test_what_is_not_understood_stays_with_the_item():
    row = {"task_name": "甲", "dept_name": "乙", "task_code": "A-1", "promise_day": "看情况"}
    found, seen, _ = read({**row, "handle_type": "窗口"}, options())
    assert isinstance(found, Draft)
    assert found.item.kept == {"promise_day": "看情况", "handle_type": "窗口"}
    assert [remark.field for remark in seen.unread] == ["task_code", "promise_day"]
    assert found.service.channels == ("window",)


def test_an_agency_of_the_map_keeps_the_id_and_is_made_when_the_folder_lacks_it():
    row = {"task_name": "甲", "dept_name": "样例局", "task_code": "A-1"}
    rules = options(agencies={"样例局": "civil-affairs"})
    known = Agency(id="civil-affairs", name="县级民政局")
    for agencies, made in (((), ["civil-affairs"]), ((known,), [])):
        found, _, names = read(row, rules, agencies)
        assert isinstance(found, Draft)
        assert found.service.agency == "civil-affairs"
        assert [agency.id for agency in names.agencies()] == made
