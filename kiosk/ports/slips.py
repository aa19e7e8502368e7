"""What stands on a slip of receipt paper, line by line, for printers that set type themselves.

How a personal list becomes such lines is `documents`, which bytes they become `devices/printer`.
"""

from typing import Literal

from msgspec import Struct


class SlipLine(Struct, frozen=True, kw_only=True, tag="line"):
    """One line of text, already broken to the width of the paper."""

    text: str
    size: Literal["normal", "double"] = "normal"
    bold: bool = False
    align: Literal["left", "center"] = "left"


class SlipRule(Struct, frozen=True, kw_only=True, tag="rule"):
    """A line across the paper."""


class SlipSpace(Struct, frozen=True, kw_only=True, tag="space"):
    """An empty line."""


class SlipCode(Struct, frozen=True, kw_only=True, tag="code"):
    """A QR code in the middle of the paper, at least 25 mm wide."""

    text: str


SlipPart = SlipLine | SlipRule | SlipSpace | SlipCode


class Slip(Struct, frozen=True, kw_only=True):
    """A whole slip, cut at its end."""

    parts: tuple[SlipPart, ...]
