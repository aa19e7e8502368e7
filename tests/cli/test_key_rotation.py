"""A new device key, as a technician changes it: whatever gets lost, nobody is locked out."""

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.cli import run as run_hub
from hub.store.database import reading
from hub.store.tables import held_entry
from kiosk.domain.errors import Unavailable
from kiosk.journal.receipt import is_genuine, read_slip
from kiosk.sealing.device_keys import DeviceKeys
from kiosk.sealing.suites import SUITES
from kiosk.store.frozen_journals import KEY_FILE
from kiosk.sync.http_hub import HttpHub
from kiosk.wire.signed import Signed
from tests.cli.conftest import Outcome
from tests.cli.test_filing import answered, write_form
from tests.live_hub import Listening, listening
from tests.sync.test_frozen import forget

Kiosk = Callable[..., Outcome]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


@pytest.fixture
def form(hub: Listening, kiosk: Kiosk, tmp_path: Path) -> str:
    """A form, for a kiosk that is enrolled."""
    kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    return str(write_form(tmp_path / "form.json", answered(kiosk)))


def keys(hub: Listening, capfd: pytest.CaptureFixture[str]) -> list[tuple[int, str]]:
    """Return what an auditor is told of the first kiosk."""
    capfd.readouterr()
    assert run_hub(["--data", str(hub.assembly.paths.data), "kiosk", "list", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)[0]
    return [(key["from_seq"], key["pub"]) for key in found["keys"]]


def synced(kiosk: Kiosk) -> tuple[int, int]:
    """Sync, and return how far the journal is and how far the hub."""
    done = kiosk("sync", "--once", "--json")
    assert done.code == 0, done.err
    return done.json["journal"]["head"], done.json["journal"]["through"]


@contextlib.contextmanager
def one_answer_gets_lost(number: int) -> Iterator[None]:
    """The hub keeps what it is sent with the n-th delivery, and the kiosk never hears of it."""
    send, count = HttpHub.journal, iter(range(1, 1_000))

    def journal(self: HttpHub, body: bytes) -> Signed:
        said = send(self, body)
        if next(count) == number:
            raise Unavailable("E-NW-01", "lost")
        return said

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HttpHub, "journal", journal)
        yield


def restore(hub: Listening, folder: Path) -> None:
    """Put a copy of the hub's database in its place, as its restoring does."""
    hub.assembly.engine.dispose()
    for name in ("hub.db-wal", "hub.db-shm"):
        (hub.assembly.paths.data / name).unlink(missing_ok=True)
    shutil.copy(folder / "hub.db", hub.assembly.paths.data / "hub.db")
    forget(hub)


def back_up(hub: Listening, folder: Path) -> None:
    folder.mkdir()
    source = hub.assembly.engine.raw_connection()
    source.driver_connection.execute(f"VACUUM INTO '{folder}/hub.db'")  # type: ignore[union-attr]
    source.close()


