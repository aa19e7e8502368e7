from pathlib import Path

import pytest

from kiosk.store.frozen_journals import finish_freezing, freeze, frozen_numbers

BEFORE = {
    "journal.db": "old journal",
    "device.key": "old key",
    "device-next.key": "new key",
    "journal-next.db": "new journal",
}
AFTER = {
    "journal-0000007.db": "old journal",
    "device-0000007.key": "old key",
    "device.key": "new key",
    "journal.db": "new journal",
}


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.mark.parametrize("renamed_before_the_cut", range(5))
def test_a_power_cut_between_any_two_renames_is_made_good(
    tmp_path: Path, renamed_before_the_cut: int
) -> None:
    for name, text in BEFORE.items():
        (tmp_path / name).write_text(text)
    pairs = zip(BEFORE, AFTER, strict=True)
    for old, new in list(pairs)[:renamed_before_the_cut]:
        (tmp_path / old).replace(tmp_path / new)
    if renamed_before_the_cut == 0:
        freeze(tmp_path, 7)
    else:
        finish_freezing(tmp_path)
    assert files(tmp_path) == AFTER
    finish_freezing(tmp_path)
    assert files(tmp_path) == AFTER
    assert list(frozen_numbers(tmp_path)) == [7]


def test_a_usual_start_and_a_renewal_that_got_no_answer_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_text("journal")
    (tmp_path / "journal-next.db").write_text("next")
    finish_freezing(tmp_path)
    assert files(tmp_path) == {"journal.db": "journal", "journal-next.db": "next"}
