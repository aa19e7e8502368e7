"""The cases of python-tuf's own `test_updater_consistent_snapshot.py`, by name, on our client.

Our hub numbers its files; that a root says they have no numbers is followed all the same. Whether
the names of targets begin with their hash cannot be told to our client: where they do not, there is
nothing for it.
"""

import shutil
from functools import partial
from pathlib import Path

import pytest

from tests.sync.signed_files import (
    CATALOG,
    CITY,
    NAMES,
    Repository,
    refused,
    restore,
    version_of,
)
from tests.sync.tuf_graphs import WANTED, asked, edge, serve_graph

FILES = ("file", "file.txt", "..file.ext", "f.le")
IS_CONSISTENT = pytest.mark.parametrize(
    "is_consistent",
    [False, True],
    ids=["consistent_snaphot disabled", "consistent_snaphot enabled"],
)


def say_no_numbers(repository: Repository) -> None:
    """Serve a root that says so, and every file without its number or hash only."""

    def change(metadata: object) -> None:
        metadata.version = 2  # type: ignore[attr-defined]
        metadata.consistent_snapshot = False  # type: ignore[attr-defined]

    root = repository.tuf / "2.root.json"
    repository.forge("root", change, repository.keys.signers("root"), root)
    numbered = [path for path in repository.tuf.glob("*.*.json") if "root" not in path.name]
    for path in sorted(numbered, key=lambda path: int(path.name.split(".")[0])):
        path.replace(path.with_name(path.name.partition(".")[2]))
    take_hashes_off(repository)


def take_hashes_off(repository: Repository) -> None:
    """Serve target files by their plain names; of two with one name, the newest."""
    paths = [path for path in (repository.tuf / "targets").rglob("*") if path.is_file()]
    for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns):
        path.replace(path.with_name(path.name.partition(".")[2]))


def spoil(path: Path, _: Repository) -> None:
    path.write_bytes(b"x" + path.read_bytes()[1:])


def without_cache(repository: Repository, names: tuple[str, ...] = NAMES) -> list[str]:
    """Let a kiosk that lost its files read; return what it fetched."""
    shutil.rmtree(repository.local)
    return repository.get_noting(names)[1]


def other_content(repository: Repository, path: Path, content: bytes) -> None:
    """Serve this in a file's place: it is refused, and the true content is taken again."""
    sound = path.read_bytes()

    def attack(_: Repository) -> None:
        shutil.rmtree(repository.local)
        path.write_bytes(content)

    refused(repository, attack)
    path.write_bytes(sound)
    assert repository.get()[CATALOG] == b"two"


@IS_CONSISTENT
def test_top_level_roles_update(seen: Repository, is_consistent: bool) -> None:
    snapshot = version_of(seen, "snapshot")
    older = (seen.tuf / f"{snapshot - 1}.snapshot.json").read_bytes()
    roots = ["2.root.json"]
    numbers = {"snapshot": f"{snapshot}.", "targets": "1."}
    if not is_consistent:
        say_no_numbers(seen)
        roots, numbers = ["2.root.json", "3.root.json"], {"snapshot": "", "targets": ""}
    below = [f"{numbers[role]}{role}.json" for role in ("snapshot", "targets")]
    assert without_cache(seen)[: len(roots) + 3] == [*roots, "timestamp.json", *below]
    assert {path.name for path in seen.local.glob("*.json")} > {
        "root.json",
        "timestamp.json",
        "snapshot.json",
        "targets.json",
    }
    other_content(seen, seen.tuf / below[0], older)


@IS_CONSISTENT
def test_delegated_roles_update(seen: Repository, is_consistent: bool) -> None:
    roles = ["role1", "..", "."]
    serve_graph(seen, [edge("targets", role) for role in roles], {".": {WANTED: b"ours"}})
    city = version_of(seen, CITY)
    older = (seen.tuf / f"{city - 1}.{CITY}.json").read_bytes()
    if not is_consistent:
        say_no_numbers(seen)
    numbers = ("1.", f"{city}.") if is_consistent else ("", "")
    names = without_cache(seen, (WANTED, CATALOG))
    delegated = [f"{numbers[0]}{role}.json" for role in roles]
    assert [name for name in names if name in delegated] == delegated
    assert not is_consistent or asked(names) == roles
    assert f"{numbers[1]}{CITY}.json" in names
    assert all((seen.local / f"{role}.json").is_file() for role in (*roles, CITY))
    other_content(seen, seen.tuf / f"{numbers[1]}{CITY}.json", older)


@pytest.mark.parametrize(
    ("is_consistent", "has_hashes"),
    [(False, False), (True, False), (True, True)],
    ids=[
        "consistent_snaphot disabled",
        "consistent_snaphot enabled without prefixed targets",
        "consistent_snaphot enabled with prefixed targets",
    ],
)
def test_download_targets(seen: Repository, is_consistent: bool, has_hashes: bool) -> None:
    names = tuple(f"config/341600/{name}" for name in FILES)
    files = {name: name.encode() for name in names}
    seen.repository().publish({CATALOG: b"two", **files}, None)
    assert seen.get(names) == files
    keep = seen.copy("kept")
    if not is_consistent:
        say_no_numbers(seen)
    elif not has_hashes:
        refused(seen, take_hashes_off, names)
        restore(seen, keep)
    content, fetched = seen.get_noting(names)
    assert content == files
    plain = [name.removeprefix("targets/") for name in fetched if name.startswith("targets/")]
    assert is_consistent != (plain == list(names))
    for path in (seen.tuf / "targets" / "config" / "341600").iterdir():
        sound = path.read_bytes()
        refused(seen, partial(spoil, path), names)
        path.write_bytes(sound)
    assert seen.get(names) == files
