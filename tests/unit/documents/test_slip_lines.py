"""The slip in lines of type: nothing of the list is missing, everything fits, trips are told."""

import pytest

from kiosk.documents.line_breaks import columns
from kiosk.documents.slip_content import errands
from kiosk.documents.slip_lines import COLUMNS, list_slip, trial_slip
from kiosk.domain import wording
from kiosk.domain.checklist import FeeLine, Fees, Use
from kiosk.ports.slips import Slip, SlipCode, SlipLine
from tests.unit.documents.sample import a_checklist, a_material, a_sheet, a_step

WIDTHS = sorted(COLUMNS.values())


def text_of(slip: Slip) -> str:
    """Return all text without white space."""
    return "".join("".join(p.text for p in slip.parts if isinstance(p, SlipLine)).split())


def too_wide(slip: Slip, width: int) -> list[str]:
    """Return the lines that do not fit."""
    lines = [part for part in slip.parts if isinstance(part, SlipLine)]
    return [
        line.text
        for line in lines
        if columns(line.text) * (2 if line.size == "double" else 1) > width
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("large", [False, True])
def test_the_slip_says_everything_and_fits(width: int, large: bool) -> None:
    sheet = a_sheet(large=large)
    slip = list_slip(sheet, width)
    text, checklist = text_of(slip), sheet.checklist
    wanted = [wording.material_name(m) for m in checklist.materials]
    wanted += [wording.STATUS_TITLES[m.status] for m in checklist.materials if m.status != "bring"]
    wanted += [f"{s.n}.{s.name}" for s in checklist.steps] + [s.agency for s in checklist.steps]
    wanted += [n.name for n in checklist.not_needed] + [u.ask for u in checklist.undetermined]
    wanted += ["怎么弄清：问房东", "加上食品经营许可", "不用再加", "居民身份证", "复印件4份"]
    wanted += ["要带2样", "大约3趟", "资料核对到2026-11-01", "第12版", "䶮村便民服务站"]
    wanted += [wording.FOOT_LINE, "有疑问请打12345。", "2026-11-2109:30"]
    assert [w for w in wanted if "".join(w.split()) not in text] == []
    assert too_wide(slip, width) == []
    assert [p.text for p in slip.parts if isinstance(p, SlipCode)] == [sheet.code]


def test_what_one_must_know_is_set_in_large_type() -> None:
    slip = list_slip(a_sheet(), 48)
    small = "".join(p.text for p in slip.parts if isinstance(p, SlipLine) and p.size == "normal")
    for needed in ("12345", "房子的凭据", "复印件", "到哪里办", "不是受理凭证"):
        assert needed not in small
    large = list_slip(a_sheet(large=True), 48)
    assert {p.size for p in large.parts if isinstance(p, SlipLine)} == {"double"}


def _used_by(evidence: str, *services: str) -> object:
    uses = tuple(
        Use(service=s, status="bring", original="show", originals=1, copies=0) for s in services
    )
    return a_material(evidence, evidence, uses=uses)


def _two_places(**change: object) -> object:
    steps = (a_step(1, 1, "a", "甲事"), a_step(2, 2, "b", "乙事", agency="县医保局"))
    materials = (_used_by("身份证", "a", "b"), _used_by("户口簿", "b"))
    fields = {"steps": steps, "materials": materials, "trips": 2, "trips_estimate": False}
    return a_checklist(**{**fields, **change})


def test_papers_stand_under_the_trip_that_needs_them_first() -> None:
    first, second = errands(_two_places())  # type: ignore[arg-type]
    assert first.heading == "第1趟到县市场监管局，带："
    assert [m.plain for m in first.papers] == ["身份证"] and first.again == ()
    assert second.heading == "第2趟到县医保局，带："
    assert [m.plain for m in second.papers] == ["户口簿"] and second.again == ("身份证",)
    slip = list_slip(a_sheet(checklist=_two_places()), 48)
    assert "还有上面写过的身份证" in text_of(slip)


@pytest.mark.parametrize("change", [{"trips_estimate": True}, {"trips": 3}])
def test_trips_are_not_numbered_where_their_number_is_not_sure(change: dict[str, object]) -> None:
    found = errands(_two_places(**change))  # type: ignore[arg-type]
    assert [e.heading for e in found] == ["到县市场监管局，带：", "再到县医保局，带："]


def test_one_place_needs_no_trips() -> None:
    (one,) = errands(_two_places(steps=(a_step(1, 1, "a", "甲事"), a_step(2, 1, "b", "乙事"))))  # type: ignore[arg-type]
    assert one.heading == "要带的" and len(one.papers) == 2


def test_no_paper_is_lost_when_its_service_is_no_step() -> None:
    found = errands(_two_places(steps=(a_step(1, 1, "a", "甲事"),)))  # type: ignore[arg-type]
    assert [m.plain for e in found for m in e.papers] == ["身份证", "户口簿"]


def test_what_is_not_known_says_what_to_ask_for() -> None:
    unknown = Fees(total="0.00", currency="CNY", unknown=True)
    yearly = FeeLine(amount=None, currency="CNY", note="每年公布", status="unverified")
    step = a_step(1, 1, "a", "甲事", fee=(yearly,))
    sheet = a_sheet(checklist=a_checklist(fees=unknown, trips=0, steps=(step,)))
    text = text_of(list_slip(sheet, 48))
    assert "要带2样，跑几趟请向窗口确认，至少6个工作日，多少钱请向窗口确认" in text
    assert "3个工作日；多少钱请向窗口确认（每年公布）" in text


def test_a_form_is_named_once() -> None:
    form = a_material("form", "申请表", "fill", name="烟证申请表", form="烟证申请表")
    text = text_of(list_slip(a_sheet(checklist=a_checklist(materials=(form,))), 48))
    assert text.count("烟证申请表") == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_slip_of_codes_numbers_them(width: int) -> None:
    slip = list_slip(a_sheet(phone_codes=("第一部分", "第二部分")), width)
    assert [p.text for p in slip.parts if isinstance(p, SlipCode)] == ["第一部分", "第二部分"]
    text = text_of(slip)
    assert "第2个，共2个" in text and "每个码都要扫" in text and too_wide(slip, width) == []
    assert "不是受理凭证" in text
    one = text_of(list_slip(a_sheet(phone_codes=("一",)), width))
    assert "共1个" not in one and "每个" not in one


@pytest.mark.parametrize("width", WIDTHS)
def test_the_test_page_has_a_ruler_of_the_whole_width(width: int) -> None:
    slip = trial_slip("谯城区便民服务站", "2026-11-21 09:30", width)
    assert any(isinstance(p, SlipLine) and columns(p.text) == width for p in slip.parts)
    assert too_wide(slip, width) == []