def test_entries_and_slips_of_both_keys_are_genuine(
    hub: Listening, kiosk: Kiosk, form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    slips = [kiosk("file", form, "--json").json["slip"]]
    assert kiosk("journal", "rotate-key").code == 0
    slips.append(kiosk("file", form, "--json").json["slip"])
    assert kiosk("journal", "rotate-key").code == 5, "the hub does not know the first one yet"
    assert synced(kiosk) == (3, 3)
    (_, first), (since, second) = keys(hub, capfd)
    assert since == 3 and first != second
    for slip, key in zip(slips, (first, second), strict=True):
        assert is_genuine(read_slip(slip), bytes.fromhex(key), SUITES[1])
    assert kiosk("journal", "rotate-key").code == 0
    assert synced(kiosk) == (4, 4) == synced(kiosk)
    assert kiosk("journal", "verify").code == 0 and "日志" not in kiosk("doctor").err
    assert hub.assembly.counts().filings == 2 and not hub.assembly.verify().flaws


def test_an_answer_that_is_lost_locks_nobody_out(hub: Listening, kiosk: Kiosk, form: str) -> None:
    assert synced(kiosk) == (0, 0)
    kiosk("journal", "rotate-key")
    kiosk("file", form)
    with one_answer_gets_lost(2):  # the first is the probe's
        assert kiosk("sync", "--once").code == 3
    kiosk("file", form)
    assert synced(kiosk) == (3, 3) == synced(kiosk)


def test_a_hub_that_was_restored_to_the_key_before_gets_everything_again(
    hub: Listening, kiosk: Kiosk, form: str, tmp_path: Path
) -> None:
    kiosk("file", form)
    assert synced(kiosk) == (1, 1)
    back_up(hub, tmp_path / "backup")
    for _ in range(2):
        kiosk("journal", "rotate-key")
        kiosk("file", form)
        synced(kiosk)
    restore(hub, tmp_path / "backup")
    assert synced(kiosk) == (5, 5) == synced(kiosk)
    assert hub.assembly.counts().filings == 3 and not hub.assembly.verify().flaws


def test_a_hub_that_forgot_the_kiosk_is_shown_the_first_key(
    hub: Listening, kiosk: Kiosk, form: str, tmp_path: Path
) -> None:
    kiosk("journal", "rotate-key")
    kiosk("file", form)
    assert synced(kiosk) == (2, 2)
    forget(hub, "entry", "kiosk", "key_event", "filing", "status_event", "body")
    assert synced(kiosk) == (2, 2) == synced(kiosk)
    assert hub.assembly.counts().filings == 1


def test_a_power_cut_before_the_entry_leaves_the_old_key(
    hub: Listening, kiosk: Kiosk, form: str, data: Path
) -> None:
    DeviceKeys(data / KEY_FILE).make(bytes(range(32)))
    kiosk("file", form)
    assert synced(kiosk) == (1, 1)


def test_a_disk_that_was_rolled_back_delivers_what_both_keys_signed(
    hub: Listening, kiosk: Kiosk, form: str, data: Path, tmp_path: Path
) -> None:
    old = shutil.copytree(data, tmp_path / "old")
    kiosk("file", form)
    assert synced(kiosk) == (1, 1)
    shutil.rmtree(data)
    shutil.copytree(old, data)
    kept = [kiosk("file", form, "--json").json["hash"]]
    assert kiosk("journal", "rotate-key").code == 0
    kept += [kiosk("file", form, "--json").json["hash"] for _ in range(60)]
    assert kiosk("sync", "--once").code == 5
    assert kiosk("enrol", "--hub", hub.origin, "--again").code == 0
    assert synced(kiosk) == (0, 0)
    with reading(hub.assembly.engine) as db:
        held = {bytes(one).hex() for (one,) in db.execute(select(held_entry.c.hash))}
    assert set(kept) <= held
    assert not list(data.glob("device-next.key"))


def test_a_disk_from_before_the_newest_key_learns_that_it_is_behind(
    hub: Listening, kiosk: Kiosk, form: str, data: Path, tmp_path: Path
) -> None:
    kiosk("file", form)
    assert synced(kiosk) == (1, 1)
    old = shutil.copytree(data, tmp_path / "old")
    kiosk("journal", "rotate-key")
    kiosk("file", form)
    assert synced(kiosk) == (3, 3) == synced(kiosk)
    shutil.rmtree(data)
    shutil.copytree(old, data)
    kiosk("file", form)
    assert kiosk("sync", "--once").code == 5
    assert kiosk("file", form).code == 5, "no receipt that nobody could deliver"
    assert hub.assembly.counts().entries == 3, "a key of old adds nothing"
    assert kiosk("enrol", "--hub", hub.origin, "--again").code != 0, "it proves too little"
    again = kiosk("enrol", "--hub", hub.origin, "--again", "--token", hub.typed_token())
    assert again.code == 0, again.err
    assert kiosk("file", form).code == 0
    assert (data / "journal-0042017.db").exists()
