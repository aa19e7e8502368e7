"""The cases of python-tuf's `test_updater_top_level_update.py` about roots and the client's cache.

The others are `test_tuf_top_level.py`.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest
from tuf.api.metadata import Metadata

from kiosk.domain.errors import Unavailable
from tests.sync.signed_files import (
    CATALOG,
    NAMES,
    Attack,
    Repository,
    a_root,
    refused,
    works_again,
)


def fetched(repository: Repository) -> list[str]:
    """Return what is fetched to read the targets, root to targets; the files themselves apart."""
    _, names = repository.get_noting(NAMES)
    return [name for name in names if not name.startswith("targets/")]


def history(repository: Repository, version: int) -> Path:
    return repository.local / "root_history" / f"{version}.root.json"


def broken_chain(repository: Repository) -> None:
    a_root(repository, 2, signers=[])
    a_root(repository, 3)


REFUSED: dict[str, Attack] = {
    "intermediate_root_incorrectly_signed": broken_chain,
    "final_root_incorrectly_signed": lambda r: a_root(r, 2, signers=[]),
    "new_root_same_version": lambda r: a_root(r, 2, said=1),
    "new_root_nonconsecutive_version": lambda r: a_root(r, 2, said=3),
}


@pytest.mark.parametrize("attack", REFUSED.values(), ids=REFUSED)
def test_is_refused_and_works_again(seen: Repository, attack: Attack) -> None:
    keep = seen.copy("kept")
    refused(seen, attack)
    shutil.rmtree(seen.tuf)
    shutil.copytree(keep / "tuf", seen.tuf)
    works_again(seen)


def test_first_time_refresh(repository: Repository) -> None:
    repository.publish(b"one")
    a_root(repository, 2)
    assert repository.get()[CATALOG] == b"one"
    assert history(repository, 2).read_bytes() == (repository.tuf / "2.root.json").read_bytes()


@pytest.mark.parametrize("root", [b"", b"{}", b"null"])
def test_cached_root_missing_without_bootstrap(seen: Repository, root: bytes) -> None:
    """Without a root of its own a kiosk trusts nothing, not even what it keeps."""
    with pytest.raises(Unavailable):
        seen.client.get(root, NAMES)


def test_trusted_root_expired(seen: Repository) -> None:
    refused(seen, lambda r: a_root(r, 2, expires_in=-5))
    a_root(seen, 3)
    works_again(seen)


def test_trusted_root_unsigned_without_bootstrap(repository: Repository) -> None:
    repository.publish(b"one")
    metadata: Metadata[Any] = Metadata.from_bytes(repository.root)
    metadata.signatures.clear()
    with pytest.raises(Unavailable):
        repository.client.get(metadata.to_bytes(), NAMES)
    assert repository.get()[CATALOG] == b"one"


def test_max_root_rotations(repository: Repository) -> None:
    """An endless chain is followed for 256 steps and no further: what stands there counts."""
    repository.publish(b"one")
    for version in range(2, 260):
        a_root(repository, version)
    assert repository.get()[CATALOG] == b"one"
    assert history(repository, 257).exists() and not history(repository, 258).exists()
    assert repository.get()[CATALOG] == b"one"


def test_intermediate_root_expired(seen: Repository) -> None:
    a_root(seen, 2, expires_in=-5)
    a_root(seen, 3)
    works_again(seen)


def test_final_root_expired(seen: Repository) -> None:
    a_root(seen, 2)
    refused(seen, lambda r: a_root(r, 3, expires_in=-5))
    assert history(seen, 3).exists()
    a_root(seen, 4)
    works_again(seen)


def test_load_metadata_from_cache_and_no_role_twice(seen: Repository) -> None:
    """…load_metadata_from_cache, …not_loading_targets_twice."""
    assert fetched(seen) == ["2.root.json", "timestamp.json"]
    seen.publish(b"three")
    names = fetched(seen)
    assert len(names) == len(set(names)) == 4  # of the roles only snapshot and city are new


def test_intermediate_root_cache_and_its_poisoning(seen: Repository) -> None:
    a_root(seen, 2)
    a_root(seen, 3)
    assert fetched(seen) == ["2.root.json", "3.root.json", "4.root.json", "timestamp.json"]
    assert fetched(seen) == ["4.root.json", "timestamp.json"]
    metadata: Metadata[Any] = Metadata.from_file(str(history(seen, 2)))
    metadata.signatures.clear()
    metadata.to_file(str(history(seen, 2)))
    assert fetched(seen) == ["2.root.json", "4.root.json", "timestamp.json"]
    assert fetched(seen) == ["4.root.json", "timestamp.json"]
