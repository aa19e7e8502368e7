"""A kiosk that may file, wired by kiosk/records.py, on a small catalogue: what the harnesses run.

Query codes are made once: their verifiers take 60 ms each and no harness here is about them.
"""

import functools
import tempfile
from pathlib import Path

import msgspec

from kiosk.journal.outbox import Rung
from kiosk.journal.receipt import query_verifier
from kiosk.ports.clock import BootClock
from kiosk.ports.crypto import QueryCode
from kiosk.ports.storage import CatalogStore
from kiosk.records import Records
from kiosk.sealing.suites import load_or_make_key
from kiosk.services.filing import Filing, FilingRights, KeptFiling
from kiosk.services.guidance import Guidance
from kiosk.wire.messages import SealKey, SealKeys
from tests.journals import (
    CITY,
    DESK_PUBLIC,
    DEVICE,
    KEY_ID,
    KIOSK_NO,
    MIGRATIONS,
    ORIGIN,
    TODAY,
    a_form,
)
from tests.starters import memory_store

JPEG = b"\xff\xd8\xff\xe0"
CODE = "20261121"


class OneCode:
    """The port `QueryCodes`: always the same code."""

    def take(self) -> QueryCode:
        return QueryCode(code=CODE, verifier=_verifier())


@functools.cache
def _verifier() -> str:
    return query_verifier(CODE, bytes(range(16)))


def warm_up() -> None:
    """Import and make what every kiosk of this process would import and make again."""
    with tempfile.TemporaryDirectory() as folder:
        office = FaultOffice(Path(folder))
        office.enrol()
        office.submit(b"")
        office.close()


class FaultOffice:
    """One kiosk on one data folder.

    Args:
        folder: the data folder.
        clock: the machine's clocks; None: its own.
        rooms: how much room the disk is said to have; None: asks the disk.
        store: the catalogue; None: a small one.
        code: where query codes come from.
    """

    def __init__(
        self,
        folder: Path,
        clock: BootClock | None = None,
        rooms: list[Rung] | None = None,
        store: CatalogStore | None = None,
    ) -> None:
        self.folder = folder
        self.catalog = store or memory_store()
        self.guidance = Guidance(self.catalog)
        self.records = Records(
            folder, MIGRATIONS, lambda: self.guidance, lambda: self.catalog, clock
        )
        self._rooms = rooms

    def enrol(self, kiosk_no: int = KIOSK_NO) -> None:
        """Keep what an enrolment leaves; nothing happens when it is there already."""
        journal = self.records.journal
        load_or_make_key(self.folder / "device.key", bytes(range(32)))
        if journal.meta("kiosk_no") is not None:
            return
        key = SealKey(key_id=KEY_ID, pub=DESK_PUBLIC.hex(), not_after="2036-01-01")
        values = {
            "kiosk_no": str(kiosk_no),
            "origin": ORIGIN,
            "keys": msgspec.json.encode([(1, DEVICE.public_key.hex())]).decode(),
            "seal_keys": msgspec.json.encode(SealKeys(city=CITY, keys=(key,))).decode(),
        }

        def work(tx):  # type: ignore[no-untyped-def]
            for name, value in values.items():
                tx.set_meta(name, value)

        journal.write(work)

    @functools.cached_property
    def filing(self) -> Filing:
        """Takes filings; the parts are those of the records."""
        rooms = self._rooms
        return Filing(
            journal=self.records.journal,
            attachments=self.records.attachments,
            guidance=self.guidance,
            catalog=self.catalog,
            codes=OneCode(),
            rights=self.rights,
            room=self.records.housekeeping.room if rooms is None else lambda: rooms[-1],
            make_room=self.records.housekeeping.make_room,
        )

    def rights(self) -> FilingRights:
        """Return the rights of the records."""
        return self.records.rights()

    def submit(self, picture: bytes | None = None) -> KeptFiling:
        """File once; `picture` becomes the attachment."""
        form = a_form(signature="sign.jpg" if picture is not None else None)
        return self.filing.submit(form, TODAY, lambda _path: JPEG + (picture or b""))

    def in_flight(self, rights: FilingRights) -> KeptFiling:
        """End a filing that was begun when there was room."""
        return self.filing.submit(a_form(), TODAY, lambda _path: b"", rights)

    def close(self) -> None:
        self.records.close()
