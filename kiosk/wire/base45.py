"""Base45: bytes as the 45 characters of a QR code's alphanumeric mode (RFC 9285).

What the bytes mean does not belong here.
"""

from kiosk.domain.errors import InputError

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Return two bytes as three characters, a last single byte as two."""
    text = []
    for start in range(0, len(data), 2):
        chunk = data[start : start + 2]
        number = int.from_bytes(chunk, "big")
        for _ in range(len(chunk) + 1):
            number, digit = divmod(number, 45)
            text.append(ALPHABET[digit])
    return "".join(text)


def decode(text: str) -> bytes:
    """Read base45.

    Raises:
        InputError: a character outside the alphabet, a wrong length, or a group that is too large.
    """
    data = bytearray()
    for start in range(0, len(text), 3):
        chunk = text[start : start + 3]
        size = len(chunk) - 1
        number = sum(_value(character) * 45**n for n, character in enumerate(chunk))
        if size == 0 or number >= 256**size:
            raise InputError("qr.damaged", f"base45 第{start + 1}个字符起读不出来。")
        data += number.to_bytes(size, "big")
    return bytes(data)


def _value(character: str) -> int:
    """Return the value of one character."""
    value = _VALUES.get(character)
    if value is None:
        raise InputError(
            "qr.damaged", "base45 里有不该有的字符；只能是大写字母、数字和 $%*+-./: 。"
        )
    return value
