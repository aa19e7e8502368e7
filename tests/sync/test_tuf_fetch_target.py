"""The cases of python-tuf's own `test_updater_fetch_target.py` and `test_updater_validation.py`.

By name, against our client, which keeps no target files: each is read anew, checked, given out and
gone. `find_cached_target` therefore has no like here; that what lies about is not taken for a
target stands in its place. `download_targets_with_succinct_roles`: roles without names are refused
(`test_tuf_delegation_graphs.py`). `bootstrap_argument_required`: nobody can call our client's `get`
without a root, what is no root is refused (`cached_root_missing_without_bootstrap` in
`test_tuf_roots.py`). `non_existing_metadata_dir`: our client makes it.
"""

import shutil
from functools import partial
from pathlib import Path

import pytest

from tests.sync.signed_files import CATALOG, NAMES, Repository, refused, works_again

FOLDER = "catalog/341600"


def served(repository: Repository, content: bytes) -> Path:
    """Return the file in which a catalogue with some content is served."""
    folder = repository.tuf / "targets" / FOLDER
    return next(path for path in folder.iterdir() if path.read_bytes() == content)


@pytest.mark.parametrize(
    "target",
    [f"{FOLDER}/targetpath", f"{FOLDER}/目录 åäö.json", "config/341600/targetpath"],
    ids=["standard case", "non-asci case", "subdirectory case"],
)
def test_fetch_target(seen: Repository, target: str) -> None:
    assert seen.get((target,)) == {}
    seen.repository().publish({CATALOG: b"two", target: b"target content"}, None)
    for _ in range(2):
        assert seen.get((target,)) == {target: b"target content"}
        assert not (seen.local / "target").exists()
    folder, _, name = target.rpartition("/")
    path = next((seen.tuf / "targets" / folder).glob(f"*.{name}"))
    refused(seen, lambda _: path.write_bytes(b"forged content"), (target,))
    assert not (seen.local / "target").exists()
    path.write_bytes(b"target content")
    assert seen.get((target, CATALOG)) == {target: b"target content", CATALOG: b"two"}
    works_again(seen)


def test_a_deeper_folder_is_not_a_citys(seen: Repository) -> None:
    """…subdirectory case: a pattern does not cross a slash, so that no more is said than meant."""
    deep = f"{FOLDER}/a/b/c/targetpath"
    seen.repository().publish({CATALOG: b"two", deep: b"forged"}, None)
    assert seen.get((deep,)) == {}
    works_again(seen)


def test_invalid_target_download(seen: Repository) -> None:
    path = served(seen, b"two")
    for content in (b"tw@", b"tw", b"twoo", b""):
        refused(seen, partial(replace, path, content))
        assert not (seen.local / "target").exists()
    path.write_bytes(b"two")
    assert seen.get()[CATALOG] == b"two"
    works_again(seen)


def replace(path: Path, content: bytes, _: Repository) -> None:
    path.write_bytes(content)


def test_invalid_target_cache(seen: Repository) -> None:
    """A file that was cut off on its way to the reader is no target, whatever is in it."""
    path, away = served(seen, b"two"), seen.folder / "away"
    real = seen.get()
    for left in (b"two", b"forged"):
        path.rename(away)
        refused(seen, partial(replace, seen.local / "target", left), (CATALOG,))
        away.rename(path)
        assert seen.get() == real
    (seen.local / "target").write_bytes(b"two")
    assert seen.get() == real
    works_again(seen)


# ---- test_updater_validation.py
def test_local_target_storage_fail(seen: Repository) -> None:
    place = seen.local / "target"
    refused(seen, lambda _: place.mkdir())
    place.rmdir()
    works_again(seen)


@pytest.mark.parametrize("is_seen", [False, True])
def test_non_existing_metadata_dir(repository: Repository, is_seen: bool) -> None:
    """It is made, as is needed after a loss; where it cannot be made a person is told."""
    repository.publish(b"one")
    if is_seen:
        assert repository.get()[CATALOG] == b"one"
        shutil.rmtree(repository.local)

    refused(repository, lambda r: r.local.write_bytes(b""))
    repository.local.unlink()
    assert repository.get(NAMES)[CATALOG] == b"one"
    assert (repository.local.stat().st_mode & 0o777) == 0o700
    works_again(repository)
