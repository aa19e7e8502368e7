"""PINs of technicians: what one looks like, the verifier that is kept of it, and whether it fits.

How often somebody may try is `services/technicians.py`; where verifiers are kept is the
configuration.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from itertools import pairwise

from kiosk.domain.errors import InputError

PIN_DIGITS = 6
SALT_BYTES = 16
MOST_TECHNICIANS = 8
"""Every try is compared with all of them, 0.1 s each."""
COST, BLOCK, LANES = 2**15, 8, 1
"""scrypt, 32 MB and 0.1 s a try; a kiosk has that to spare, a guesser pays it a million times."""
_MEMORY_BYTES = 2 * 128 * COST * BLOCK
_PIN = re.compile(rf"[0-9]{{{PIN_DIGITS}}}")
_PIN_ID = re.compile(r"[a-z][a-z0-9-]{0,15}")
_VERIFIER = re.compile(r"scrypt\$([\w-]{22})\$([\w-]{43})")


def make_verifier(pin: str, salt: bytes) -> str:
    """Return what is kept of a PIN: `scrypt$<salt>$<digest>`, base64url without padding.

    Args:
        pin: six digits.
        salt: 16 random bytes, new for every PIN.

    Raises:
        InputError: the PIN is not six digits, or all the same, or in a row.
    """
    if not _PIN.fullmatch(pin) or is_easy(pin):
        raise InputError("pin.form", f"密码要 {PIN_DIGITS} 位数字，不能全一样，也不能连着数")
    return f"scrypt${_text(salt)}${_text(_digest(pin, salt))}"


def is_easy(pin: str) -> bool:
    """Tell whether a PIN is among the first that anybody would try."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, 9}


def fitting(pin: str, verifiers: Mapping[str, str]) -> str | None:
    """Return the id whose verifier a PIN fits, or None. Takes as long for a wrong PIN as can be."""
    found = None
    for pin_id, verifier in verifiers.items():
        parts = _VERIFIER.fullmatch(verifier)
        if parts and hmac.compare_digest(_digest(pin, _bytes(parts[1])), _bytes(parts[2])):
            found = found or pin_id
    return found


def wrong_verifier(pin_id: str, verifier: str) -> str | None:
    """Return what is wrong with one line of the configuration, in Chinese, or None."""
    if not _PIN_ID.fullmatch(pin_id):
        return f"运维编号“{pin_id}”只能用小写字母、数字和减号，字母开头，最多 16 个"
    if not _VERIFIER.fullmatch(verifier):
        return f"运维编号“{pin_id}”后面不是密码的校验值：用 kiosk config pin {pin_id} 重新生成"
    return None


def _digest(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        pin.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, maxmem=_MEMORY_BYTES, dklen=32
    )


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
