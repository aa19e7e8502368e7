import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.domain.errors import Refused, Unavailable
from kiosk.sealing.seal import OVERHEAD_BYTES, HpkeSealer, seal_key_id
from kiosk.sealing.suites import load_or_make_key
from kiosk.sealing.unseal import HpkeUnsealer
from kiosk.wire.signed import filing_info

PRIVATE = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
KEY_ID = seal_key_id("341600", PUBLIC)
INFO = filing_info(42017, "0042017000012358", bytes(32), KEY_ID)


def test_the_published_context_is_made() -> None:
    info = filing_info(42017, "0042017000012358", bytes(32), "320100-66687aad")
    assert len(info) == 132
    assert hashlib.sha256(info).hexdigest() == (
        "13a20d606b79ed06d585c1da08d426a393bb71949da29089337e5d8a89fa594b"
    )


def test_only_the_desk_reads_what_was_sealed() -> None:
    sealed = HpkeSealer(KEY_ID, PUBLIC).seal("张三".encode(), INFO)
    assert len(sealed) == len("张三".encode()) + OVERHEAD_BYTES
    assert "张三".encode() not in sealed
    desk = HpkeUnsealer({KEY_ID: bytes(range(32))})
    assert desk.unseal(KEY_ID, sealed, INFO) == "张三".encode()


def test_another_context_key_or_byte_opens_nothing() -> None:
    sealed = HpkeSealer(KEY_ID, PUBLIC).seal(b"x", INFO)
    desk = HpkeUnsealer({KEY_ID: bytes(range(32)), "341600-00000000": bytes([1]) * 32})
    other = filing_info(42018, "0042017000012358", bytes(32), KEY_ID)
    for key, data, info in (
        (KEY_ID, sealed, other),
        ("341600-00000000", sealed, INFO),
        (KEY_ID, sealed[:-1] + bytes([sealed[-1] ^ 1]), INFO),
        (KEY_ID, b"", INFO),
        ("341600-unknown0", sealed, INFO),
    ):
        with pytest.raises(Refused):
            desk.unseal(key, data, info)


def test_the_same_text_is_never_sealed_the_same() -> None:
    sealer = HpkeSealer(KEY_ID, PUBLIC)
    assert sealer.seal(b"x", INFO) != sealer.seal(b"x", INFO)


def test_a_device_key_is_made_once_and_is_its_owners_alone(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "device.key"
    made = load_or_make_key(path, bytes(range(32)))
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_or_make_key(path, bytes(32)).public_key == made.public_key
    assert made.public_key.hex() == (
        "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
    )
    path.write_bytes(b"short")
    with pytest.raises(Unavailable, match="重新登记"):
        load_or_make_key(path, bytes(32))
