"""The picture on a card: handed to a maker's decoder when one is installed, otherwise dropped.

The card has 1024 bytes in a closed coding; decoders are licensed and bound to their makers, so none
is ours. A decoder is a callable `decode(coded: bytes) -> bytes` in any package, entered in the
group `kiosk.photo`, which returns a PNG or BMP. Source: devices.md §8.
"""

from collections.abc import Callable

from kiosk.devices.idcard.frames import wipe
from kiosk.domain.errors import InputError

GROUP = "kiosk.photo"

DecodePhoto = Callable[[bytes], bytes]


def load_decoder(name: str) -> DecodePhoto:
    """Return the decoder of this name. Raises InputError when none is installed."""
    from importlib.metadata import entry_points  # takes 20 ms: not before the first frame

    points = entry_points(group=GROUP)
    for point in points.select(name=name):
        decode: DecodePhoto = point.load()
        return decode
    known = "、".join(sorted(points.names)) or "零个"
    raise InputError("device.photo", f"没有叫 {name} 的相片解码程序，装了的有 {known}")


def picture_of(
    coded: bytearray, decode: DecodePhoto | None, log: Callable[..., None]
) -> bytes | None:
    """Return the picture, or None without a decoder or when it fails; wipes what it was given."""
    try:
        return None if decode is None else decode(bytes(coded))
    except Exception as error:  # noqa: BLE001 - somebody else's code; the record is good without it
        log("device.idcard.photo_failed", "warn", error=type(error).__name__)
        return None
    finally:
        wipe(coded)
