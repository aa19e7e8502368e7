"""Signed objects and the byte strings that signatures and seals cover.

Which key is trusted for what is decided by whoever verifies.
Source: sync.md §0 (PAE), §5 (signed object), §7 (slip), §8 (seal), §9 (enrolment).
"""

import base64
import binascii
import struct
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from kiosk.domain.errors import InputError

Purpose = Literal["ack", "blob", "feed", "time", "enrol", "status"]
T = TypeVar("T")


class Signed(Struct, frozen=True, kw_only=True):
    """An answer that matters: `payload` is kept as received and never encoded again.

    `payload` and `sig` are b64url without padding; `kid` names the hub key.
    """

    payload: str
    kid: str
    sig: str


def pae(*parts: bytes) -> bytes:
    """Return the pre-authentication encoding: count and lengths as 64-bit little-endian."""
    pieces = [struct.pack("<Q", len(parts))]
    for part in parts:
        pieces += (struct.pack("<Q", len(part)), part)
    return b"".join(pieces)


def b64(data: bytes) -> str:
    """Return b64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Read b64url without padding.

    Raises:
        InputError: it is not that, or not in its only spelling.
    """
    try:
        raw = text.encode("ascii")
        data = base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise InputError("wire.base64", "这段内容不是 b64url 编码") from error
    if b64(data) != text:
        raise InputError("wire.base64", "这段内容不是规范的 b64url 编码")
    return data


def number7(kiosk_no: int) -> bytes:
    """Return a kiosk number as seven ASCII digits."""
    return b"%07d" % kiosk_no


def signing_input(purpose: Purpose, payload: bytes) -> bytes:
    """Return what the hub signs."""
    return b"kiosk-hub/%s/1\0" % purpose.encode() + payload


def payload_of(signed: Signed, kind: type[T]) -> T:
    """Decode the payload of an object whose signature was verified.

    Raises:
        InputError: the payload is not of this kind.
    """
    try:
        return msgspec.json.decode(unb64(signed.payload), type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError("wire.payload", f"中心的回答格式不对：{error}") from error


def filing_info(kiosk_no: int, receipt: str, item_sha256: bytes, key_id: str) -> bytes:
    """Return the context that seals the body of a filing."""
    return pae(b"kiosk/filing/1", number7(kiosk_no), receipt.encode(), item_sha256, key_id.encode())


def blob_info(kiosk_no: int, key_id: str) -> bytes:
    """Return the context that seals an attachment, before a receipt exists."""
    return pae(b"kiosk/blob/1", number7(kiosk_no), key_id.encode())


def enrol_input(token_hash: bytes, public_key: bytes) -> bytes:
    """Return what a device signs to enrol; `token_hash` is SHA-256 of the token."""
    return b"kiosk-enrol/1\0" + token_hash + public_key


def reenrol_input(old_kiosk_no: int, public_key: bytes) -> bytes:
    """Return what the old and the new key sign when a kiosk enrols anew."""
    return b"kiosk-reenrol/1\0" + pae(number7(old_kiosk_no), public_key)


def rotate_input(kiosk_no: int, old_key: bytes, new_key: bytes) -> bytes:
    """Return what the new key signs when a device changes its key."""
    return b"kiosk-rotate/1\0" + pae(number7(kiosk_no), old_key, new_key)


def slip_input(receipt: str, entry_hash: bytes, filed_day: str) -> bytes:
    """Return what the QR code of a receipt is signed over; the day is YYYYMMDD."""
    return b"kiosk-slip/1\0" + receipt.encode() + entry_hash[:16] + filed_day.encode()
