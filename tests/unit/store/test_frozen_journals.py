from pathlib import Path

import pytest

from kiosk.journal.author import EntryDraft
from kiosk.store.frozen_journals import (
    NEXT_JOURNAL,
    drop_frozen,
    finish_freezing,
    freeze,
    frozen_journal,
    frozen_numbers,
)
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.store.journal_glance import glance
from tests.journals import MIGRATIONS, an_author, open_journal

BEFORE = {
    "journal.db": "old journal",
    "journal.db-wal": "old log",
    "device.key": "old key",
    "device-next.key": "new key",
    "journal-next.db": "new journal",
}
AFTER = {
    "journal-0000007.db": "old journal",
    "journal-0000007.db-wal": "old log",
    "device-0000007.key": "old key",
    "device.key": "new key",
    "journal.db": "new journal",
}


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.mark.parametrize("renamed_before_the_cut", range(6))
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


def test_a_log_that_somebody_held_open_goes_with_its_journal(tmp_path: Path) -> None:
    """SQLite brings its log into the file when the last one closes it: a reader comes between."""
    journal, author = open_journal(tmp_path), an_author()
    journal.write(lambda tx: author.append(tx, EntryDraft(type="health")))
    SqliteJournalStore(tmp_path / NEXT_JOURNAL, MIGRATIONS).close()
    with glance(tmp_path / "journal.db") as reader:
        assert reader.tip()[0] == 1
        journal.close()
        assert (tmp_path / "journal.db-wal").stat().st_size > 0, "there is no log to lose"
        freeze(tmp_path, 7)
    frozen = SqliteJournalStore(frozen_journal(tmp_path, 7), MIGRATIONS)
    following = open_journal(tmp_path)
    assert (frozen.tip()[0], following.tip()[0]) == (1, 0)
    frozen.close()
    following.close()
    drop_frozen(tmp_path, 7)
    assert [path.name for path in tmp_path.glob("*0000007*")] == []
