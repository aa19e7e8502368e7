"""The driver `idcard-serial`: makes the reader of a `[devices.…]` table.

What the reader does is `reader.py`.
"""

import secrets
from collections.abc import Mapping

from msgspec import Struct

from kiosk.devices.idcard.photo import load_decoder
from kiosk.devices.idcard.reader import SerialIdCardReader
from kiosk.devices.port_search import PortSearch
from kiosk.devices.registry import DeviceTools
from kiosk.devices.serial_link import SerialLink
from kiosk.domain.setting_words import read_settings


class ReaderSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`port` is anything pyserial's `serial_for_url` takes.

    `usb` (`VID:PID` or `VID:PID:SERIAL`) finds the reader wherever it is plugged in; without it
    the reader is known once it has answered at `port`. `photo` names a decoder, see `photo.py`.
    """

    port: str
    usb: str | None = None
    photo: str | None = None


def make(name: str, settings: Mapping[str, object], tools: DeviceTools) -> SerialIdCardReader:
    """Return the reader of a table, not yet started. Raises InputError for a wrong setting."""
    wanted = read_settings(settings, ReaderSettings)
    return SerialIdCardReader(
        name,
        PortSearch(wanted.port, wanted.usb),
        SerialLink,
        decode_photo=load_decoder(wanted.photo) if wanted.photo else None,
        secret=secrets.token_bytes(32),
        monotonic_s=tools.clock.monotonic_s,
        log=tools.log,
    )
