"""The link of a kiosk to its hub, wired together: enrolment and passes of sync.

What is kept is `records.py`; nothing here is needed by a kiosk that only gives lists.
"""

from __future__ import annotations

import contextlib
import platform
import secrets
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from kiosk.bootstrap import Station
from kiosk.catalog_link import CatalogLink, catalog_over_http
from kiosk.domain.errors import KioskError, Refused, Unavailable
from kiosk.files import bundled
from kiosk.frozen import APP
from kiosk.ports.packs import ShardStore
from kiosk.records import Records
from kiosk.sealing.suites import SUITES
from kiosk.sync.blobs_up import BlobsUp
from kiosk.sync.clock_check import ask_time, plain_origin
from kiosk.sync.distant_status import ask_status
from kiosk.sync.engine import Pass, SyncEngine
from kiosk.sync.enrolment import Enrolment
from kiosk.sync.http_hub import CLOCK_WRONG, HttpHub
from kiosk.sync.journal_up import JournalUp
from kiosk.sync.status_feed import StatusFeed
from kiosk.sync.trust import AnswerTrust
from kiosk.wire.enrol_token import read_token, root_fingerprint
from kiosk.wire.messages import EnrolAnswer, StatusAnswer
from kiosk.wire.request_signature import Sender


class HubLink:
    """One kiosk and one hub.

    Args:
        data: the data folder.
        records: what the kiosk keeps.
        store: its catalogue.
        origin: the hub's public address, `https://…`.
        ca_file: certificates to trust in place of the system's.
    """

    def __init__(
        self,
        data: Path,
        records: Records,
        store: ShardStore,
        origin: str,
        ca_file: str | None,
    ) -> None:
        self._data = data
        self._records = records
        self._store = store
        self.origin = origin.rstrip("/")
        self._ca_file = ca_file

    @cached_property
    def hub(self) -> HttpHub:
        """The hub over HTTP."""
        return self._hub_of(self._records.sender)

    def hub_as(self, sender: Callable[[], Sender | None]) -> HttpHub:
        """Return the hub for another number of this machine; the caller closes it."""
        return self._hub_of(sender)

    def deliver_frozen(self) -> tuple[KioskError, ...]:
        """Send what frozen journals owe; return what kept one from being delivered.

        Raises:
            Unavailable: the hub cannot be reached.
        """
        return self._records.frozen.deliver(self.hub_as, self.trust)

    @cached_property
    def trust(self) -> AnswerTrust:
        """Whose answers count."""
        return AnswerTrust(self._records.hub_keys, SUITES)

    @cached_property
    def catalog(self) -> CatalogLink:
        """The hub's public files: catalogue and keys."""
        return catalog_over_http(self._data, self._records, self._store, self.origin, self._ca_file)

    @cached_property
    def enrolment(self) -> Enrolment:
        """Gets the number of this machine."""
        return Enrolment(self._records.journal, self.hub, self.trust, platform.platform(terse=True))

    def enrol(self, token: str) -> EnrolAnswer:
        """Enrol this machine: trust first, then the number, then the city's seal.

        Raises:
            InputError: the token is misspelt.
            Refused: enrolled already, or the hub does not give a number.
            Unavailable: the hub cannot be reached, or is not the one that the token names.
        """
        read = read_token(token)
        if self._records.journal.meta("kiosk_no") is not None:
            raise Refused("enrol.again", "这台机器已经登记过了")
        root = self.catalog.fetch_root()
        if root_fingerprint(root) != read.root:
            raise Unavailable("enrol.root", "这不是登记码上的那个中心：请核对地址和登记码")
        self.catalog.trust(root)
        self.catalog.take_keys(())
        answer = self.enrolment.enrol(read.secret, self.origin, self._records.device)
        self.catalog.take_keys(answer.regions)
        return answer

    def journal_up(self) -> JournalUp:
        """Return what delivers entries."""
        return JournalUp(self._records.journal, self.hub, self.trust, self._records.time, APP)

    def engine(self) -> SyncEngine:
        """Return what runs passes."""
        records = self._records
        return SyncEngine(
            journal_up=self.journal_up(),
            blobs_up=BlobsUp(
                records.journal, records.attachments, self.hub, self.trust, records.time
            ),
            feed=StatusFeed(records.journal, self.hub, self.trust),
            catalog=self.catalog.bring,
            remember=lambda: self.enrolment.remember(records.request_keys.first()),
            clock=records.time,
            find_key=records.request_keys.find,
        )

    def run_pass(self) -> Pass:
        """Do one pass of sync and keep when the hub answered. Raises as `SyncEngine.run`.

        Where TLS fails because this machine's clock is wrong, the hub is asked for the time: it
        cannot mend this pass, but what is filed meanwhile and the next start know better.
        """
        try:
            done = self._passes.run()
        except Unavailable as error:
            if error.code == CLOCK_WRONG:
                with contextlib.suppress(Unavailable):
                    self._set_clock()
            raise
        now = str(self._records.time.now_ms())
        self._records.journal.write(lambda tx: tx.set_meta("synced_at", now))
        return done

    def ask_status(self, receipt: str, code: str) -> StatusAnswer:
        """Return the status of another kiosk's receipt. Raises as `distant_status.ask_status`."""
        return ask_status(self.hub, self.trust, receipt, code)

    def held_feed(self) -> StatusFeed:
        """Return the feed on a connection of its own, for a thread that holds it open."""
        return StatusFeed(self._records.journal, self._held_hub, self.trust)

    def close(self) -> None:
        """Let connections go."""
        for name in ("hub", "_held_hub"):
            if name in self.__dict__:
                self.__dict__[name].close()

    def _set_clock(self) -> None:
        """Keep the time that the hub signs. Raises Unavailable: it tells none to be believed."""
        hub = HttpHub(plain_origin(self.origin), lambda: None, lambda: 0)
        try:
            floor_ms = ask_time(hub, self.trust, self._records.time, secrets.token_hex(16))
        finally:
            hub.close()
        self._records.journal.write(lambda tx: tx.set_meta("time_floor", str(floor_ms)))

    @cached_property
    def _held_hub(self) -> HttpHub:
        return self._hub_of(self._records.sender)

    @cached_property
    def _passes(self) -> SyncEngine:
        return self.engine()

    def _hub_of(self, sender: Callable[[], Sender | None]) -> HttpHub:
        time = self._records.time
        return HttpHub(self.origin, sender, lambda: time.now_ms() // 1000, self._ca_file)


def records_of(station: Station) -> Records:
    """Return journal, filing and keys of a station; the caller closes them."""
    migrations = bundled("db", "kiosk")
    return Records(station.data, migrations, lambda: station.guidance, lambda: station.store)


def link_of(station: Station, records: Records, origin: str | None = None) -> HubLink:
    """Return the link to a hub: the one that is named, else the one the kiosk is enrolled at.

    Raises:
        Refused: no hub is named and the kiosk is not enrolled.
    """
    known = origin or records.journal.meta("origin")
    if known is None:
        raise Refused("E-HB-04", "这台机器还没登记：请先用 kiosk enrol 登记")
    return HubLink(station.data, records, station.intake, known, station.config.hub.ca_file)
