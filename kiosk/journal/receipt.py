"""Receipt numbers, the code on a receipt's slip, the query code.

Source: sync.md §7; ISO 7064 MOD 97-10.
"""

import hashlib
import hmac

from msgspec import Struct

from kiosk.domain.errors import Bug, InputError
from kiosk.ports.crypto import Signer, Suite
from kiosk.wire.signed import b64, slip_input, unb64

_N, _R, _P = 2**14, 8, 1
_SALT_BYTES, _KEY_BYTES = 16, 16
LAST = 9_999_999


class SlipProof(Struct, frozen=True, kw_only=True):
    """What the code on a slip says: it proves the filing even if the kiosk burns.

    `entry_hash` are the first 16 bytes of the entry's hash, `filed_day` is YYYYMMDD.
    """

    receipt: str
    entry_hash: bytes
    filed_day: str
    sig: bytes


def receipt_no(kiosk_no: int, count: int) -> str:
    """Build the 16-digit receipt number.

    Args:
        kiosk_no: 1..9_999_999.
        count: filing counter of this kiosk, 1..9_999_999; the caller never reuses one.

    Returns:
        "KKKKKKKAAAAAAACC"; CC are ISO 7064 MOD 97-10 digits over the first 14.

    Raises:
        Bug: an argument is out of range.
    """
    if not (1 <= kiosk_no <= LAST and 1 <= count <= LAST):
        raise Bug("E-SY-01", "receipt number out of range")
    first = f"{kiosk_no:07}{count:07}"
    return f"{first}{98 - int(first) * 100 % 97:02}"


def is_receipt_no(text: str) -> bool:
    """Tell whether the check digits of a number fit; 1 % of all wrong numbers pass."""
    return len(text) == 16 and text.isascii() and text.isdigit() and int(text) % 97 == 1


def slip_code(origin: str, receipt: str, entry_hash: bytes, day: str, signer: Signer) -> str:
    """Return the text of the QR code on a receipt.

    Args:
        origin: the hub's public address, `https://…`.
        receipt: the number.
        entry_hash: of the filing's entry, 32 bytes.
        day: the day of filing, YYYYMMDD.
        signer: the device key.
    """
    sig = signer.sign(slip_input(receipt, entry_hash, day))
    return f"{origin}/r#{receipt}.{b64(entry_hash[:16] + day.encode() + sig)}"


def read_slip(text: str) -> SlipProof:
    """Read the part behind `#` of a slip's code, or the whole code.

    Raises:
        InputError: it is no such code.
    """
    receipt, dot, packed = text.rpartition("#")[2].partition(".")
    raw = unb64(packed) if dot else b""
    day = raw[16:24]
    if not is_receipt_no(receipt) or len(raw) != 88 or not day.isdigit():
        raise InputError("slip.code", "这张回执上的码读不了：请重新扫，或输入回执号码")
    return SlipProof(receipt=receipt, entry_hash=raw[:16], filed_day=day.decode(), sig=raw[24:])


def is_genuine(proof: SlipProof, public_key: bytes, suite: Suite) -> bool:
    """Tell whether a slip was signed by this device."""
    signed = slip_input(proof.receipt, proof.entry_hash, proof.filed_day)
    return suite.verify(public_key, proof.sig, signed)


def query_verifier(code: str, salt: bytes) -> str:
    """Return what lets a hub check a query code without knowing it. Takes about 60 ms.

    Args:
        code: 8 digits.
        salt: 16 random bytes.
    """
    return b64(salt + _stretched(code, salt))


def is_query_code(code: str, verifier: str) -> bool:
    """Tell whether a query code is the one of a receipt. Takes about 60 ms either way."""
    raw = unb64(verifier)
    salt, key = raw[:_SALT_BYTES], raw[_SALT_BYTES:]
    return hmac.compare_digest(_stretched(code, salt), key)


def _stretched(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=_N, r=_R, p=_P, dklen=_KEY_BYTES)
