"""A hub that really listens on this machine, and a kiosk with a real journal that talks to it."""

import contextlib
import hashlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from msgspec import Struct

from hub.assembly import HubAssembly, found
from hub.config import HubConfig
from hub.edge.app import create_edge
from kiosk.journal.author import Author, EntryDraft
from kiosk.ports.clock import Readings
from kiosk.sealing.suites import SUITES, Ed25519Signer
from kiosk.store.attachments import SealedFiles
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.sync.blobs_up import BlobsUp
from kiosk.sync.clock import RELEASED_MS, SyncClock
from kiosk.sync.enrolment import Enrolment
from kiosk.sync.http_hub import READ_S, HttpHub
from kiosk.sync.journal_up import JournalUp
from kiosk.sync.status_feed import StatusFeed
from kiosk.sync.trust import AnswerTrust
from kiosk.wire.messages import HubKey
from kiosk.wire.request_signature import Sender
from tests.journals import open_journal


class SetClock:
    """Clocks that show what a test says."""

    def __init__(self, wall_ms: int = RELEASED_MS + 3_600_000) -> None:
        self.readings = Readings(wall_ms=wall_ms, mono_ms=5_000, boot_id="ab" * 16)

    def read(self) -> Readings:
        return self.readings


class Listening(Struct, frozen=True, kw_only=True):
    """A hub on the loopback; `origin` is its public address, `port` where it really listens."""

    assembly: HubAssembly
    origin: str
    port: int

    def typed_token(self) -> str:
        """Return what a technician types: the secret and the root of trust."""
        site = self.assembly.sites.add_site("花戏楼", "341602", "test")
        return self.assembly.token(site.site_id, "test", None).token

    def token(self) -> str:
        """Return the secret of a token for a new site."""
        return self.typed_token().partition("-")[0]


@contextlib.contextmanager
def listening(
    folder: Path, database: str = "", public: str = "", **given: int
) -> Iterator[Listening]:
    """Run a hub until the block ends; `public`: the address of a proxy in front of it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        port = listener.getsockname()[1]
        origin = public or f"http://127.0.0.1:{port}"
        config = HubConfig(
            origin=origin,
            database=database,
            requests_per_minute=100_000,
            first_kiosk_no=42017,
            **given,
        )
        assembly = found(folder, config)
        app = create_edge(assembly.edge(), assembly.paths.published)
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, args=([listener],), name="hub")
        thread.start()
        try:
            yield Listening(assembly=assembly, origin=origin, port=port)
        finally:
            server.should_exit = True
            thread.join()
            assembly.engine.dispose()


class LiveKiosk:
    """One machine: its key, its journal, its sync."""

    def __init__(self, folder: Path, hub: Listening, seed: int = 1, read_s: float = READ_S) -> None:
        self.folder = folder
        self.hub = hub
        self.device = Ed25519Signer(hashlib.sha256(b"live %d" % seed).digest())
        self.clock = SetClock()
        self.time = SyncClock(self.clock, 0)
        self.journal: SqliteJournalStore = open_journal(folder)
        self.files = SealedFiles(folder)
        self.http = HttpHub(
            hub.origin, self._sender, lambda: self.time.now_ms() // 1000, read_s=read_s
        )
        self.trust = AnswerTrust(self._keys, SUITES)

    def _sender(self) -> Sender | None:
        number = self.journal.meta("kiosk_no")
        if number is None:
            return None
        device = self.device
        return Sender(kiosk_no=int(number), public_key=device.public_key, sign=device.sign)

    def _keys(self) -> tuple[HubKey, ...]:
        signer = self.hub.assembly.signer
        return (HubKey(kid=signer.kid, pub=signer.key.public_key.hex()),)

    @property
    def author(self) -> Author:
        number = int(self.journal.meta("kiosk_no") or 0)
        return Author(kiosk_no=number, signer=self.device, stamp=self.time.stamp, app="1.0.0")

    def write(self, draft: EntryDraft | None = None) -> int:
        """Add an entry; return its number."""
        author, said = self.author, draft or EntryDraft(type="health", body=b"{}")
        return self.journal.write(lambda tx: author.append(tx, said).seq)

    def enrolment(self) -> Enrolment:
        return Enrolment(self.journal, self.http, self.trust, "test")

    def journal_up(self) -> JournalUp:
        return JournalUp(self.journal, self.http, self.trust, self.time, "1.0.0")

    def blobs_up(self) -> BlobsUp:
        return BlobsUp(self.journal, self.files, self.http, self.trust, self.time)

    def status_feed(self) -> StatusFeed:
        return StatusFeed(self.journal, self.http, self.trust)

    def close(self) -> None:
        self.http.close()
        self.journal.close()
