"""Filing and sync as people call them: enrol, file with the network down, sync when it is up."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.store.database import reading
from hub.store.tables import held_entry
from tests.cli.conftest import Outcome
from tests.journals import NAME, NUMBER, PHONE
from tests.live_hub import Listening, listening

Kiosk = Callable[..., Outcome]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


def answered(kiosk: Kiosk) -> dict[str, str]:
    """Return answers to every question of a topic."""
    answers: dict[str, str] = {}
    while True:
        given = [
            word for name, value in answers.items() for word in ("--answer", f"{name}={value}")
        ]
        question = kiosk("questions", "elder-allowance", *given, "--json").json["next_question"]
        if question is None:
            return answers
        options = question["options"]
        answers[question["id"]] = options[0]["id"] if options else "80"


def write_form(path: Path, answers: dict[str, str], **given: Any) -> Path:
    form: dict[str, Any] = {
        "topic": "elder-allowance",
        "region": "341602",
        "answers": answers,
        "applicant": {"name": NAME, "number": NUMBER, "phone": PHONE, "address": "试用村1号"},
        "agent": None,
        "materials": [],
        "delivery": {"method": "pickup", "address": None},
        "consent": True,
        "signature": None,
    }
    path.write_text(json.dumps(form | given), "utf-8")
    return path


def test_enrol_file_offline_and_sync(hub: Listening, kiosk: Kiosk, tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.json", answered(kiosk))
    assert kiosk("file", str(form)).code == 5
    made = kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token(), "--json")
    assert made.json["kiosk_no"] == 42017 and made.json["region"] == "341602"
    kept = kiosk("file", str(form), "--json").json
    assert (kept["seq"], kept["state"]) == (1, "filed")
    assert kiosk("journal", "list", "--json").json[0]["state"] == "kept"
    done = kiosk("sync", "--once", "--json").json
    assert done["journal"] == {"head": 1, "through": 1, "sent": 1}
    assert set(done) == {"hub", "journal", "feed", "catalog", "clock"}
    status = kiosk("status", kept["receipt"], "--code", kept["query_code"], "--json").json
    assert status["status"] == "delivered"
    assert kiosk("journal", "verify").code == 0
    assert hub.assembly.counts().filings == 1


def test_a_receipt_is_written_as_files(hub: Listening, kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    form = write_form(
        tmp_path / "form.json",
        answered(kiosk),
        materials=[{"evidence": "household-book", "have": True, "files": []}],
    )
    a4, slip = tmp_path / "a4.pdf", tmp_path / "slip.pdf"
    kept = kiosk("file", str(form), "--pdf", str(a4), "--receipt", str(slip), "--json").json
    for path in (a4, slip):
        program = shutil.which("pdftotext") or "install poppler-utils"
        read = subprocess.run([program, "-raw", path, "-"], capture_output=True, check=True)
        text = "".join(read.stdout.decode().split())
        assert kept["receipt"] in text and kept["query_code"] in text and "户口" in text
        assert NAME not in text and NUMBER not in text and PHONE not in text


def test_a_decision_of_the_hub_is_seen_after_the_next_sync(
    hub: Listening, kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    kept = kiosk("file", str(write_form(tmp_path / "f.json", answered(kiosk))), "--json").json
    kiosk("sync", "--once")
    hub.assembly.status.decide(
        kept["receipt"], "needs_supplement", actor="t", text_id="x", need=("id-card",)
    )
    assert kiosk("sync", "--once", "--json").json["feed"] == {"after": 1, "received": 1}
    said = kiosk("status", kept["receipt"], "--code", kept["query_code"])
    assert "要补材料" in said.out and "id-card" in said.out


def test_without_the_hub_sync_ends_in_3_and_filing_goes_on(kiosk: Kiosk, tmp_path: Path) -> None:
    with listening(tmp_path / "hub") as hub:
        kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    form = write_form(tmp_path / "f.json", answered(kiosk))
    assert kiosk("file", str(form)).code == 0
    failed = kiosk("sync", "--once")
    assert failed.code == 3 and "网络" in failed.err


def test_a_wrong_token_or_hub_enrols_nothing(hub: Listening, kiosk: Kiosk) -> None:
    token = hub.typed_token()
    assert kiosk("enrol", "--hub", "ftp://x", "--token", token).code == 2
    assert kiosk("enrol", "--hub", hub.origin, "--token", "abc").code == 2
    other_root = f"{token[:33]}{'0' * 32}"
    assert kiosk("enrol", "--hub", hub.origin, "--token", other_root).code == 3
    other_secret = f"{'0' * 32}{token[32:]}"
    assert kiosk("enrol", "--hub", hub.origin, "--token", other_secret).code == 5
    assert kiosk("enrol", "--hub", hub.origin, "--token", token).code == 0
    assert kiosk("enrol", "--hub", hub.origin, "--token", token).code == 5


@pytest.mark.parametrize(
    ("text", "says"),
    [("{", "JSON"), ("[]", "最外层"), ('{"topic":1}', "topic"), (None, "读不了")],
)
def test_a_form_that_cannot_be_read_is_named(
    kiosk: Kiosk, tmp_path: Path, text: str | None, says: str
) -> None:
    path = tmp_path / "form.json"
    if text is not None:
        path.write_text(text, "utf-8")
    failed = kiosk("file", str(path))
    assert failed.code == 2 and says in failed.err


def test_a_picture_that_is_not_taken_is_named_by_what_it_stands_for(
    hub: Listening, kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    form = str(write_form(tmp_path / "f.json", answered(kiosk), signature="photo.jpg"))
    absent = kiosk("file", form)
    assert absent.code == 2 and "signature 的照片读不了" in absent.err
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" + bytes(8 * 1024 * 1024))
    large = kiosk("file", form)
    assert large.code == 2 and "signature 的照片太大" in large.err and "8 MB" in large.err
    (tmp_path / "photo.jpg").write_bytes(b"GIF89a")
    assert "JPEG" in kiosk("file", form).err
    assert kiosk("journal", "list", "--json").json == []


def test_a_wrong_query_code_tells_nothing(hub: Listening, kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    kept = kiosk("file", str(write_form(tmp_path / "f.json", answered(kiosk))), "--json").json
    wrong = "00000000" if kept["query_code"] != "00000000" else "11111111"
    assert kiosk("status", kept["receipt"], "--code", wrong).code == 5
    assert kiosk("status", kept["receipt"], "--code", "12").code == 2
    assert kiosk("status", kept["receipt"][:-1] + "x", "--code", wrong).code == 2


def test_a_stick_carries_what_the_network_does_not(
    hub: Listening, kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" + bytes(300_000))
    form = write_form(tmp_path / "f.json", answered(kiosk), signature="photo.jpg")
    kept = kiosk("file", str(form), "--json").json
    stick = tmp_path / "stick"
    assert kiosk("journal", "import", str(stick)).code == 2
    assert kiosk("journal", "export", str(stick)).code == 0
    for line in (stick / "怎么送.txt").read_text("utf-8").splitlines():
        if line.startswith("curl"):
            subprocess.run([*line.split(), "--silent"], cwd=stick, check=True, timeout=30)
    assert hub.assembly.counts().filings == 1
    for _ in range(2):
        assert kiosk("journal", "import", str(stick), "--json").json == {
            "answers": 1,
            "through": 1,
        }
    done = kiosk("sync", "--once", "--json").json
    assert done["journal"]["sent"] == 0
    status = kiosk("status", kept["receipt"], "--code", kept["query_code"], "--json").json
    assert status["status"] == "delivered"


def test_a_stick_on_which_something_else_came_back_is_told_and_changes_nothing(
    hub: Listening, kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    kiosk("file", str(write_form(tmp_path / "f.json", answered(kiosk))))
    stick = tmp_path / "stick"
    assert kiosk("journal", "export", str(stick)).code == 0
    answer, body = stick / "entries-0001.answer", stick / "entries-0001.body"
    signed = b'{"payload":"YQ","kid":"x","sig":"YQ"}'
    for came in (b"", b"<html>", b"\xff\xfe", b"[" * 100_000, b" " * 2_000_000):
        answer.write_bytes(came)
        assert kiosk("journal", "import", str(stick)).code == 2
    answer.write_bytes(signed)
    assert kiosk("journal", "import", str(stick)).code == 3
    body.unlink()
    without = kiosk("journal", "import", str(stick))
    assert without.code == 2 and body.name in without.err
    answer.unlink()
    os.mkfifo(answer)
    assert kiosk("journal", "import", str(stick)).code == 2
    assert kiosk("journal", "export", str(stick)).code == 0
    assert not answer.exists(), "an answer to an earlier journey would be taken for this one's"
    assert kiosk("journal", "list", "--json").json[0]["state"] == "kept"


def test_a_disk_that_was_rolled_back_gets_a_new_number_and_loses_nothing(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    form = str(write_form(tmp_path / "f.json", answered(kiosk)))
    kiosk("file", form)
    old = shutil.copytree(data, tmp_path / "old")
    kiosk("file", form)
    assert kiosk("sync", "--once").code == 0
    assert kiosk("enrol", "--hub", hub.origin, "--again").code == 5
    shutil.rmtree(data)
    shutil.copytree(old, data)
    kept = kiosk("file", form, "--json").json  # another filing under a number that is used
    assert kiosk("sync", "--once").code == 5
    assert kiosk("file", form).code == 5
    again = kiosk("enrol", "--hub", hub.origin, "--again", "--json").json
    assert again["kiosk_no"] == 42018
    assert kiosk("file", form, "--json").json["receipt"].startswith("0042018")
    assert kiosk("sync", "--once").code == 0
    assert hub.assembly.counts().filings == 3
    with reading(hub.assembly.engine) as db:
        held = [bytes(one).hex() for (one,) in db.execute(select(held_entry.c.hash))]
    assert kept["hash"] in held
    assert kiosk("journal", "verify").code == 0


@pytest.mark.parametrize("seed", [None, bytes(range(32)), b"short"])
def test_without_the_key_of_its_journal_a_kiosk_gives_no_receipt(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path, seed: bytes | None
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    form, key = str(write_form(tmp_path / "f.json", answered(kiosk))), data / "device.key"
    assert kiosk("file", form).code == 0
    own = key.read_bytes()
    key.unlink()
    if seed is not None:
        key.write_bytes(seed)
    failed, checked = kiosk("file", form), kiosk("doctor")
    assert failed.code == 3 and "device.key" in failed.err
    assert checked.code == 4 and "device.key" in checked.out
    assert key.exists() == (seed is not None), "a new key would hide that the old one is gone"
    key.write_bytes(own)
    assert kiosk("file", form, "--json").json["seq"] == 2
    assert kiosk("sync", "--once", "--json").json["journal"]["through"] == 2


def test_a_number_in_the_journal_that_is_none_is_a_damaged_journal(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    form = str(write_form(tmp_path / "f.json", answered(kiosk)))
    with contextlib.closing(sqlite3.connect(data / "journal.db")) as db, db:
        db.execute("UPDATE meta SET v = 'x' WHERE k = 'kiosk_no'")
    failed, checked = kiosk("file", form), kiosk("doctor")
    assert failed.code == 3 and "kiosk_no" in failed.err
    assert checked.code == 4 and "日志" in checked.out
