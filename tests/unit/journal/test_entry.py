import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.journal.entry import (
    MAX_BODY_BYTES,
    MAX_HEADER_BYTES,
    BadEntry,
    Header,
    is_signed,
    make_entry,
    read_entry,
    read_header,
)
from kiosk.sealing.suites import Ed25519Signer, Suite1

SUITE = Suite1()
DEVICE = Ed25519Signer(bytes(range(32)))
BODY = b'{"day":"20260301","visits":12}\n'
VECTOR = (
    b'{"v":1,"suite":1,"kiosk_no":42017,"seq":1,"prev":"'
    + b"0" * 64
    + b'","type":"stats.day","body_sha256":'
    b'"77abf900d1e22dc7de19616d1a121eb2c5cbfa26d3c4cb25edc4670796b3488b","body_len":31,"blobs":[],'
    b'"t_wall":1772323200000,"t_q":2,"boot_id":"00112233445566778899aabbccddeeff","t_mono":5000,'
    b'"app":"1.0.0"}'
)
HASH = "d7335eb842127ccd753b749cdd33757c4c8d420b0ed5411f7be680338ad530b5"
SIG = (
    "4be5cf05ded29c12f9ff374755c5d9c2a2e4d9ce9615b6722e96fda0e4bd1505"
    "dbd9ad6e91d42635a9ae409bb6467c28d6d4e5a2d972745b06bb38427a549002"
)


def test_the_published_vector_is_made_byte_for_byte() -> None:
    entry = make_entry(msgspec.json.decode(VECTOR, type=Header), BODY, DEVICE)
    assert entry.header == VECTOR
    assert entry.hash.hex() == HASH
    assert entry.sig.hex() == SIG


def test_the_published_vector_is_read_and_is_signed() -> None:
    entry = read_entry(VECTOR, bytes.fromhex(SIG), BODY, SUITE)
    assert entry.hash.hex() == HASH
    assert is_signed(entry, DEVICE.public_key, SUITE)
    assert not is_signed(entry, Ed25519Signer(bytes(32)).public_key, SUITE)


def test_a_purged_body_is_no_fault_but_another_one_is() -> None:
    assert read_entry(VECTOR, bytes.fromhex(SIG), None, SUITE).body is None
    with pytest.raises(BadEntry, match="对不上"):
        read_entry(VECTOR, bytes.fromhex(SIG), BODY + b" ", SUITE)
    with pytest.raises(BadEntry, match="对不上"):
        read_entry(VECTOR, bytes.fromhex(SIG), BODY[:-1] + b" ", SUITE)


def test_members_that_a_reader_does_not_know_are_kept() -> None:
    header = VECTOR[:-1] + b',"later":{"a":1}}'
    assert read_header(header).seq == 1


@pytest.mark.parametrize(
    "header",
    [
        VECTOR.replace(b'"seq":1', b'"seq":1,"seq":1'),
        VECTOR[:-1] + b',"later":{"a":1,"a":2}}',
        VECTOR + b"{}",
        VECTOR.replace(b'"seq":1', b'"seq":0'),
        VECTOR.replace(b'"seq":1', b'"seq":1.0'),
        VECTOR.replace(b'"seq":1', b'"seq":true'),
        VECTOR.replace(b'"seq":1', b'"seq":"1"'),
        VECTOR.replace(b'"kiosk_no":42017', b'"kiosk_no":10000000'),
        VECTOR.replace(b'"t_q":2', b'"t_q":NaN'),
        VECTOR.replace(b'"type":"stats.day"', b'"type":"Stats"'),
        VECTOR.replace(b'"app":"1.0.0"', b'"app":"' + b"9" * 41 + b'"'),
        VECTOR.replace(b',"boot_id":"00112233445566778899aabbccddeeff"', b""),
        VECTOR.replace(b'"body_len":31', b'"body_len":%d' % (MAX_BODY_BYTES + 1)),
        b"[]",
        b"",
        b"\xff" + VECTOR,
        b"[" * 100_000,
        VECTOR[:-1] + b',"x":"' + b"x" * MAX_HEADER_BYTES + b'"}',
    ],
)
def test_a_header_that_breaks_a_rule_is_refused(header: bytes) -> None:
    with pytest.raises(BadEntry):
        read_header(header)


@pytest.mark.parametrize(
    "blobs",
    [
        [{"sha256": "0" * 64, "len": 0}],
        [{"sha256": "0" * 64, "len": 8 * 1024 * 1024 + 1}],
        [{"sha256": "0" * 63, "len": 1}],
        [{"sha256": "0" * 64, "len": 1}] * 17,
    ],
)
def test_attachments_have_limits(blobs: list[dict[str, object]]) -> None:
    header = VECTOR.replace(b'"blobs":[]', b'"blobs":' + json.dumps(blobs).encode())
    with pytest.raises(BadEntry):
        read_header(header)


@given(st.integers(0, len(VECTOR) - 1), st.integers(1, 255))
def test_no_byte_of_an_entry_can_change_unnoticed(at: int, flip: int) -> None:
    changed = bytearray(VECTOR)
    changed[at] ^= flip
    try:
        entry = read_entry(bytes(changed), bytes.fromhex(SIG), BODY, SUITE)
    except BadEntry:
        return
    assert not is_signed(entry, DEVICE.public_key, SUITE)
