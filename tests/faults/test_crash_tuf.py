"""T1 for signed targets: after a power cut nothing older than was seen is believed, and it goes on.

The library renames its files without a sync (sync.md §12, hole (a)); all of them may be lost, with
their folders, or be torn. What may never be is a rollback, or a kiosk that believes nothing more.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from hub.assembly import found as founded
from hub.config import HubConfig
from kiosk.domain.errors import KioskError
from tests.faults.crash_replay import EVERY, MANY, Replay, replay
from tests.faults.recovered import Told
from tests.faults.strace_log import traced
from tests.faults.tuf_victim import read
from tests.journals import open_journal
from tests.sync.signed_files import Repository

LONG = int(os.environ.get("KIOSK_CRASH_STATES", "400")) > 10_000
ROTATED = {2: ("timestamp", "root"), 3: ("city",), 4: ("root", "snapshot", "targets")}
"""Whose keys changed before a publication."""
LAST = 4 if LONG else 3

pytestmark = [pytest.mark.crash, pytest.mark.usefixtures("strace")]


class Believed(Struct, frozen=True, kw_only=True):
    """What a kiosk believed of every publication, served from the oldest to the newest."""

    contents: tuple[bytes | None, ...] = ()
    problem: str | None = None


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of a hub's public files after each publication."""
    folder = tmp_path_factory.mktemp("hub")
    hub = founded(folder / "hub", HubConfig())
    (folder / "reader").mkdir()
    journal = open_journal(folder / "reader")
    repository = Repository(folder / "reader", hub, journal)
    for number in range(1, LAST + 1):
        for role in ROTATED.get(number, ()):
            repository.repository().rotate(role)  # type: ignore[arg-type]
        repository.publish(b"%d" % number)
        shutil.copytree(repository.served / "tuf", folder / "published" / str(number) / "tuf")
    journal.close()
    hub.engine.dispose()
    return folder / "published"


def served_from_the_oldest(folder: Path, published: Path) -> Believed:
    """Start after a power cut; somebody serves old copies, then the truth is served."""
    try:
        journal = open_journal(folder)
        try:
            copies = (published / str(number) for number in range(1, LAST + 1))
            return Believed(contents=tuple(read(folder, journal, copy) for copy in copies))
        finally:
            journal.close()
    except KioskError as error:
        return Believed(problem=f"{error.code} {error.message}")


class Seen(Told, frozen=True, kw_only=True):
    """The newest publication that was read before the power failed."""

    number: int = 0

    def after(self, line: str) -> "Seen":
        return Seen(number=int(line.removeprefix("seen ")))


def wrong(believed: Believed, told: Told) -> Iterator[str]:
    """Yield what is wrong with what a kiosk believes after a power cut."""
    assert isinstance(told, Seen)
    if believed.problem is not None:
        yield f"does not start: {believed.problem}"
        return
    for number, content in enumerate(believed.contents, 1):
        if content not in (None, b"%d" % number):
            yield "something was believed that nobody published"
        if content is not None and number < told.number:
            yield "an older publication was believed"
        if content is None and number >= max(told.number, LAST):
            yield "the newest publication is not believed any more"


def followed(memory: Path, published: Path, *bugs: str, share: float = 0.06) -> Replay:
    work, image = memory / "work", memory / "image"
    work.mkdir()
    image.mkdir()
    words = ["tests.faults.tuf_victim", str(work), str(published), *bugs]
    steps = traced(work, memory / "trace", words)
    return replay(
        steps,
        image,
        7,
        1.0 if LONG else share,
        told=Seen(),
        many=MANY if LONG else EVERY,
        look=lambda folder: served_from_the_oldest(folder, published),
        judge=wrong,
    )


def test_nothing_older_is_believed(
    memory_folder: Path, published: Path, report: Callable[[str], None]
) -> None:
    result = followed(memory_folder, published)
    report(f"{result.states} states, {result.disks} disks, {dict(result.broken)}")
    assert not result.broken, result.broken
    assert result.states > 50


@pytest.mark.skipif(not LONG, reason="the long run does it")
def test_files_that_were_never_synced_do_no_harm(
    memory_folder: Path, published: Path, report: Callable[[str], None]
) -> None:
    """Floors stand in the journal: the client's files are not needed for them."""
    result = followed(memory_folder, published, "unsynced")
    report(f"{result.states} states, {result.disks} disks, {dict(result.broken)}")
    assert not result.broken, result.broken


def test_a_client_without_floors_is_found(
    memory_folder: Path,
    published: Path,
    report: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kiosk.sync.tuf_client.TufTargets._hold_floors", lambda *_given: None)
    result = followed(memory_folder, published, "without floors", share=0.1)
    report(f"{result.states} states, {dict(result.broken)}")
    assert result.broken["an older publication was believed"]
