import datetime as dt
import shutil
from pathlib import Path

import msgspec
import pytest

from hub.assembly import found
from hub.config import HubConfig
from kiosk.domain.errors import Unavailable
from kiosk.sync.public_files import FolderFetcher
from kiosk.wire.messages import HubKeys, SealKeys
from tests.sync.signed_files import CATALOG, Repository


def test_what_the_hub_signed_is_what_the_kiosk_reads(repository: Repository) -> None:
    repository.publish(b"one")
    content = repository.get()
    assert content[CATALOG] == b"one"
    keys = msgspec.json.decode(content["keys/hub.json"], type=HubKeys)
    assert keys.keys[0].kid == repository.hub.signer.kid
    assert msgspec.json.decode(content["keys/seal/341600.json"], type=SealKeys).city == "341600"
    repository.publish(b"two")
    assert repository.get()[CATALOG] == b"two"


def test_what_does_not_exist_is_left_out(repository: Repository) -> None:
    assert CATALOG not in repository.get()


def test_an_older_state_is_refused_even_when_the_clients_files_are_lost(
    repository: Repository, tmp_path: Path
) -> None:
    repository.publish(b"one")
    old = shutil.copytree(repository.served, tmp_path / "old")
    repository.publish(b"two")
    assert repository.get()[CATALOG] == b"two"
    shutil.rmtree(repository.folder / "tuf")
    repository.served = Path(old)
    with pytest.raises(Unavailable):
        repository.get()
    repository.served = repository.hub.paths.published
    assert repository.get()[CATALOG] == b"two"


def test_a_clock_set_back_does_not_revive_what_expired(repository: Repository) -> None:
    repository.publish(b"one")
    repository.now += dt.timedelta(days=4)
    with pytest.raises(Unavailable):
        repository.get()
    repository.repository().refresh()
    assert repository.get()[CATALOG] == b"one"


def test_a_changed_byte_anywhere_is_refused(repository: Repository) -> None:
    repository.publish(b"one")
    repository.get()
    repository.publish(b"two")
    tuf = repository.served / "tuf"
    for path in sorted(tuf.rglob("*")):
        newest = path.name == "timestamp.json" or path.stat().st_mtime_ns
        if not path.is_file() or not newest or path.name.endswith("root.json"):
            continue
        before = path.read_bytes()
        path.write_bytes(before.replace(b'"version": 2', b'"version": 9').replace(b"two", b"tvo"))
        if path.read_bytes() != before:
            with pytest.raises(Unavailable):
                repository.get()
        path.write_bytes(before)
    assert repository.get()[CATALOG] == b"two"


def test_another_hubs_root_is_not_ours(repository: Repository, tmp_path: Path) -> None:
    other = found(tmp_path / "other", HubConfig())
    other.engine.dispose()
    repository.served = other.paths.published
    with pytest.raises(Unavailable):
        repository.get()


def test_a_path_trick_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "served").mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    fetcher = FolderFetcher(tmp_path / "served")
    with pytest.raises(Exception, match="not there"):
        list(fetcher.fetch("folder:///../secret"))


def test_heads_signed_after_a_backup_do_not_shut_kiosks_out_of_the_restored_hub(
    repository: Repository, tmp_path: Path
) -> None:
    repository.publish(b"one")
    backup = shutil.copytree(repository.tuf, tmp_path / "backup")
    for number in range(3):
        repository.repository().publish_audit({"audit/heads.json": b"%d" % number})
    assert repository.get()[CATALOG] == b"one"
    shutil.rmtree(repository.tuf)
    shutil.copytree(backup, repository.tuf)
    hub = repository.repository()
    hub.publish({CATALOG: b"two"}, hub.policy(), skip=10)
    assert repository.get()[CATALOG] == b"two"
    hub.publish_audit({"audit/heads.json": b"again"})
    assert repository.get()[CATALOG] == b"two"
