"""The cases of python-tuf's own `test_updater_key_rotations.py`, by name, against our client.

A case says which keys a new version names, how many of them must sign, and who signed it.
"""

from typing import Any

import pytest
from msgspec import Struct
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root

from kiosk.domain.errors import Unavailable
from tests.sync.signed_files import CATALOG, NAMES, Repository, higher, raise_role

KEYS = [CryptoSigner.generate_ed25519() for _ in range(10)]
"""Keys by the numbers that the cases give them."""


class Version(Struct, frozen=True, kw_only=True):
    """A version of a role: keys that it names, how many must sign, who signed; is it refused?"""

    keys: str
    threshold: int
    sigs: str
    is_refused: bool = False


def one(keys: str, threshold: int, sigs: str, is_refused: bool = False) -> Version:
    return Version(keys=keys, threshold=threshold, sigs=sigs, is_refused=is_refused)


ROOTS: dict[str, list[Version]] = {
    "1-of-1 key rotation": [one("1", 1, "1"), one("2", 1, "21"), one("2", 1, "2")],
    "1-of-1 key rotation, unused signatures": [
        one("1", 1, "314"),
        one("2", 1, "3214"),
        one("2", 1, "324"),
    ],
    "1-of-1 key rotation fail: not signed with old key": [
        one("1", 1, "1"),
        one("2", 1, "234", True),
    ],
    "1-of-1 key rotation fail: not signed with new key": [
        one("1", 1, "1"),
        one("2", 1, "134", True),
    ],
    "3-of-5, sign with different keycombos": [
        one("01234", 3, "024"),
        one("01234", 3, "041"),
        one("01234", 3, "013"),
        one("01234", 3, "013"),
    ],
    "3-of-5, one key rotated": [one("01234", 3, "024"), one("01345", 3, "041")],
    "3-of-5, one key rotate fails: not signed with 3 new keys": [
        one("01234", 3, "024"),
        one("01345", 3, "024", True),
    ],
    "3-of-5, one key rotate fails: not signed with 3 old keys": [
        one("01234", 3, "024"),
        one("01345", 3, "045", True),
    ],
    "3-of-5, one key rotated, with intermediate step": [
        one("01234", 3, "024"),
        one("01345", 3, "0245"),
        one("01345", 3, "045"),
    ],
    "3-of-5, all keys rotated, with intermediate step": [
        one("01234", 3, "024"),
        one("56789", 3, "024567"),
        one("56789", 3, "567"),
    ],
    "1-of-3 threshold increase to 2-of-3": [one("123", 1, "1"), one("123", 2, "12")],
    "1-of-3 threshold bump to 2-of-3 fails: new threshold not reached": [
        one("123", 1, "1"),
        one("123", 2, "2", True),
    ],
    "2-of-3 threshold decrease to 1-of-3": [
        one("123", 2, "12"),
        one("123", 1, "12"),
        one("123", 1, "1"),
    ],
    "2-of-3 threshold decr. to 1-of-3 fails: old threshold not reached": [
        one("123", 2, "12"),
        one("123", 1, "1", True),
    ],
    "1-of-2 threshold increase to 2-of-2": [one("1", 1, "1"), one("12", 2, "12")],
}
OTHERS: dict[str, Version] = {
    "1-of-1 key rotation": one("2", 1, "2"),
    "1-of-1 key rotation, unused signatures": one("1", 1, "314"),
    "1-of-1 key rotation fail: not signed with new key": one("2", 1, "134", True),
    "3-of-5, one key signature wrong: not signed with 3 expected keys": one(
        "01345", 3, "024", True
    ),
    "2-of-5, one key signature missing: threshold not reached": one("01345", 3, "04", True),
    "3-of-5, sign first combo": one("01234", 3, "024"),
    "3-of-5, sign second combo": one("01234", 3, "041"),
    "3-of-5, sign third combo": one("01234", 3, "013"),
    "3-of-5, sign fourth combo": one("01234", 3, "123"),
    "3-of-5, sign fifth combo": one("01234", 3, "234"),
}


def signers(numbers: str) -> list[CryptoSigner]:
    return [KEYS[int(number)] for number in numbers]


def give_keys(root: Root, role: str, version: Version) -> None:
    """Let a root name the keys of a role."""
    for keyid in list(root.roles[role].keyids):
        root.revoke_key(keyid, role)
    for signer in signers(version.keys):
        root.add_key(signer.public_key, role)
    root.roles[role].threshold = version.threshold


def a_chain(repository: Repository, versions: list[Version]) -> bytes:
    """Serve roots with such keys, the first in the place of the hub's; return that one."""
    for number, version in enumerate(versions, start=1):
        metadata: Metadata[Any] = Metadata.from_bytes(repository.root)
        metadata.signed.version = number
        give_keys(metadata.signed, "root", version)
        metadata.signatures.clear()
        for signer in signers(version.sigs):
            metadata.sign(signer, append=True)
        (repository.tuf / f"{number}.root.json").write_bytes(metadata.to_bytes())
    return (repository.tuf / "1.root.json").read_bytes()


@pytest.mark.parametrize("versions", ROOTS.values(), ids=ROOTS)
def test_root_rotation(repository: Repository, versions: list[Version]) -> None:
    repository.publish(b"one")
    root = a_chain(repository, versions)
    last = len(versions)
    if versions[-1].is_refused:
        with pytest.raises(Unavailable):
            repository.client.get(root, NAMES)
        last -= 1
    else:
        assert repository.client.get(root, NAMES)[1][CATALOG] == b"one"
    kept = repository.local / "root_history"
    assert (kept / f"{last}.root.json").read_bytes() == (
        repository.tuf / f"{last}.root.json"
    ).read_bytes()
    assert not (kept / f"{last + 1}.root.json").exists()


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
@pytest.mark.parametrize("version", OTHERS.values(), ids=OTHERS)
def test_non_root_rotations(seen: Repository, role: str, version: Version) -> None:
    floors = seen.floors()

    def named(root: Any) -> None:
        root.version = 2
        give_keys(root, role, version)

    seen.forge("root", named, seen.keys.signers("root"), seen.tuf / "2.root.json")
    raise_role(seen, role, higher, signers(version.sigs))
    if version.is_refused:
        with pytest.raises(Unavailable):
            seen.get()
        assert seen.floors() == floors
    else:
        assert seen.get()[CATALOG] == b"two"
        assert seen.floors() != floors
