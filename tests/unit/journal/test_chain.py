import hashlib

import msgspec
import pytest

from kiosk.domain.errors import InputError
from kiosk.journal.chain import Rotation, Tip, advance, link, verify
from kiosk.journal.entry import Entry, Header, make_entry
from kiosk.sealing.suites import Ed25519Signer, Suite1
from kiosk.wire.signed import rotate_input

SUITE = Suite1()
DEVICE = Ed25519Signer(bytes(range(32)))
START = Tip(key=DEVICE.public_key)


def an_entry(
    tip: Tip, *, body: bytes = b"{}", kind: str = "stats.day", signer: Ed25519Signer = DEVICE
) -> Entry:
    fields = Header(
        kiosk_no=42017,
        seq=tip.seq + 1,
        prev=tip.hash.hex(),
        type=kind,
        body_sha256=hashlib.sha256(body).hexdigest(),
        body_len=len(body),
        t_wall=1772323200000,
        t_q=2,
        boot_id="00112233445566778899aabbccddeeff",
        t_mono=5000,
        app="1.0.0",
    )
    return make_entry(fields, body, signer)


def a_chain(length: int) -> list[Entry]:
    entries, tip = [], START
    for number in range(length):
        entries.append(an_entry(tip, body=b"%d" % number))
        tip = advance(tip, entries[-1], SUITE)
    return entries


def rotation(tip: Tip, new: Ed25519Signer, proof: Ed25519Signer) -> Entry:
    sig = proof.sign(rotate_input(42017, tip.key, new.public_key))
    body = msgspec.json.encode(Rotation(new_pub=new.public_key.hex(), sig_new=sig.hex()))
    return an_entry(tip, body=body, kind="key.rotate")


def test_a_whole_chain_has_no_flaw() -> None:
    assert list(verify(a_chain(20), START, SUITE)) == []


def test_next_known_gap_and_fork_are_told_apart() -> None:
    first, second, third = a_chain(3)
    tip = advance(START, first, SUITE)
    kept = {1: first.hash}.get
    assert link(tip, second, kept) == "next"
    assert link(tip, first, kept) == "known"
    assert link(tip, third, kept) == "gap"
    assert link(tip, an_entry(START, body=b"other"), kept) == "fork"
    assert link(tip, an_entry(Tip(seq=1, hash=b"\1" * 32, key=tip.key)), kept) == "fork"


@pytest.mark.parametrize(
    ("mutate", "rule"),
    [
        (lambda e: [*e[:4], *e[5:]], "gap"),
        (lambda e: [*e[:4], e[5], e[4], *e[6:]], "gap"),
        (lambda e: [*e[:4], an_entry(Tip(seq=4, hash=bytes(32), key=b"")), *e[5:]], "fork"),
        (
            lambda e: [*e[:4], an_entry(Tip(seq=4, hash=e[3].hash, key=b""), body=b"x"), *e[5:]],
            "fork",
        ),
        (
            lambda e: [
                *e[:4],
                an_entry(Tip(seq=4, hash=e[3].hash, key=b""), signer=Ed25519Signer(bytes(32))),
            ],
            "signature",
        ),
    ],
)
def test_what_was_done_to_a_chain_is_found(mutate, rule) -> None:  # type: ignore[no-untyped-def]
    assert [flaw.rule for flaw in verify(mutate(a_chain(10)), START, SUITE)] == [rule]


def test_after_a_rotation_only_the_new_key_signs() -> None:
    new = Ed25519Signer(bytes([7]) * 32)
    tip = advance(START, a_chain(1)[0], SUITE)
    turned = rotation(tip, new, new)
    after = advance(tip, turned, SUITE)
    by_new, by_old = an_entry(after, signer=new), an_entry(after)
    assert list(verify([turned, by_new], tip, SUITE)) == []
    assert [flaw.rule for flaw in verify([turned, by_old], tip, SUITE)] == ["signature"]


def test_a_new_key_must_prove_itself() -> None:
    new = Ed25519Signer(bytes([7]) * 32)
    with pytest.raises(InputError, match="没有证明自己"):
        advance(START, rotation(START, new, DEVICE), SUITE)
