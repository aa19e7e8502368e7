"""T-pii: of a thousand filings nothing personal is on the disk, not even where files were deleted.

The disk is a raw image of ext4 where one can be mounted (KIOSK_CANARY_FAULTS says how many
filings), else a folder with the journal's log. The receipts, errors and logs are searched too.
"""

import base64
import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import zstandard

from kiosk.devices.own_memory import SCRUBBING
from kiosk.domain.errors import KioskError
from kiosk.domain.filing import Applicant, FilingAgent, FilingForm
from tests.faults.canaries import (
    ADDRESS,
    FORMS,
    NAME,
    NUMBER,
    PERSON,
    PHONE,
    PICTURE,
    files_of,
    hits,
    needles,
    pieces,
)
from tests.faults.canary_filer import Told
from tests.faults.office import JPEG, FaultOffice
from tests.journals import ROOT, TODAY, a_form
from tests.memory_image import family_of, image_of, swapped_kb
from tests.mounts import mounted

FILINGS = int(os.environ.get("KIOSK_CANARY_FAULTS", "30"))
LONG = FILINGS > 100
IMAGE_MB = 96
AGENT = FilingAgent(name=NAME, number=NUMBER, relation="子女", authority=ADDRESS)
MUDDLED = Applicant(name=NUMBER * 5, number=PHONE, phone=NAME, address=NAME * 60)
AGENT_MUDDLED = FilingAgent(name=ADDRESS * 20, number=NAME, relation=PHONE * 9, authority="")

pytestmark = pytest.mark.crash


def form(number: int) -> FilingForm:
    return a_form(
        applicant=PERSON,
        agent=AGENT if number % 3 == 0 else None,
        signature="sign.jpg" if number % 2 else None,
    )


def picture(_path: str) -> bytes:
    return JPEG + PICTURE * 40


def a_day(folder: Path, filings: int) -> list[str]:
    """File, deliver, forget, fail, restart; return everything that was said on the way."""
    said = []
    for first in range(0, filings, 10):
        office = FaultOffice(folder, rooms=["plenty"])
        office.enrol()
        for number in range(first, min(first + 10, filings)):
            kept = office.filing.submit(form(number), TODAY, picture)
            said.append(repr(kept) + str(office.records.journal.stub(kept.receipt)))
            office.filing.mark_shown(kept.receipt)
        said += _failures(office)
        journal = office.records.journal
        through = journal.tip()[0]
        journal.write(lambda tx, n=through: tx.acknowledge(n, 1))  # type: ignore[misc]
        journal.write(lambda tx: tx.purge(2))
        office.close()
    return said


def _failures(office: FaultOffice) -> Iterator[str]:
    """Yield what is said of filings that are wrong."""
    for wrong in (
        msgspec.structs.replace(form(0), consent=False),
        msgspec.structs.replace(form(0), applicant=MUDDLED),
        msgspec.structs.replace(form(0), agent=AGENT_MUDDLED),
    ):
        try:
            office.filing.submit(wrong, TODAY, picture)
        except KioskError as error:
            yield f"{error!r} {error.message} {error.facts}"


def test_nothing_is_found_in_a_folder(
    tmp_path: Path, report: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, temporary = tmp_path / "data", tmp_path / "temporary"
    data.mkdir()
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    said = a_day(data, min(FILINGS, 30))
    wanted, searched = needles(), 0
    office = FaultOffice(data, rooms=["plenty"])
    office.enrol()
    for number in range(3):  # these are in the write-ahead log, which is searched too
        office.filing.submit(form(number), TODAY, picture)
    assert (data / "journal.db-wal").stat().st_size
    for path in files_of(tmp_path):
        assert not list(hits(pieces(path), wanted)), path
        assert NAME not in path.name and NUMBER not in path.name
        searched += path.stat().st_size
    office.close()
    spoken = "\n".join(said).encode()
    assert not list(hits(iter((spoken,)), wanted)), "a message repeats what a person filled in"
    report(f"{len(wanted)} needles in {searched} bytes of a folder: 0 hits")


@pytest.mark.skipif(not LONG, reason="a raw disk is made in make faults")
def test_nothing_is_found_on_a_raw_disk(tmp_path: Path, report: Callable[[str], None]) -> None:
    image, disk = tmp_path / "image", tmp_path / "disk"
    disk.mkdir()
    with image.open("wb") as stream:
        stream.truncate(IMAGE_MB * 1024 * 1024)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)  # noqa: S607
    with mounted("ext4", disk, "loop", str(image)):
        a_day(disk, FILINGS)
        (disk / "planted").write_bytes(b"a file that is deleted" + PICTURE)
        subprocess.run(["sync"], check=True)  # noqa: S607
        (disk / "planted").unlink()
    found = list(hits(pieces(image), needles()))
    report(f"{FILINGS} filings, {IMAGE_MB} MB of ext4, {len(found)} hits, of them 1 planted")
    assert found == ["picture"], "only the planted one, in a file that is gone"


@pytest.mark.parametrize(
    "is_wrong", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["kept", "refused"]
)
def test_nothing_is_found_in_memory(tmp_path: Path, is_wrong: bool) -> None:
    """A process that filed and goes on holds nothing of it, in no encoding, swapped out or not."""
    wrong = msgspec.structs.replace(form(3), applicant=MUDDLED)
    for left in left_in_memory(tmp_path, wrong if is_wrong else form(3), 3 if LONG else 1):
        assert not left


def test_a_name_that_is_kept_is_found_in_memory(tmp_path: Path) -> None:
    [left] = left_in_memory(tmp_path, form(3), 1, "keeps names")
    assert left


def left_in_memory(
    folder: Path, filed: FilingForm, times: int, bug: str = ""
) -> Iterator[set[str]]:
    """Yield what the processes of a kiosk still hold after each filing."""
    command = [sys.executable, "-m", "tests.faults.canary_filer", str(folder), bug]
    wanted = needles() if LONG else needles(FORMS[:1])
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | SCRUBBING,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for _ in range(times):
            told = Told(form=filed, picture=(PICTURE * 40).decode())
            process.stdin.write(msgspec.json.encode(told))
            assert process.stdout.readline() == b"holds\n"
            assert NUMBER.encode() in image_of(process.pid), "the search is blind"
            process.stdin.write(b"\n")
            assert process.stdout.readline() == b"forgot\n"
            images = (image_of(one) for one in family_of(process.pid))
            yield {what for image in images for what in hits(iter((image,)), wanted)}
            assert swapped_kb(process.pid) == 0, "what was swapped out may lie there for long"
            process.stdin.write(b"\n")
        process.stdin.close()


@pytest.mark.parametrize(
    "hide",
    [
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("gb18030"),
        lambda text: base64.b64encode(b"xy" + text.encode()),
        lambda text: text.encode().hex().encode(),
        lambda text: text.encode()[::-1],
        lambda text: gzip.compress(text.encode()),
        lambda text: b"before" + zstandard.compress(text.encode() * 9) + b"after",
        lambda text: msgspec.json.encode(text).decode().encode("unicode_escape"),
    ],
)
def test_the_search_finds_what_is_hidden(hide: Callable[[str], bytes]) -> None:
    hidden = bytes(1_000) + hide(f"{NAME}家在{ADDRESS}") + bytes(1_000)
    cut = len(hidden) // 2
    assert list(hits(iter((hidden,)), needles()))
    if b"\x28\xb5\x2f\xfd" not in hidden and b"\x1f\x8b" not in hidden:
        assert list(hits(iter((hidden[:cut], hidden[cut:])), needles()))
