"""The hub of a simulated world: the real services on SQLite in memory, behind a plain router.

The router does what `hub/edge/kiosk_api.py` does: it takes a request apart and calls one service.
"""

import functools
import re
from collections.abc import Callable
from random import Random
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine, event

from hub.edge.access import Access, Caller
from hub.errors import RETRY_AFTER_S, problem_of
from hub.services.answers import HubSigner
from hub.services.blobs import Blobs
from hub.services.enrolment import Enrolment
from hub.services.intake import Intake
from hub.services.limits import RateLimit
from hub.services.sites import Sites
from hub.services.status import Status
from hub.store import kiosks
from hub.store.database import open_engine, writing
from hub.store.kiosks import Kiosk
from hub.store.tables import metadata
from kiosk.domain.errors import InputError, KioskError, Refused
from kiosk.ports.crypto import Signer
from kiosk.sync.http_hub import Answer
from kiosk.wire.messages import EnrolRequest, HubKey, StatusRequest, TimeAnswer

ORIGIN = "https://hub.example"
REGION = "341602"
FIRST_KIOSK_NO = 42017
SKIP = 1_000
UNLIMITED = RateLimit(1 << 60, 1)
_RANGE = re.compile(r"bytes ([0-9]+)-([0-9]+)/([0-9]+)")
_FEED = re.compile(r"/v1/feed\?after=([0-9]+)&wait=[0-9]+")


class Call(Struct, frozen=True, kw_only=True):
    """A request on the wire; header names in lower case."""

    method: str
    target: str
    body: bytes | None
    headers: tuple[tuple[str, str], ...]


class WorkerDied(BaseException):
    """A worker of the hub was killed: no answer."""


@functools.cache
def _empty() -> bytes:
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    raw = engine.raw_connection()
    image: bytes = raw.driver_connection.serialize()  # type: ignore[union-attr]
    return image


class SimHub:
    """One hub, as one worker.

    Args:
        key: signs its answers.
        now_ms: the true time.
        random: makes ids and tokens.
    """

    def __init__(self, key: Signer, now_ms: Callable[[], int], random: Random) -> None:
        self.now_ms = now_ms
        self.engine: Engine = open_engine("sqlite://")
        self.signer = HubSigner(key=key, now_ms=now_ms)
        self.dies_at_commit = False
        self._load(_empty())
        event.listen(self.engine, "commit", self._at_commit)
        with writing(self.engine) as db:
            kiosks.found_hub(db, now_ms() // 1000, FIRST_KIOSK_NO)
        self.sites = Sites(self.engine, now_ms, random.randbytes)
        self.site = self.sites.add_site("花戏楼", REGION, "sim").site_id
        self.status = Status(self.engine, self.signer, UNLIMITED, lambda: None)
        self._access = Access(self.engine, ORIGIN, UNLIMITED)
        self.revoked: set[int] = set()
        self._enrolment = Enrolment(self.engine, self.signer, lambda: frozenset(self.revoked))
        self._intake = Intake(self.engine, self.signer)
        self._blobs = Blobs(self.engine, self.signer)

    @property
    def public_key(self) -> HubKey:
        """What kiosks trust."""
        key = self.signer.key
        return HubKey(kid=self.signer.kid, pub=key.public_key.hex(), suite=key.suite.number)

    def token(self) -> str:
        """Return a token that a technician types."""
        return self.sites.token(self.site, "sim").token

    # ---- requests
    def caller(self, call: Call) -> Caller:
        """Return who signed. Raises KioskError."""
        return self._access.caller(call.method, call.target, call.body, call.headers, self.now_ms())

    def serve(self, call: Call, caller: Caller | None = None) -> Answer:
        """Answer a request; `caller` when it was checked earlier, by a worker that is slow."""
        try:
            if call.target == "/v1/enrol":
                return _json(200, self._enrolment.enrol(_read(call, EnrolRequest)))
            if call.target.startswith("/v1/time?nonce="):
                said = TimeAnswer(nonce=call.target.partition("=")[2], time=self.now_ms())
                return _json(200, self.signer.sign("time", said))
            return self._route(call, caller or self.caller(call))
        except KioskError as error:
            problem = problem_of(error)
            assert problem.status < 500 or problem.status == 503, problem
            wait = RETRY_AFTER_S.get(problem.status)
            return _json(problem.status, problem, {"retry-after": str(wait)} if wait else {})

    def _route(self, call: Call, known: Caller) -> Answer:
        if call.target == "/v1/journal":
            take = self._intake.deliver if known.is_current else self._intake.tell
            outcome = take(known.kiosk, call.body or b"")
            return _json(outcome.http_status, outcome.ack)
        caller = known.with_own_key()
        if caller.status == "revoked":
            raise Refused("hub.revoked", "这台机器已经停用")
        if call.target.startswith("/v1/blobs/"):
            return self._blob(call, caller, call.target.removeprefix("/v1/blobs/"))
        if found := _FEED.fullmatch(call.target):
            page = self.status.page(caller, int(found[1]))
            return _json(200, list(page.items))
        return _json(200, self.status.ask(_read(call, StatusRequest)))

    def _blob(self, call: Call, caller: Kiosk, sha256: str) -> Answer:
        if call.method == "HEAD":
            have = self._blobs.offset(caller, sha256)
            return Answer(status=200, headers={"upload-offset": str(have)}, body=b"")
        said = _RANGE.fullmatch(dict(call.headers).get("content-range", ""))
        data = call.body or b""
        if said is None or int(said[2]) - int(said[1]) + 1 != len(data):
            raise InputError("blob.range", "Content-Range 和内容对不上")
        return _json(200, self._blobs.put(caller, sha256, int(said[1]), int(said[3]), data))

    # ---- the database and its backups
    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Return rows, past every service."""
        raw = self.engine.raw_connection()
        try:
            return raw.driver_connection.execute(sql, values).fetchall()  # type: ignore[union-attr]
        finally:
            raw.close()

    def backup(self) -> bytes:
        """Return a copy of the database."""
        raw = self.engine.raw_connection()
        image: bytes = raw.driver_connection.serialize()  # type: ignore[union-attr]
        raw.close()
        return image

    def restore(self, image: bytes, restores_since: int) -> None:
        """Come back from a backup, as `hub restore` does it: a new epoch, no number given twice.

        `restores_since` that backup was made: the technician tells `--skip`, as
        docs/operations.md asks.
        """
        skip = SKIP * (1 + restores_since)
        self._load(image)
        with writing(self.engine) as db:
            kiosks.raise_epoch(db, self.now_ms() // 1000)
            kiosks.skip_kiosk_no(db, kiosks.newest_kiosk_no(db) + skip)
            for number in self.revoked:
                kiosks.change_kiosk(db, number, status="revoked")

    def revoke(self, number: int) -> None:
        """Let a kiosk in no more, for ever."""
        self.revoked.add(number)
        self.sites.change(number, "revoked", "sim")

    def _load(self, image: bytes) -> None:
        raw = self.engine.raw_connection()
        raw.driver_connection.deserialize(image)  # type: ignore[union-attr]
        raw.close()

    def _at_commit(self, connection: Connection) -> None:
        if self.dies_at_commit and not connection.get_execution_options().get("hub_read"):
            self.dies_at_commit = False
            raise WorkerDied


def _read(call: Call, kind: Any) -> Any:
    try:
        return msgspec.json.decode(call.body or b"", type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InputError("request.json", "请求内容读不了") from error


def _json(status: int, content: object, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status=status, headers=headers or {}, body=msgspec.json.encode(content))
