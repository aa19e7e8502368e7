"""Numbers of people: is one well made, and what does it say about birth and sex.

Whether the number belongs to somebody, and how much of it a screen shows, is decided elsewhere.

Source: GB 11643; the rules for foreigners' permanent residence 2017 and 2023 (devices.md §6.1).
"""

import datetime as dt
import re
import unicodedata
from typing import Literal

from kiosk.domain.person_codes import PROVINCE

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FOREIGNER_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")


def tidy_number(text: str) -> str:
    """Return a number as typed or read in the form of the rules: half-width, X, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check_digit(first: str) -> str:
    """Return the 18th character for 17 digits (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def is_valid_number(number: str) -> bool:
    """Return whether a number is well made: length, province, date of birth and check digit.

    Args:
        number: 18 characters, or the 15 of a foreigner's card of 2017; see `tidy_number`.
    """
    if _FOREIGNER_2017.fullmatch(number):
        return _is_valid_2017(number)
    if not _EIGHTEEN.fullmatch(number) or check_digit(number[:17]) != number[17]:
        return False
    places = number[:2], number[1:3] if number[0] == "9" else ""  # 9: a foreigner's of 2023
    return any(place in PROVINCE for place in places) and birth_of(number) is not None


def birth_of(number: str) -> dt.date | None:
    """Return the date of birth in an 18-character number, or None when there is none."""
    if not _EIGHTEEN.fullmatch(number):
        return None
    return date_of(number[6:14])


def sex_of(number: str) -> Literal["1", "2"] | None:
    """Return the code of the sex in an 18-character number: the 17th digit is odd for men."""
    if not _EIGHTEEN.fullmatch(number):
        return None
    return "1" if int(number[16]) % 2 else "2"


def date_of(text: str) -> dt.date | None:
    """Return the date of eight digits YYYYMMDD, or None for anything else."""
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _is_valid_2017(number: str) -> bool:
    """Check a number of 2017: the ICAO check digit, weights 7, 3, 1, A = 10, over the first 14."""
    total = sum(int(one, 36) * (7, 3, 1)[place % 3] for place, one in enumerate(number[:14]))
    birth = date_of(f"19{number[7:13]}") or date_of(f"20{number[7:13]}")
    return total % 10 == int(number[14]) and number[3:5] in PROVINCE and birth is not None
