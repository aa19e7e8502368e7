"""`kiosk run` on an enrolled kiosk: it delivers by itself, and nobody else writes its journal."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from hub.store.database import reading
from hub.store.tables import stats_day
from kiosk.journal.entry import read_header
from kiosk.ports.journal import MetaKey
from kiosk.services.day_counts import DayCounts
from kiosk.store.journal_glance import glance
from tests.cli.conftest import ROOT, Outcome
from tests.cli.test_filing import answered, write_form
from tests.journals import open_journal
from tests.live_hub import Listening, listening

PATIENCE_S = 90.0
Kiosk = Callable[..., Outcome]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


@contextlib.contextmanager
def running(data: Path) -> Iterator[None]:
    """Run the kiosk until the block ends; it must end by itself when it is told to."""
    command = [sys.executable, "-m", "kiosk.cli.start", "--data", str(data), "run", "--windowed"]
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=ROOT, env=environ) as program:
        try:
            yield
            assert program.poll() is None
            program.send_signal(signal.SIGTERM)
            assert program.wait(timeout=60) == 0
        finally:
            program.kill()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def waiting(data: Path) -> int:
    with glance(data / "journal.db") as journal:
        return journal.waiting()


def row(kiosk: Kiosk, name: str) -> dict[str, str]:
    checks = kiosk("doctor", "--json").json["checks"]
    found: dict[str, str] = next(check for check in checks if check["id"] == name)
    return found


def test_what_waits_is_delivered_without_being_asked(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    form = write_form(tmp_path / "form.json", answered(kiosk))
    assert kiosk("file", str(form)).code == 0
    assert "还有1件没送到" in row(kiosk, "hub")["message"]
    with running(data):
        until(lambda: waiting(data) == 0)
        refused = kiosk("file", str(form))
        assert refused.code == 5 and "正被另一个办事亭使用" in refused.err
        assert kiosk("sync", "--once").code == 5
        said = row(kiosk, "hub")
        assert said["state"] == "ok" and "都送到了" in said["message"]
        assert row(kiosk, "journal")["state"] == row(kiosk, "seal")["state"] == "ok"
    assert hub.assembly.counts().filings == 1
    assert kiosk("journal", "verify").code == 0
    assert kiosk("file", str(form)).code == 0


def test_a_kiosk_that_is_enrolled_while_it_runs_needs_no_restart(
    hub: Listening, kiosk: Kiosk, data: Path
) -> None:
    assert row(kiosk, "hub")["state"] == "absent"
    with running(data):
        until(lambda: (data / "kiosk.running").exists())
        assert not (data / "journal.db").exists()
        assert kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token()).code == 0
        until(lambda: '"hub.reached"' in logged(data))


def test_a_damaged_journal_is_told_and_lists_go_on(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path
) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    kiosk("file", str(write_form(tmp_path / "form.json", answered(kiosk))))
    (data / "journal.db").write_bytes(b"no database at all" * 500)
    found = row(kiosk, "journal")
    assert found["state"] == "fault" and "journal.db" in found["message"]
    with running(data):
        until(lambda: "DatabaseError" in logged(data))


def test_a_day_that_is_over_reaches_the_hub(hub: Listening, kiosk: Kiosk, data: Path) -> None:
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    with contextlib.closing(open_journal(data)) as journal:
        before = msgspec.json.encode(DayCounts(day="20260101", visits=3, misses=1)).decode()
        journal.write(lambda tx: tx.set_meta("day_counts", before))
    with running(data):
        until(lambda: meta(data, "through") == "1")
    with glance(data / "journal.db") as journal:
        (entry,) = journal.entries(0, 9)
    assert read_header(entry.header).type == "stats.day"
    with reading(hub.assembly.engine) as db:
        ((day, told),) = db.execute(select(stats_day.c.day, stats_day.c.data)).all()
    assert day == "20260101"
    assert msgspec.json.decode(told) == {"day": day, "visits": 3, "lists": 0, "misses": 1}


def meta(data: Path, key: MetaKey) -> str | None:
    with glance(data / "journal.db") as journal:
        return journal.meta(key)


def logged(data: Path) -> str:
    path = data / "log" / "kiosk.jsonl"
    return path.read_text("utf-8") if path.exists() else ""
