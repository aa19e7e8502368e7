"""The date picker: year, month, day; only days that may be chosen."""

import pytest

from kiosk.ui.date_cells import DateCell, DateCells


@pytest.fixture
def cells(qapp: object) -> DateCells:
    made = DateCells()
    made.setProperty("least", "2026-11-21")
    made.setProperty("most", "2027-11-21")
    return made


def rows(cells: DateCells) -> list[DateCell]:
    return list(cells.property("cells").rows)


def usable(cells: DateCells) -> list[int]:
    return [row.key for row in rows(cells) if row.usable]


def test_two_years_begin_with_the_month(cells: DateCells) -> None:
    assert cells.property("level") == "month"
    assert usable(cells) == [11, 12]


def test_only_days_in_range_can_be_chosen(cells: DateCells) -> None:
    cells.press(11)
    assert usable(cells) == list(range(21, 31))
    assert [row.hint for row in rows(cells)][20] == "周六"


def test_three_touches_pick_a_day(cells: DateCells) -> None:
    picked: list[str] = []
    cells.picked.connect(picked.append)
    cells.show("year")
    assert usable(cells) == [2026, 2027]
    for key in (2027, 3, 5):
        cells.press(key)
    assert picked == ["2027-03-05"]
    assert [row.key for row in rows(cells) if row.chosen] == [5]


def test_a_leap_day_exists_in_its_year_only(cells: DateCells) -> None:
    cells.setProperty("least", "1900-01-01")
    cells.show("year")
    assert len(rows(cells)) == 20
    while 1960 not in usable(cells):
        cells.turn(-1 if usable(cells)[0] > 1960 else 1)
    cells.press(1960)
    cells.press(2)
    assert usable(cells)[-1] == 29


def test_pages_of_years_end_at_both_ends(cells: DateCells) -> None:
    cells.setProperty("least", "1900-01-01")
    cells.show("year")
    for _ in range(20):
        cells.turn(-1)
    assert usable(cells)[0] == 1900
    assert not cells.property("hasEarlier")
    for _ in range(20):
        cells.turn(1)
    assert usable(cells)[-1] == 2027
    assert not cells.property("hasLater")


def test_a_day_chosen_before_is_shown(cells: DateCells) -> None:
    cells.setProperty("day", "2026-12-24")
    assert (cells.property("yearText"), cells.property("monthText")) == ("2026年", "12月")
    assert [row.key for row in rows(cells) if row.chosen] == [24]


def test_days_without_room_take_a_second_page(cells: DateCells) -> None:
    cells.setProperty("daysShown", 22)
    cells.press(12)
    assert [row.key for row in rows(cells)] == list(range(1, 23))
    assert not cells.property("hasEarlier")
    cells.turn(1)
    assert [row.key for row in rows(cells)] == list(range(23, 32))
    assert not cells.property("hasLater")
    cells.press(24)
    assert [row.key for row in rows(cells) if row.chosen] == [24]
    cells.show("month")
    cells.press(12)
    assert 24 in [row.key for row in rows(cells)]
    cells.show("month")
    cells.press(11)
    assert rows(cells)[0].key == 1
