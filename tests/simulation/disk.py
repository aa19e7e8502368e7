"""What a simulated machine is made of: a clock that may say anything, a disk that survives."""

from collections.abc import Callable
from functools import partial
from random import Random

from msgspec import Struct

from kiosk.ports.clock import Readings
from kiosk.ports.crypto import Signer
from kiosk.sync.request_keys import RequestKeys
from tests.fakes.journal import MemoryAttachments, MemoryJournal


class MachineClock:
    """The port `BootClock`: a wall clock that may say anything, and one that counts since boot."""

    def __init__(self, now_ms: Callable[[], int], random: Random) -> None:
        self._now_ms = now_ms
        self._random = random
        self.ahead_ms = 0
        self.drift = 0.0
        self.start()

    def start(self) -> None:
        self._booted_ms = self._now_ms()
        self._boot_id = self._random.randbytes(16).hex()

    def read(self) -> Readings:
        now = self._now_ms()
        mono = int((now - self._booted_ms) * (1 + self.drift))
        return Readings(wall_ms=max(0, now + self.ahead_ms), mono_ms=mono, boot_id=self._boot_id)


class Frozen(Struct, frozen=True, kw_only=True):
    """A journal that was set aside with its number and its key."""

    journal: MemoryJournal
    signer: Signer
    kiosk_no: int


class Disk(Struct, kw_only=True):
    """What survives a power cut. `next` is a renewal under way: its key and its journal.

    `signer` is the key of the enrolment, `later` are those that took its place.
    """

    journal: MemoryJournal
    files: MemoryAttachments
    signer: Signer
    next: tuple[Signer, MemoryJournal] | None = None
    frozen: tuple[Frozen, ...] = ()
    later: tuple[Signer, ...] = ()

    def keys(self, journal: MemoryJournal, first: Signer) -> RequestKeys:
        """Return who signs the requests of a journal."""
        return RequestKeys(journal, partial(self.find, first=first))

    def find(self, public_key: bytes, first: Signer) -> Signer:
        """Return a key by its public half, as `sealing/device_keys.py`."""
        return next(one for one in (first, *self.later) if one.public_key == public_key)

    def journals(self) -> tuple[MemoryJournal, ...]:
        return (self.journal, *(one.journal for one in self.frozen))
