"""The cases of python-tuf's own `test_updater_top_level_update.py`, by name, against our client.

Attacks are in `REFUSED`: nothing is believed, nothing changes, and it works afterwards. What must
be followed or repaired has a test of that name. Those about roots and what is kept of them are
`test_tuf_roots.py`, key rotations `test_tuf_rotation_cases.py`.
"""

import datetime as dt
import hashlib
import shutil
from typing import Any

import pytest
from tuf.api.metadata import MetaFile

from kiosk.domain.errors import Unavailable
from tests.sync.signed_files import (
    CATALOG,
    CITY,
    Attack,
    Repository,
    higher,
    in_days,
    lower,
    name_roles,
    point_to,
    raise_role,
    refused,
    take_next_numbers,
    version_of,
    with_keys,
    works_again,
)

WRONG = {"sha256": "0" * 64}


def unsigned(role: str) -> Attack:
    return lambda repository: raise_role(repository, role, higher, [])


def expired(role: str) -> Attack:
    def attack(repository: Repository) -> None:
        def change(metadata: Any) -> None:
            metadata.version += 1
            metadata.expires = in_days(repository, -5)

        raise_role(repository, role, change, with_keys(repository, role))

    return attack


def name_snapshot(repository: Repository, meta: MetaFile) -> None:
    def change(metadata: Any) -> None:
        metadata.version += 1
        metadata.snapshot_meta = meta

    repository.forge("timestamp", change, with_keys(repository, "timestamp"))


def name_targets(repository: Repository, meta: MetaFile) -> None:
    name_roles(repository, {"targets": meta})


def snapshot_hash(repository: Repository) -> None:
    number = version_of(repository, "snapshot") + 1
    new = repository.tuf / f"{number}.snapshot.json"
    repository.forge("snapshot", higher, with_keys(repository, "snapshot"), new)
    name_snapshot(repository, MetaFile(number, hashes=WRONG))


def snapshot_version(repository: Repository) -> None:
    number = version_of(repository, "snapshot")
    older = repository.newest("snapshot").read_bytes()
    (repository.tuf / f"{number + 1}.snapshot.json").write_bytes(older)
    name_snapshot(repository, MetaFile(number + 1))


def targets_hash(repository: Repository) -> None:
    number = version_of(repository, "targets") + 1
    new = repository.tuf / f"{number}.targets.json"
    repository.forge("targets", higher, with_keys(repository, "targets"), new)
    name_targets(repository, MetaFile(number, hashes=WRONG))


def targets_version(repository: Repository) -> None:
    number = version_of(repository, "targets")
    older = repository.newest("targets").read_bytes()
    (repository.tuf / f"{number + 1}.targets.json").write_bytes(older)
    name_targets(repository, MetaFile(number + 1))


REFUSED: dict[str, Attack] = {
    "new_timestamp_unsigned": unsigned("timestamp"),
    "new_timestamp_version_rollback": lambda r: lower(r, "timestamp"),
    "new_timestamp_snapshot_rollback": lambda r: point_to(r, version_of(r, "snapshot") - 1),
    "new_timestamp_expired": expired("timestamp"),
    "new_snapshot_hash_mismatch": snapshot_hash,
    "new_snapshot_unsigned": unsigned("snapshot"),
    "new_snapshot_version_mismatch": snapshot_version,
    "new_snapshot_version_rollback": lambda r: lower(r, "snapshot"),
    "new_snapshot_expired": expired("snapshot"),
    "new_targets_hash_mismatch": targets_hash,
    "new_targets_unsigned": unsigned("targets"),
    "new_targets_version_mismatch": targets_version,
    "new_targets_expired": expired("targets"),
    "unsigned delegated role": unsigned(CITY),
    "expired delegated role": expired(CITY),
}


@pytest.mark.parametrize("attack", REFUSED.values(), ids=REFUSED)
def test_is_refused_and_works_again(seen: Repository, attack: Attack) -> None:
    keep = seen.copy("kept")
    refused(seen, attack)
    shutil.rmtree(seen.tuf)
    shutil.copytree(keep / "tuf", seen.tuf)
    take_next_numbers(seen)
    works_again(seen)


@pytest.mark.parametrize("role", ["timestamp", "snapshot"])
def test_expired_timestamp_rollback(seen: Repository, role: str) -> None:
    """…_version_rollback and …_snapshot_rollback: what a kiosk has binds also when it expired."""
    seen.now += dt.timedelta(days=4)

    def attack(repository: Repository) -> None:
        lower(repository, role)

        def renew(metadata: Any) -> None:
            metadata.expires = in_days(repository, 3)

        repository.forge("timestamp", renew, with_keys(repository, "timestamp"))

    refused(seen, attack)


def test_new_targets_fast_forward_recovery(seen: Repository) -> None:
    keep = seen.copy("kept")
    far = seen.tuf / "99999.targets.json"
    seen.forge("targets", lambda m: setattr(m, "version", 99999), with_keys(seen, "targets"), far)
    name_targets(seen, MetaFile(99999))
    assert seen.get()[CATALOG] == b"two"
    shutil.rmtree(seen.tuf)
    shutil.copytree(keep / "tuf", seen.tuf)
    take_next_numbers(seen)
    seen.publish(b"three")
    with pytest.raises(Unavailable):
        seen.get()
    seen.repository().rotate("targets")
    seen.repository().rotate("snapshot")
    seen.repository().rotate("timestamp")
    assert seen.get()[CATALOG] == b"three"


def test_compute_metafile_hashes_length(seen: Repository) -> None:
    content = seen.newest("targets").read_bytes()
    digest = {"sha256": hashlib.sha256(content).hexdigest()}
    name_targets(seen, MetaFile(version_of(seen, "targets"), len(content), digest))
    assert seen.get()[CATALOG] == b"two"
    name_targets(seen, MetaFile(version_of(seen, "targets")))
    assert seen.get()[CATALOG] == b"two"


def test_snapshot_rollback_with_local_snapshot_hash_mismatch(seen: Repository) -> None:
    seen.repository().rotate("policy")  # a second version of the targets
    seen.get()

    def attack(repository: Repository) -> None:
        name_targets(repository, MetaFile(1))
        content = repository.newest("snapshot").read_bytes()
        digest = {"sha256": hashlib.sha256(content).hexdigest()}
        number = version_of(repository, "snapshot")
        name_snapshot(repository, MetaFile(number, len(content), digest))

    refused(seen, attack)


def test_expired_metadata(seen: Repository) -> None:
    """What a kiosk has may have expired long ago: what is new is taken."""
    seen.now += dt.timedelta(days=18)
    works_again(seen)


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", CITY])
def test_max_metadata_lengths(repository: Repository, role: str) -> None:
    repository.publish(b"one")
    path = repository.newest(role)
    sound = path.read_bytes()
    refused(repository, lambda r: path.write_bytes(sound + b" " * 6_000_000))
    path.write_bytes(sound)
    assert repository.get()[CATALOG] == b"one"


def test_timestamp_eq_versions_check(seen: Repository) -> None:
    """Of two timestamps with one number the first counts."""
    before = (seen.local / "timestamp.json").read_bytes()

    def elsewhere(metadata: Any) -> None:
        metadata.snapshot_meta = MetaFile(99999)

    seen.forge("timestamp", elsewhere, with_keys(seen, "timestamp"))
    assert seen.get()[CATALOG] == b"two"
    assert (seen.local / "timestamp.json").read_bytes() == before
