"""A stick carries what the journal of an old number owes; nothing but the hub's answer counts."""

import contextlib
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.store.database import reading
from hub.store.tables import blob_due, body, held_entry
from tests.cli.conftest import Outcome
from tests.cli.frozen_kiosk import NEW, OLD, rolled_back
from tests.live_hub import Listening, listening

Kiosk = Callable[..., Outcome]
MARK = f"old-{OLD:07}-"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


def lines(stick: Path) -> list[str]:
    said = (stick / "怎么送.txt").read_text("utf-8").splitlines()
    return [line for line in said if line.startswith("curl")]


def carry(stick: Path) -> None:
    for line in lines(stick):
        subprocess.run([*line.split(), "--silent"], cwd=stick, check=True, timeout=30)


def held(hub: Listening) -> list[str]:
    with reading(hub.assembly.engine) as db:
        return sorted(bytes(one).hex() for (one,) in db.execute(select(held_entry.c.hash)))


def missing(hub: Listening) -> int:
    """Return how many attachments the hub waits for."""
    with reading(hub.assembly.engine) as db:
        due = set(db.execute(select(blob_due.c.sha256)).scalars())
        return len(due - set(db.execute(select(body.c.sha256)).scalars()))


def states(data: Path) -> list[int]:
    """Return what the old journal says of its entries: 0 not delivered, 1 chained, 3 held."""
    with contextlib.closing(sqlite3.connect(data / f"journal-{OLD:07}.db")) as db:
        return [state for (state,) in db.execute("SELECT state FROM entry ORDER BY seq")]


@pytest.fixture
def owed(hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path) -> list[str]:
    """The hashes of two filings that an old number owes; the new number owes one."""
    kept = rolled_back(hub, kiosk, data, tmp_path, owed=2)
    assert kiosk("file", str(tmp_path / "plain.json")).code == 0
    return sorted(one["hash"] for one in kept)


def test_one_stick_carries_the_new_number_and_the_old(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path, owed: list[str]
) -> None:
    stick = tmp_path / "stick"
    assert kiosk("journal", "export", stick).code == 0
    names = [line.removeprefix("curl -K ").removesuffix(".curl") for line in lines(stick)]
    assert names[:2] == ["entries-0001", f"{MARK}entries-0001"]
    assert len(names) == len(set(names)) == 6, "two attachments of two pieces each"
    assert all((stick / f"{name}.body").is_file() for name in names)
    carry(stick)
    assert held(hub) == owed and hub.assembly.counts().filings == 3
    assert missing(hub) == 0 and len(list((data / "attachments").iterdir())) == 2
    assert states(data)[-2:] == [0, 0], "nobody has said here that they arrived"
    for _ in range(2):
        taken = kiosk("journal", "import", stick, "--json")
        assert taken.code == 0 and taken.json == {"answers": 2, "through": 1}
        assert states(data)[-2:] == [3, 3]
    assert kiosk("journal", "verify").code == 0
    assert kiosk("journal", "export", tmp_path / "next").code == 0
    assert not [line for line in lines(tmp_path / "next") if "entries-" in line]
    done = kiosk("sync", "--once", "--json")
    assert done.code == 0 and done.json["journal"]["sent"] == 0 and done.err == ""
    assert held(hub) == owed and not hub.assembly.verify().flaws
    assert kiosk("journal", "export", tmp_path / "last").code == 0
    assert lines(tmp_path / "last") == []


def test_network_and_stick_may_deliver_the_same(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path, owed: list[str]
) -> None:
    stick = tmp_path / "stick"
    kiosk("journal", "export", stick)
    assert kiosk("sync", "--once").code == 0 and states(data)[-2:] == [3, 3]
    carry(stick)
    assert kiosk("journal", "import", stick).code == 0
    assert held(hub) == owed and states(data)[-2:] == [3, 3]
    assert hub.assembly.counts().filings == 3 and not hub.assembly.verify().flaws
    assert kiosk("sync", "--once").err == "" and kiosk("journal", "verify").code == 0


def test_a_stick_from_before_the_new_number_is_taken_into_the_old_journal(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path, owed: list[str]
) -> None:
    stick = tmp_path / "stick"
    kiosk("journal", "export", stick)
    for path in (*stick.glob("entries-*"), *stick.glob("file-*")):
        path.unlink()
    for path in stick.glob(f"{MARK}*"):
        text = path.read_bytes().replace(MARK.encode(), b"")
        (stick / path.name.removeprefix(MARK)).write_bytes(text)
        path.unlink()
    how = stick / "怎么送.txt"
    how.write_text("\n".join(f"curl -K {one.name}" for one in sorted(stick.glob("*.curl"))))
    carry(stick)
    taken = kiosk("journal", "import", stick, "--json")
    assert taken.code == 0 and taken.json == {"answers": 1, "through": 0}
    assert states(data)[-2:] == [3, 3] and held(hub) == owed


def test_an_answer_that_is_not_the_hubs_changes_nothing_and_stops_no_other(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path, owed: list[str]
) -> None:
    stick = tmp_path / "stick"
    kiosk("journal", "export", stick)
    carry(stick)
    answer, sent = stick / f"{MARK}entries-0001.answer", stick / f"{MARK}entries-0001.body"
    genuine, was = answer.read_bytes(), sent.read_bytes()
    other = (stick / "entries-0001.answer").read_bytes()
    forged = genuine.replace(b'"sig":"', b'"sig":"AA')
    for came, code in ((b"<html>", 2), (forged, 3), (other, 3)):
        answer.write_bytes(came)
        taken = kiosk("journal", "import", stick, "--json")
        assert taken.code == code and taken.json == {"answers": 1, "through": 1}
        assert states(data)[-2:] == [0, 0]
    answer.write_bytes(genuine)
    sent.write_bytes(was + b"x")
    assert kiosk("journal", "import", stick).code == 3 and states(data)[-2:] == [0, 0]
    sent.write_bytes(was)
    (stick / "entries-0001.answer").write_bytes(b"<html>")
    failed = kiosk("journal", "import", stick)
    assert failed.code == 2 and "entries-0001.answer" in failed.err
    assert states(data)[-2:] == [3, 3], "the other journal's answer was in order"


def test_a_revoked_number_is_told_and_what_it_owes_stays_owed(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path, owed: list[str]
) -> None:
    stick = tmp_path / "stick"
    kiosk("journal", "export", stick)
    hub.assembly.sites.change(OLD, "revoked", "test")
    carry(stick)
    taken = kiosk("journal", "import", stick, "--json")
    assert taken.code == 5 and "停用" in taken.err
    assert taken.json == {"answers": 1, "through": 1}
    assert held(hub) == [] and states(data)[-2:] == [0, 0]


def test_what_the_disk_damaged_stays_behind_and_is_told(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path, owed: list[str]
) -> None:
    first, second = (data / "attachments").iterdir()
    first.write_bytes(first.read_bytes()[:-1] + b"x")
    stick = tmp_path / "stick"
    told = kiosk("journal", "export", stick)
    assert told.code == 3 and "1个附件" in told.err and len(lines(stick)) == 4
    second.unlink()
    told = kiosk("journal", "export", stick)
    assert told.code == 3 and "2个附件" in told.err and len(lines(stick)) == 2
    (data / f"device-{OLD:07}.key").unlink()
    told = kiosk("journal", "export", stick)
    assert told.code == 3 and f"device-{OLD:07}.key" in told.err
    assert lines(stick) == ["curl -K entries-0001.curl"]
    carry(stick)
    assert kiosk("journal", "import", stick, "--json").json == {"answers": 1, "through": 1}
    assert NEW > OLD and held(hub) == []
