"""`kiosk journal verify` on a journal that somebody or a disk has changed."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome
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


def spoil_header(data: Path) -> None:
    with contextlib.closing(sqlite3.connect(data / "journal.db")) as db, db:
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
