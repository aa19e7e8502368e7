"""A machine whose journal or key is lost says so, keeps what is left and begins anew by a token."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.store.attachments import FOLDER
from kiosk.store.lost_journal import put_aside
from tests.cli.conftest import Outcome
from tests.cli.test_filing import answered, write_form
from tests.journals import open_journal
from tests.live_hub import Listening, listening
from tests.sync.test_frozen import forget

Kiosk = Callable[..., Outcome]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Listening]:
    with listening(tmp_path / "hub") as found:
        yield found


@pytest.fixture
def form(hub: Listening, kiosk: Kiosk, tmp_path: Path) -> str:
    """A form, for a kiosk that is enrolled and has filed it once."""
    assert kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token()).code == 0
    form = str(write_form(tmp_path / "form.json", answered(kiosk)))
    assert kiosk("file", form).code == 0
    return form


def _no_journal(data: Path) -> None:
    for path in data.glob("journal.db*"):
        path.unlink()


def _empty_journal(data: Path) -> None:
    _no_journal(data)
    (data / "journal.db").touch()


def _scribbled(data: Path) -> None:
    _no_journal(data)
    (data / "journal.db").write_bytes(b"\xa5" * 50_000)


def _no_key(data: Path) -> None:
    (data / "device.key").unlink()


def _other_key(data: Path) -> None:
    (data / "device.key").write_bytes(bytes(range(32)))


@pytest.mark.parametrize("lose", [_no_journal, _empty_journal, _scribbled, _no_key, _other_key])
def test_a_loss_is_told_stops_filing_and_ends_with_a_new_number(
    lose: Callable[[Path], None], form: str, hub: Listening, kiosk: Kiosk, data: Path
) -> None:
    kept = data / FOLDER / ("0" * 64)
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(b"sealed")
    lose(data)
    left = sorted(path.name for path in data.glob("*.key")) + sorted(
        path.name for path in data.glob("journal.db")
    )
    assert kiosk("doctor").code == 4
    said = kiosk("file", form)
    assert said.code == 3 and "kiosk：" in said.err
    is_journal_gone = lose not in (_no_key, _other_key)
    plain = kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token())
    assert plain.code == (3 if is_journal_gone else 5), plain.err
    assert kept.exists() == is_journal_gone, "what no journal can name any more is not swept away"

    again = kiosk("enrol", "--hub", hub.origin, "--again", "--token", hub.typed_token())
    assert again.code == 0, again.err
    assert "0042018" in again.out and "lost-1" in again.err
    aside = {path.name for path in (data / "lost-1").iterdir()}
    assert {*left, FOLDER} <= aside
    assert (data / "lost-1" / FOLDER / kept.name).exists() == is_journal_gone
    assert kiosk("file", form).code == 0
    assert kiosk("sync", "--once").code == 0
    assert kiosk("journal", "verify").code == 0 and kiosk("doctor").code == 0


def test_a_machine_that_lost_nothing_keeps_its_number(
    form: str, hub: Listening, kiosk: Kiosk, data: Path
) -> None:
    again = kiosk("enrol", "--hub", hub.origin, "--again", "--token", hub.typed_token())
    assert again.code == 5 and "不需要" in again.err
    assert kiosk("sync", "--once").code == 0 and not (data / "lost-1").exists()


def test_a_misspelt_token_moves_nothing(
    form: str, hub: Listening, kiosk: Kiosk, data: Path
) -> None:
    _no_key(data)
    assert kiosk("enrol", "--hub", hub.origin, "--again", "--token", "123").code == 2
    assert (data / "journal.db").exists() and not (data / "lost-1").exists()


def test_a_revoked_machine_goes_on_with_a_token_and_its_old_journal_stays(
    form: str, hub: Listening, kiosk: Kiosk, data: Path
) -> None:
    hub.assembly.sites.change(42017, "revoked", "test")
    assert kiosk("sync", "--once").code == 5
    assert kiosk("enrol", "--hub", hub.origin, "--again").code == 5
    again = kiosk("enrol", "--hub", hub.origin, "--again", "--token", hub.typed_token())
    assert again.code == 0, again.err
    assert (data / "journal-0042017.db").exists() and not (data / "lost-1").exists()
    assert kiosk("file", form).code == 0


@pytest.mark.parametrize("cut_after", range(4))
def test_putting_aside_goes_on_after_a_power_cut(
    cut_after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("journal.db-wal", "journal.db", "attachments", "device.key")
    for name in names:
        (tmp_path / name).touch()
    real = Path.replace
    done: list[str] = []

    def replace(self: Path, target: Path) -> Path:
        if len(done) == cut_after:
            raise KeyboardInterrupt
        done.append(self.name)
        return real(self, target)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", replace)
        put_aside(tmp_path)
    assert done == list(names[:cut_after])
    assert put_aside(tmp_path) == tmp_path / "lost-1"
    assert {path.name for path in (tmp_path / "lost-1").iterdir()} == set(names)


def test_a_second_loss_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / "device.key").touch()
        assert put_aside(tmp_path) == tmp_path / f"lost-{number}"
    assert put_aside(tmp_path) is None


def test_a_disk_whose_key_got_another_number_at_a_restored_hub_stops(
    hub: Listening, kiosk: Kiosk, data: Path, tmp_path: Path
) -> None:
    blank = shutil.copytree(data, tmp_path / "blank")
    assert kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token()).code == 0
    shutil.copy(data / "device.key", blank / "device.key")
    form = str(write_form(tmp_path / "form.json", answered(kiosk)))
    assert kiosk("file", form).code == 0
    first = shutil.copytree(data, tmp_path / "first")
    forget(hub, "kiosk", "key_event")
    shutil.rmtree(data)
    shutil.copytree(blank, data)
    open_journal(data).close()  # as it was before it had a number
    assert kiosk("enrol", "--hub", hub.origin, "--token", hub.typed_token()).code == 0
    shutil.rmtree(data)
    shutil.copytree(first, data)
    said = kiosk("sync", "--once")
    assert said.code == 5 and "另有一个号码" in said.err
    assert kiosk("file", form).code == 5, "no receipt that nobody could deliver"
    again = kiosk("enrol", "--hub", hub.origin, "--again", "--token", hub.typed_token())
    assert again.code == 0, again.err
    assert kiosk("file", form).code == 0
