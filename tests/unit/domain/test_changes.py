"""What differs between two lists, in numbers and in words."""

from msgspec.structs import replace

from kiosk.domain.changes import Change, compare
from kiosk.domain.checklist import Duration, FeeLine, Fees, StopLine
from tests.unit.domain.lists import a_list, a_material

STEP = a_list().steps[0]


def test_a_list_does_not_differ_from_itself() -> None:
    same = compare(a_list(), a_list())
    assert (same.to_bring, same.steps, same.trips, same.days, same.fee) == (0, 0, 0, 0, "0.00")
    assert same.changes == ()


def test_numbers_are_new_minus_old() -> None:
    new = a_list(
        materials=(a_material(), a_material("photo"), a_material("form", status="fill")),
        steps=(),
        trips=3,
        duration=Duration(
            critical_path_days=1,
            sequential_days=1,
            unit="working",
            lower_bound=False,
            ready_on=None,
        ),
        fees=Fees(total="20.00", currency="CNY", unknown=False),
    )
    forth, back = compare(a_list(), new), compare(new, a_list())
    numbers = (forth.to_bring, forth.steps, forth.trips, forth.days, forth.fee)
    assert numbers == (1, -1, 2, -2, "20.00")
    assert (back.to_bring, back.steps, back.trips, back.days, back.fee) == (-1, 1, -2, 2, "-20.00")


def test_papers_are_named_with_holder_status_and_counts() -> None:
    old = a_list(materials=(a_material(), a_material("deed", plain="房产证")))
    new = a_list(
        materials=(
            a_material(status="ask", copies=2),
            a_material(holder="agent", originals=1, copies=0),
        )
    )
    assert compare(old, new).changes == (
        Change(
            kind="changed",
            what="身份证",
            then="要带的：原件1份，复印件1份",
            now="请向窗口确认：原件1份，复印件2份",
        ),
        Change(kind="added", what="身份证（代办人）", then=None, now="要带的：原件1份"),
        Change(kind="removed", what="房产证", then="要带的：原件1份，复印件1份", now=None),
    )


def test_steps_are_named_with_days_and_fee() -> None:
    open_days = replace(STEP.days, promised=None, unit=None)
    fee = FeeLine(amount="12.50", currency="CNY", note=None, status="verified")
    new = a_list(
        steps=(replace(STEP, fee=(fee,)), replace(STEP, service="x", days=open_days, fee=()))
    )
    assert compare(a_list(), new).changes == (
        Change(
            kind="changed",
            what="步骤：营业执照（设立登记）",
            then="3个工作日，不收费",
            now="3个工作日，12元5角",
        ),
        Change(
            kind="added",
            what="步骤：营业执照（设立登记）",
            then=None,
            now="时限请向窗口确认，收费请向窗口确认",
        ),
    )


def test_a_stop_that_appears_is_named_by_its_reason() -> None:
    stop = StopLine(
        id="in-person",
        reason="要本人到场",
        basis=None,
        instead="请本人来",
        instead_topic=None,
        service=None,
    )
    [change] = compare(a_list(), a_list(stops=(stop,), state="blocked")).changes
    assert (change.kind, change.what) == ("added", "要本人到场")


def test_two_lines_of_one_paper_are_compared_one_by_one() -> None:
    old = a_list(materials=(a_material(copies=3), a_material()))
    new = a_list(materials=(a_material(copies=4), a_material()))
    [change] = compare(old, new).changes
    assert change.then == "要带的：原件1份，复印件3份"
    assert change.now == "要带的：原件1份，复印件4份"
