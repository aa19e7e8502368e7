"""A hub in this process, on SQLite and on PostgreSQL, and kiosks that really sign."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from litestar.testing import TestClient
from msgspec import Struct
from sqlalchemy import text

from hub.assembly import HubAssembly
from hub.config import HubConfig
from hub.edge.app import create_edge
from hub.store import kiosks
from hub.store.database import migrate, writing
from hub.store.tables import metadata
from kiosk.journal.author import Author, EntryDraft
from kiosk.journal.chain import Tip
from kiosk.journal.entry import Entry
from kiosk.sealing.suites import SUITES, Ed25519Signer
from kiosk.wire import batch
from kiosk.wire.messages import Ack, BatchPrefix, EnrolAnswer, EnrolRequest
from kiosk.wire.request_signature import Sender, sign_request
from kiosk.wire.signed import Purpose, Signed, enrol_input, payload_of, signing_input, unb64
from tests.journals import STAMP

ORIGIN = "http://hub.test"


class HubUnderTest(Struct, frozen=True, kw_only=True):
    """A hub and a client of its edge."""

    assembly: HubAssembly
    client: Any

    def verified(self, answer: Signed, purpose: Purpose, kind: Any) -> Any:
        """Return the payload of a signed answer, after checking it as a kiosk would."""
        key = self.assembly.signer.key
        assert answer.kid == self.assembly.signer.kid
        signed = signing_input(purpose, unb64(answer.payload))
        assert SUITES[1].verify(key.public_key, unb64(answer.sig), signed)
        return payload_of(answer, kind)


class TestKiosk:
    """A kiosk that writes and signs entries in memory."""

    __test__ = False

    def __init__(self, hub: HubUnderTest, seed: int) -> None:
        self.hub = hub
        self.signer = Ed25519Signer(hashlib.sha256(b"kiosk %d" % seed).digest())
        self.answer: EnrolAnswer | None = None
        self.entries: list[Entry] = []

    @property
    def number(self) -> int:
        assert self.answer is not None
        return self.answer.kiosk_no

    def enrol(self, token: str, **changed: object) -> Any:
        digest = hashlib.sha256(token.encode()).digest()
        key = self.signer.public_key
        facts: dict[str, object] = {
            "token": token,
            "pubkey": key.hex(),
            "suite": 1,
            "hw": "test",
            "sig": self.signer.sign(enrol_input(digest, key)).hex(),
        }
        request = EnrolRequest(**(facts | changed))  # type: ignore[arg-type]
        response = self.hub.client.post("/v1/enrol", content=msgspec.json.encode(request))
        if response.status_code == 200:
            signed = msgspec.json.decode(response.content, type=Signed)
            self.answer = self.hub.verified(signed, "enrol", EnrolAnswer)
        return response

    def write(self, draft: EntryDraft) -> Entry:
        author = Author(kiosk_no=self.number, signer=self.signer, stamp=lambda: STAMP, app="1.0.0")
        last = self.entries[-1] if self.entries else None
        entry = author._entry((last.seq, last.hash) if last else (0, bytes(32)), draft)
        self.entries.append(entry)
        return entry

    def pack(self, entries: list[Entry]) -> bytes:
        prefix = BatchPrefix(
            kiosk_no=self.number,
            through=0,
            head="00" * 32,
            boot_id=STAMP.boot_id,
            t_mono=STAMP.t_mono + 60_000,
            t_wall=STAMP.t_wall + 60_000,
            app="1.0.0",
        )
        records = [batch.Record(header=e.header, sig=e.sig, body=e.body) for e in entries]
        return zstandard.compress(batch.encode(prefix, records))

    def call(self, method: str, target: str, body: bytes | None = None, **headers: str) -> Any:
        sender = Sender(
            kiosk_no=self.number, public_key=self.signer.public_key, sign=self.signer.sign
        )
        signed = sign_request(method, ORIGIN + target, body, sender, 1_772_323_200)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.hub.client.request(method, target, content=body, headers=signed | named)

    def deliver(self, entries: list[Entry]) -> tuple[int, Ack]:
        packed = self.pack(entries)
        response = self.call("POST", "/v1/journal", packed)
        assert response.status_code in (200, 409), response.text
        ack = self.hub.verified(msgspec.json.decode(response.content, type=Signed), "ack", Ack)
        assert ack.req == hashlib.sha256(packed).hexdigest()
        return response.status_code, ack

    @property
    def tip(self) -> Tip:
        last = self.entries[-1]
        return Tip(seq=last.seq, hash=last.hash, key=self.signer.public_key)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str | None]:
    """A PostgreSQL server of our own; None where there is no wheel of one."""
    if "KIOSK_TEST_PG_URL" in os.environ:
        yield os.environ["KIOSK_TEST_PG_URL"]
        return
    runtime = tmp_path_factory.mktemp("runtime")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    pgserver = pytest.importorskip("pgserver")
    from sqlalchemy import make_url

    folder = Path(tempfile.mkdtemp(prefix="hub-pg-"))  # pytest's own folders let no other user in
    folder.chmod(0o755)
    server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield (
        make_url(server.get_uri())
        .set(drivername="postgresql+psycopg")
        .render_as_string(hide_password=False)
    )
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database; empty: SQLite in the data folder."""
    if request.param == "sqlite":
        return ""
    url: str = request.getfixturevalue("postgres_url")
    from hub.store.database import open_engine

    engine = open_engine(url)
    with engine.begin() as db:
        metadata.drop_all(db)
        db.execute(text("DROP TABLE IF EXISTS alembic_version"))
    engine.dispose()
    return url


@pytest.fixture
def hub(tmp_path: Path, database_url: str) -> Iterator[HubUnderTest]:
    assembly = HubAssembly(tmp_path, HubConfig(origin=ORIGIN, database=database_url))
    migrate(assembly.engine)
    with writing(assembly.engine) as db:
        kiosks.found_hub(db, 1_772_323_200, 42017)
    for name in ("tuf", "packs"):
        (assembly.paths.published / name).mkdir(parents=True)
    with TestClient(create_edge(assembly.edge(), assembly.paths.published)) as client:
        yield HubUnderTest(assembly=assembly, client=client)
    assembly.engine.dispose()


@pytest.fixture
def kiosk(hub: HubUnderTest) -> TestKiosk:
    """An enrolled kiosk."""
    site = hub.assembly.sites.add_site("花戏楼", "341602", "test")
    made = TestKiosk(hub, 1)
    response = made.enrol(hub.assembly.sites.token(site.site_id, "test").token)
    assert response.status_code == 200, response.text
    return made
