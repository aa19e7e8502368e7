"""The attacks of the specification: refused, nothing changed, and it works again afterwards."""

import datetime as dt
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.domain.errors import Unavailable
from tests.sync.signed_files import (
    CATALOG,
    CITY,
    ROLES,
    Attack,
    Repository,
    a_stranger,
    lower,
    raise_role,
    refused,
    with_keys,
    works_again,
)


# ---- rollback
def serve_the_past(repository: Repository) -> None:
    repository.served = repository.folder.parent / "first"


def lose_everything(repository: Repository) -> None:
    shutil.rmtree(repository.local)
    serve_the_past(repository)


def empty_the_files(repository: Repository) -> None:
    for path in repository.local.rglob("*.json"):
        path.write_bytes(b"")
    serve_the_past(repository)


def lose_the_timestamp(repository: Repository) -> None:
    (repository.local / "timestamp.json").unlink()
    serve_the_past(repository)


@pytest.mark.parametrize(
    "attack", [serve_the_past, lose_everything, empty_the_files, lose_the_timestamp]
)
def test_the_past_is_refused_whatever_became_of_the_clients_files(
    seen: Repository, attack: Attack
) -> None:
    refused(seen, attack)
    works_again(seen)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_lost", [False, True])
def test_a_role_below_its_floor_is_refused_though_it_is_signed(
    seen: Repository, role: str, is_lost: bool
) -> None:
    """Whoever holds a role's keys may go back no further than what was seen."""
    if role in ("targets", "policy"):  # only these stood at their first version
        raised = "policy" if role == "policy" else "targets"
        seen.repository().rotate(raised)
        seen.get()
    floors = seen.floors()

    def back(repository: Repository) -> None:
        if is_lost:
            shutil.rmtree(repository.local)
        lower(repository, role)

    keep = seen.copy("kept")
    back(seen)
    with pytest.raises(Unavailable):
        seen.get()
    assert seen.floors() == floors
    shutil.rmtree(seen.tuf)
    shutil.copytree(keep / "tuf", seen.tuf)
    seen.repository().refresh()  # the forged timestamp had the number that comes next
    works_again(seen)


# ---- freeze
def test_what_expired_is_refused_also_when_the_machines_clock_stands_still(
    seen: Repository,
) -> None:
    now = seen.now
    seen.now = now + dt.timedelta(days=3, minutes=1)
    with pytest.raises(Unavailable):
        seen.get()
    seen.repository().refresh()
    assert seen.get()[CATALOG] == b"two"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_expires(seen: Repository, role: str) -> None:
    def expire(metadata: Any) -> None:
        metadata.version += 1
        metadata.expires = (seen.now - dt.timedelta(days=1)).replace(microsecond=0)

    refused(seen, lambda r: raise_role(r, role, expire, with_keys(r, role)))


# ---- wrong keys, too few keys
@pytest.mark.parametrize("role", ROLES)
def test_a_stranger_signs_nothing(seen: Repository, role: str) -> None:
    def higher(metadata: Any) -> None:
        metadata.version += 1

    refused(seen, lambda r: raise_role(r, role, higher, [a_stranger()]))


@pytest.mark.parametrize("role", ["targets", "policy"])
def test_one_of_two_keys_is_not_enough(seen: Repository, role: str) -> None:
    def higher(metadata: Any) -> None:
        metadata.version += 1

    refused(seen, lambda r: raise_role(r, role, higher, with_keys(r, role)[:1]))


def test_one_key_twice_is_not_two(seen: Repository) -> None:
    def higher(metadata: Any) -> None:
        metadata.version += 1

    refused(seen, lambda r: raise_role(r, "policy", higher, with_keys(r, "policy")[:1] * 2))


# ---- mix and match
@pytest.mark.parametrize("role", ["snapshot", CITY])
def test_old_metadata_under_a_new_name_is_refused(seen: Repository, role: str) -> None:
    seen.publish(b"three")
    new = seen.newest(role)
    older = seen.tuf / f"{int(new.name.split('.')[0]) - 1}.{role}.json"
    refused(seen, lambda r: new.write_bytes(older.read_bytes()))


def test_a_target_of_another_time_is_refused(seen: Repository) -> None:
    seen.publish(b"three")
    folder = seen.tuf / "targets" / "catalog" / "341600"
    old = {path.read_bytes(): path for path in folder.iterdir()}
    refused_target(seen, lambda: old[b"three"].write_bytes(b"two"))
    refused_target(seen, lambda: old[b"three"].write_bytes(b"three" + bytes(10_000_000)))
    refused_target(seen, lambda: old[b"three"].write_bytes(b"thr"))
    refused_target(seen, lambda: old[b"three"].unlink())
    old[b"three"].write_bytes(b"three")
    assert seen.get()[CATALOG] == b"three"


def refused_target(repository: Repository, attack: Callable[[], object]) -> None:
    attack()
    with pytest.raises(Unavailable):
        repository.get()


# ---- endless data
@pytest.mark.parametrize("role", ROLES)
def test_endless_metadata_is_cut_off(seen: Repository, role: str) -> None:
    seen.publish(b"three")
    path = seen.newest(role)
    if role in ("targets", "policy"):  # as the client had them already
        shutil.rmtree(seen.local)
    sound = path.read_bytes()
    refused(seen, lambda r: path.write_bytes(sound + b" " * 9_000_000))
    path.write_bytes(sound)
    assert seen.get()[CATALOG] == b"three"


def test_an_endless_root_is_cut_off(seen: Repository) -> None:
    path = seen.tuf / "2.root.json"
    refused(seen, lambda r: path.write_bytes(b"{" * 9_000_000))
    path.unlink()
    works_again(seen)


@pytest.mark.parametrize("content", [b"", b"{}", b"null", b"\xff", b"[" * 100_000])
@pytest.mark.parametrize("role", ["timestamp", "snapshot", CITY])
def test_what_is_no_metadata_is_refused(seen: Repository, role: str, content: bytes) -> None:
    seen.publish(b"three")
    path = seen.newest(role)
    sound = path.read_bytes()
    refused(seen, lambda r: path.write_bytes(content))
    path.write_bytes(sound)
    assert seen.get()[CATALOG] == b"three"
