"""Who may speak for whom, and how keys change: by the parent's word, also after a fast-forward."""

import datetime as dt
import shutil
from typing import Any

import pytest
from tuf.api.metadata import MetaFile, TargetFile

from kiosk.domain.errors import Unavailable
from tests.sync.signed_files import (
    CATALOG,
    CITY,
    Repository,
    a_stranger,
    name_roles,
    point_to,
    raise_role,
    refused,
    with_keys,
    works_again,
)

HUB_KEYS = "keys/hub.json"


# ---- delegations
@pytest.mark.parametrize(
    "target", [HUB_KEYS, "catalog/340100/340100.index.json", "config/340100/kiosk.json", "x"]
)
def test_a_city_cannot_speak_for_others(seen: Repository, target: str) -> None:
    seen.repository().publish({CATALOG: b"two", target: b"forged"}, None)
    _, content = seen.client.get(seen.root, (HUB_KEYS, CATALOG, target))
    assert content[CATALOG] == b"two"
    assert content.get(target) != b"forged"


def test_a_top_level_target_needs_the_offline_keys(seen: Repository) -> None:
    def claim(metadata: Any) -> None:
        metadata.version += 1
        metadata.targets[CATALOG] = TargetFile.from_data(CATALOG, b"forged", ["sha256"])

    refused(seen, lambda r: raise_role(r, "targets", claim, with_keys(r, CITY)))


# ---- rotation
@pytest.mark.parametrize(
    "role", ["root", "targets", "policy", "city", "audit", "snapshot", "timestamp"]
)
def test_new_keys_that_the_parent_signs_in_are_followed(seen: Repository, role: Any) -> None:
    old = seen.keys.signers(role)
    seen.repository().rotate(role)
    assert {key.public_key.keyid for key in old}.isdisjoint(
        key.public_key.keyid for key in seen.keys.signers(role)
    )
    assert seen.get()[CATALOG] == b"two"
    seen.publish(b"three")
    assert seen.get()[CATALOG] == b"three"
    if role in ("targets", "policy", "city", "snapshot", "timestamp"):
        name = CITY if role == "city" else role

        def higher(metadata: Any) -> None:
            metadata.version += 1

        refused(seen, lambda r: raise_role(r, name, higher, old))


def test_a_kiosk_that_slept_through_rotations_follows_the_chain(seen: Repository) -> None:
    for role in ("root", "timestamp", "root", "snapshot", "targets", "root", "city"):
        seen.repository().rotate(role)  # type: ignore[arg-type]
    seen.publish(b"three")
    assert seen.get()[CATALOG] == b"three"
    shutil.rmtree(seen.local)
    assert seen.get()[CATALOG] == b"three"


def test_a_rotation_of_the_root_that_was_cut_short_is_finished(
    seen: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise OSError("cut")

    with monkeypatch.context() as patch:
        patch.setattr("hub.services.tuf_keys.RoleKeys.adopt", cut)
        with pytest.raises(OSError, match="cut"):
            seen.repository().rotate("root")
    seen.repository().rotate("root")
    assert not list(seen.tuf.glob("3.root.json"))
    seen.repository().rotate("root")
    assert seen.get()[CATALOG] == b"two"


@pytest.mark.parametrize("who", ["strangers", "too few", "only new"])
def test_a_root_that_the_old_keys_do_not_sign_is_refused(seen: Repository, who: str) -> None:
    strangers = [a_stranger() for _ in range(5)]
    root = seen.keys.signers("root")
    signers = {"strangers": strangers, "too few": root[:2] + strangers, "only new": strangers[:3]}

    def take_over(metadata: Any) -> None:
        metadata.version += 1
        for keyid in list(metadata.roles["root"].keyids):
            metadata.revoke_key(keyid, "root")
        for stranger in strangers:
            metadata.add_key(stranger.public_key, "root")

    path = seen.tuf / "2.root.json"
    refused(seen, lambda r: r.forge("root", take_over, signers[who], path))
    path.unlink()
    works_again(seen)


def test_a_root_that_skips_a_version_is_refused(seen: Repository) -> None:
    def skip(metadata: Any) -> None:
        metadata.version += 2

    path = seen.tuf / "2.root.json"
    refused(seen, lambda r: r.forge("root", skip, with_keys(r, "root"), path))
    path.unlink()
    works_again(seen)


# ---- fast forward
@pytest.mark.parametrize("role", ["timestamp", "snapshot", CITY])
def test_after_a_fast_forward_new_keys_bring_the_kiosk_back(seen: Repository, role: str) -> None:
    keep = seen.copy("kept")

    def far(metadata: Any) -> None:
        metadata.version = 1_000_000

    number = 1_000_000
    if role == "timestamp":
        seen.forge(role, far, with_keys(seen, role))
    elif role == "snapshot":
        seen.forge(role, far, with_keys(seen, role), seen.tuf / f"{number}.snapshot.json")
        point_to(seen, number)
    else:
        seen.forge(role, far, with_keys(seen, role), seen.tuf / f"{number}.{role}.json")
        name_roles(seen, {role: MetaFile(number)})
    assert seen.get()[CATALOG] == b"two"
    shutil.rmtree(seen.tuf)
    shutil.copytree(keep / "tuf", seen.tuf)
    seen.repository().refresh()
    seen.publish(b"three")
    with pytest.raises(Unavailable):
        seen.get()
    for rotated in ("snapshot", "timestamp", "city"):
        seen.repository().rotate(rotated)  # type: ignore[arg-type]
    assert seen.get()[CATALOG] == b"three"


def test_the_time_of_the_library_can_still_be_set(seen: Repository) -> None:
    """The attribute is private: its version is pinned, and this fails when it goes."""
    before = (seen.local / "timestamp.json").read_bytes()
    seen.now += dt.timedelta(days=365 * 10)
    with pytest.raises(Unavailable):
        seen.get()
    assert (seen.local / "timestamp.json").read_bytes() == before
