"""T3: a disk that is full never makes a receipt without a commit, and work goes on by itself.

Small disks in memory stand for full ones. KIOSK_DISK_FAULTS says how many disks are tried; from
2,000 on every size in steps of 4 kB.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import pytest

from kiosk.domain.errors import KioskError, Refused, Unavailable
from kiosk.journal.outbox import LADDER
from kiosk.services.housekeeping import Housekeeping
from kiosk.services.retention import Retention
from kiosk.store.ballast import BallastFile
from tests.faults.nursery import Nursery
from tests.faults.office import FaultOffice
from tests.faults.recovered import Told, found_in, violations
from tests.journals import ROOT
from tests.mounts import mounted

DISKS = int(os.environ.get("KIOSK_DISK_FAULTS", "8"))
KB = 1024
LONG = DISKS > 100
SHARES = 8 if LONG else 1
SIZES_KB = range(64, 8 * KB + 1, max(4, (8 * KB - 64) // DISKS // 4 * 4))
FILE_LIMITS_KB = range(168, 700, 12) if LONG else (200,)
"""Below these not even the empty journal and its log have room."""
PICTURES = 60
"""About so many fill a disk, whatever its size: a sweep of all sizes must come to its end."""

IDLE = 12
"""After so many lives in which nothing failed a sweep is over: each life does something else."""

pytestmark = pytest.mark.crash


def file_until_full(folder: Path, picture: int = 20 * KB) -> tuple[Told, bool]:
    """File with pictures until the disk takes no more; return what was told, and if it ended."""
    told, office = Told(), FaultOffice(folder, rooms=["plenty"])
    try:
        office.enrol()
        for number in range(2_000):
            kept = office.submit(bytes(picture) if number % 3 == 0 else None)
            told = told.after(f"kept {kept.receipt} {kept.hash}")
            told = told.after(f"shown {kept.receipt}")
            office.filing.mark_shown(kept.receipt)
    except KioskError as error:
        assert error.code == "E-ST-01", error.message
        return told, True
    finally:
        office.close()
    return told, False


@pytest.mark.parametrize("share", range(SHARES))
def test_every_size_of_disk(tmp_path: Path, share: int, report: Callable[[str], None]) -> None:
    """From disks that hold no journal to disks that hold many filings, in steps of 4 kB."""
    kept, sizes = 0, SIZES_KB[share::SHARES]
    for size in sizes:
        disk = tmp_path / "disk"
        disk.mkdir(exist_ok=True)
        with mounted("tmpfs", disk, f"size={size}k"):
            told, is_full = file_until_full(disk, max(20 * KB, size * KB // PICTURES))
            assert is_full, size
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)  # noqa: S607
            assert not list(violations(found_in(disk), told)), size
            office = FaultOffice(disk, rooms=["plenty"])
            office.enrol()
            office.submit(bytes(KB))
            office.close()
            kept += len(told.kept) + 1
    report(f"{len(sizes)} disks from {sizes[0]} kB to 8 MB, {kept} receipts, all there")
    assert kept > len(sizes)


@pytest.mark.parametrize("names", range(12, 40, max(1, 28 // DISKS)))
def test_no_names_left(tmp_path: Path, names: int) -> None:
    with mounted("tmpfs", tmp_path, f"size=64m,nr_inodes={names}"):
        told, _ = file_until_full(tmp_path)
        assert told.kept or names < 16
        assert not list(violations(found_in(tmp_path), told))


@pytest.mark.usefixtures("strace")
def test_no_room_at_any_call(memory_folder: Path, report: Callable[[str], None]) -> None:
    tried, done, broken = _without_room(memory_folder, count(2) if LONG else range(2, 98, 12))
    report(f"{done} times no room, {len(broken)} violations")
    assert not broken, broken
    assert done > tried / 3


@pytest.mark.usefixtures("strace")
def test_a_receipt_before_its_commit_is_found(memory_folder: Path) -> None:
    _, _, broken = _without_room(memory_folder, range(2, 98, 12), "receipt before commit")
    assert "I1: confirmed receipts are lost" in broken


def _without_room(
    memory_folder: Path, calls: Iterable[int], bug: str = ""
) -> tuple[int, int, list[str]]:
    """Let one write fail, a life for each; ends with the lives that do not write so often."""
    tried, done, idle, broken = 0, 0, 0, list[str]()
    with Nursery("persist", bug) as nursery:
        for number in calls:
            folder = memory_folder / f"kiosk{number}"
            folder.mkdir()
            when = f"inject=pwrite64,write:error=ENOSPC:when={number}"
            trace = folder.with_suffix(".trace")
            life = nursery.live(folder, number, 3, trace=(str(trace), "-e", when))
            is_met = "INJECTED" in trace.read_text("utf-8", "replace")
            tried, done, idle = tried + 1, done + is_met, 0 if is_met else idle + 1
            told = Told()
            for line in life.said.splitlines():
                told = told.after(line)
            found = found_in(folder)
            broken += violations(found, told.started(found.through))
            broken += [line for line in life.said.splitlines() if line.startswith("broke")]
            if idle == IDLE:
                break
    return tried, done, broken


@pytest.mark.parametrize("limit_kb", FILE_LIMITS_KB)
def test_files_may_not_grow(tmp_path: Path, limit_kb: int) -> None:
    """RLIMIT_FSIZE: the log cannot grow, which SQLite calls a fault, not a full disk."""
    code = (
        "import sys, resource; from pathlib import Path;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_kb * KB}, resource.RLIM_INFINITY));"
        "from tests.faults.test_full_disk import file_with_limit;"
        "file_with_limit(Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = Told()
    for line in done.stdout.splitlines():
        told = told.after(line)
    assert "stopped" in done.stdout and "resumed" in done.stdout, done.stdout
    assert told.kept and not list(violations(found_in(tmp_path), told))


def file_with_limit(folder: Path) -> None:
    """File until files may not grow, then allow it and go on without a new start."""
    office = FaultOffice(folder, rooms=["plenty"])
    office.enrol()
    said = "stopped"
    for number in range(2_000):
        try:
            kept = office.submit(bytes(KB) if number % 5 == 0 else None)
        except KioskError:
            sys.stdout.write(f"{said}\n")
            said = "stopped again"
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
            continue
        sys.stdout.write(f"kept {kept.receipt} {kept.hash}\nshown {kept.receipt}\n")
        if said != "stopped":
            sys.stdout.write("resumed\n")
            break
    office.close()


# ---- the ladder, on a disk of 80 MB with a twentieth of the limits
MB = KB * KB


class Pressed:
    """A kiosk on a small disk, with limits to match."""

    def __init__(self, folder: Path) -> None:
        self.office = FaultOffice(folder)
        self.office.enrol()
        records = self.office.records
        self.folder, self.journal = folder, records.journal
        self.floor_ms = records.time.floor_ms()
        self.ballast = BallastFile(folder, 4 * MB)
        self.house = Housekeeping(
            retention=Retention(self.journal, records.attachments),
            ballast=self.ballast,
            free_bytes=records._free_bytes,
            floor_ms=lambda: self.floor_ms,
            ladder=tuple((limit // 20, name) for limit, name in LADDER),
        )
        self.office.filing._room = self.house.room
        self.office.filing._make_room = self.house.make_room

    def fill(self, leave: int) -> None:
        """Let other files take the disk, down to so many free bytes."""
        with (self.folder / "others").open("wb") as stream:
            os.posix_fallocate(stream.fileno(), 0, self.office.records._free_bytes() - leave)


@pytest.fixture
def pressed(tmp_path: Path):  # type: ignore[no-untyped-def]
    with mounted("tmpfs", tmp_path, "size=80m"):
        kiosk = Pressed(tmp_path)
        yield kiosk
        kiosk.office.close()


def test_the_ladder_sheds_step_by_step(pressed: Pressed) -> None:
    office, house = pressed.office, pressed.house
    house.tidy()
    assert pressed.ballast.is_kept() and house.room() == "plenty"
    old = office.submit(bytes(KB))
    pressed.journal.write(lambda tx: tx.acknowledge(1, pressed.floor_ms - 8 * 86_400_000))
    fresh = office.submit()
    house.tidy()
    assert pressed.journal.entries(0, 9)[0].body is not None, "8 days are not long with room"
    pressed.fill(9 * MB)
    assert house.room() == "purge"
    assert house.tidy().bodies == 1
    assert pressed.journal.entries(0, 9)[0].body is None
    assert pressed.journal.entries(1, 9)[0].body is not None, "nobody acknowledged it"
    pressed.fill(4 * MB)
    with pytest.raises(Refused, match="照片"):
        office.submit(bytes(KB))
    assert office.submit().seq == 3
    rights = office.filing.may_file()
    pressed.fill(2 * MB)
    with pytest.raises(Refused, match="停止收件"):
        office.filing.may_file()
    house.tidy()
    assert not pressed.ballast.is_kept() and house.room() == "no_filings"
    assert office.in_flight(rights).seq == 4, "who was let in is not turned away"
    pressed.fill(60 * MB)
    house.tidy()
    assert pressed.ballast.is_kept() and house.room() == "plenty"
    assert {old.receipt, fresh.receipt} <= {receipt for receipt, _ in _kept(pressed)}


def _kept(pressed: Pressed) -> set[tuple[str, str]]:
    pressed.office.close()
    return set(found_in(pressed.folder).receipts)


def test_a_commit_in_flight_finds_room_the_second_time(pressed: Pressed) -> None:
    """Nothing is tried again behind the resident's back; the ballast lets the next try succeed."""
    pressed.house.tidy()
    rights = pressed.office.filing.may_file()
    pressed.fill(0)
    with pytest.raises(Unavailable) as full:
        pressed.office.in_flight(rights)
    assert full.value.code == "E-ST-01" and pressed.journal.tip()[0] == 0
    assert not pressed.ballast.is_kept()
    assert pressed.office.in_flight(rights).seq == 1


def test_pictures_of_a_filing_that_was_not_kept_are_gone(pressed: Pressed) -> None:
    pressed.house.tidy()
    pressed.office.filing._room = lambda: "plenty"
    pressed.fill(60 * KB)
    with pytest.raises(Unavailable):
        pressed.office.submit(bytes(100 * KB))
    assert not list((pressed.folder / "attachments").iterdir())
