"""The place a kiosk stands in, as residents are told about it.

Where it is set is the configuration (`kiosk/config.py`).
"""

from msgspec import Struct


class Site(Struct, frozen=True, kw_only=True):
    """The place of this kiosk, from the configuration. Texts are shown to residents."""

    name: str
    phone: str | None
    hours: str | None
    nearest: str | None
