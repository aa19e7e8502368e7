"""`kiosk journal verify` on a journal that somebody or a disk has changed."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome
from tests.cli.frozen_kiosk import OLD, rolled_back
from tests.cli.test_filing import answered, write_form
from tests.live_hub import Listening, listening

Kiosk = Callable[..., Outcome]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


def spoil_key(data: Path) -> None:
    (data / "device.key").write_bytes(bytes(32))


def spoil_attachment(data: Path) -> None:
    (path,) = (data / "attachments").iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def lose_attachment(data: Path) -> None:
    (path,) = (data / "attachments").iterdir()
    path.unlink()


def spoil_receipt(data: Path) -> None:
    with contextlib.closing(sqlite3.connect(data / "journal.db")) as db, db:
        db.execute("UPDATE filing_stub SET filed_day = '20200101'")


def spoil_header(data: Path, name: str = "journal.db") -> None:
    with contextlib.closing(sqlite3.connect(data / name)) as db, db:
        db.execute("UPDATE entry SET header = replace(header, 'topic', 'tapic')")


def spoil_pages(data: Path) -> None:
    path = data / "journal.db"
    path.write_bytes(b"x" * path.stat().st_size)


def empty_journal(data: Path) -> None:
    (data / "journal.db").write_bytes(b"")


def lose_journal(data: Path) -> None:
    (data / "journal.db").unlink()


@pytest.mark.parametrize(
    "spoil",
    [
        empty_journal,
        lose_journal,
        spoil_key,
        spoil_attachment,
        lose_attachment,
        spoil_receipt,
        spoil_header,
        spoil_pages,
    ],
)
def test_verify_ends_in_4_whatever_was_changed(
    hub: Listening,
    kiosk: Kiosk,
    data: Path,
    tmp_path: Path,
    spoil: Callable[[Path], None],
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" + bytes(300))
    kiosk("file", str(write_form(tmp_path / "f.json", answered(kiosk), signature="photo.jpg")))
    sound = kiosk("journal", "verify", "--json")
    assert sound.code == 0 and sound.json == {"entries": 1, "flaws": []}
    spoil(data)
    checked = kiosk("journal", "verify", "--json")
    assert checked.code == 4 and checked.json["flaws"], checked
    assert kiosk("journal", "verify").code == 4


def test_a_kiosk_that_never_enrolled_has_nothing_to_verify(kiosk: Kiosk) -> None:
    assert kiosk("journal", "verify", "--json").json == {"entries": 0, "flaws": []}


def spoil_old_header(data: Path) -> None:
    spoil_header(data, f"journal-{OLD:07}.db")


def spoil_old_pages(data: Path) -> None:
    path = data / f"journal-{OLD:07}.db"
    path.write_bytes(b"x" * path.stat().st_size)


def lose_old_key(data: Path) -> None:
    (data / f"device-{OLD:07}.key").unlink()


@pytest.mark.parametrize(
    "spoil", [spoil_old_header, spoil_old_pages, lose_old_key, lose_attachment, lose_journal]
)
def test_verify_looks_at_the_journal_of_an_old_number_and_names_it(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    rolled_back(hub, kiosk, data, tmp_path)
    sound = kiosk("journal", "verify", "--json")
    assert sound.code == 0 and sound.json == {"entries": 2, "flaws": []}
    spoil(data)
    checked = kiosk("journal", "verify", "--json")
    assert checked.code == 4 and set(checked.json) == {"entries", "flaws"}
    (flaw,) = checked.json["flaws"]
    assert flaw["message"].startswith(f"原来的号码 {OLD:07}：") == (spoil is not lose_journal)
    assert "停止收件" not in flaw["message"] or spoil is lose_journal
    assert flaw["message"] in kiosk("journal", "verify").out


def test_a_power_cut_while_the_journal_is_frozen_is_no_flaw(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path
) -> None:
    rolled_back(hub, kiosk, data, tmp_path)
    for was, before in (
        ("journal.db", "journal-next.db"),
        ("device.key", "device-next.key"),
        (f"device-{OLD:07}.key", "device.key"),
    ):
        (data / was).replace(data / before)
    checked = kiosk("journal", "verify", "--json")
    assert checked.code == 0 and checked.json == {"entries": 2, "flaws": []}
    assert kiosk("sync", "--once").code == 0
    assert kiosk("journal", "verify").code == 0
