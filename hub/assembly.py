"""Wiring of the hub: the only file that knows every part, and that makes keys and reads clocks."""

import os
import secrets
import time
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from sqlalchemy import Engine

from hub.config import CONFIG_FILE, HubConfig, database_url, load_config, write_config
from hub.edge.access import Access
from hub.edge.app import create_edge
from hub.edge.parts import EdgeParts
from hub.edge.waiting import NewsDesk
from hub.paths import PUBLISHED, HubPaths
from hub.services import audit
from hub.services.answers import HubSigner
from hub.services.blobs import Blobs
from hub.services.compiled import read_compiled
from hub.services.enrolment import Enrolment
from hub.services.first_policy import first_policy
from hub.services.heads import HeadFiles, SignedHeads
from hub.services.intake import Intake
from hub.services.limits import RateLimit
from hub.services.oversight import Counts, Verified, counts
from hub.services.publishing import Published, Publishing
from hub.services.signed_files import timestamp_version
from hub.services.sites import NewToken, Sites
from hub.services.status import Status
from hub.services.tries import Tries
from hub.services.tuf_keys import RoleKeys
from hub.services.tuf_repository import TufRepository
from hub.store import kiosks
from hub.store.database import migrate, open_engine, writing
from hub.store.turns import turn
from kiosk.domain.errors import InputError, Unavailable
from kiosk.files import file_error
from kiosk.sealing.suites import load_or_make_key
from kiosk.wire.enrol_token import root_fingerprint

if TYPE_CHECKING:
    from litestar import Litestar

MINUTE_MS = 60_000
SELDOM_PER_MINUTE = 30
SEAL_DAYS = 730
PUBLISH_LOCK = "publish.lock"
REVOKED = "policy/revoked.json"


def now_ms() -> int:
    """Return the time, ms since 1970 UTC."""
    return time.time_ns() // 1_000_000


class RevokedKiosks(Struct, frozen=True, kw_only=True):
    """The TUF target `policy/revoked.json`: kiosks whose slips count no more."""

    v: int = 1
    kiosks: tuple[int, ...] = ()


class Restored(Struct, frozen=True, kw_only=True):
    """A hub after a restore; `has_policy`: the policy's files were signed anew, too."""

    epoch: int
    next_kiosk_no: int
    has_policy: bool


class HubAssembly:
    """One hub over one data folder; parts are made when first asked for.

    Args:
        data: the data folder.
        config: its settings.
    """

    def __init__(self, data: Path, config: HubConfig) -> None:
        self.paths = HubPaths(data=data)
        self.config = config

    @cached_property
    def engine(self) -> Engine:
        """The database."""
        return open_engine(database_url(self.config, self.paths.data))

    @cached_property
    def signer(self) -> HubSigner:
        """The hub's voice. Raises Unavailable when its key cannot be read."""
        key = load_or_make_key(self.paths.key, secrets.token_bytes(32))
        return HubSigner(key=key, now_ms=now_ms)

    @cached_property
    def sites(self) -> Sites:
        """Places, tokens, machines."""
        return Sites(self.engine, now_ms, secrets.token_bytes)

    @cached_property
    def status(self) -> Status:
        """Statuses and feeds."""
        return Status(self.engine, self.signer, Tries(self.engine), self.catalog_version)

    @property
    def repository(self) -> TufRepository:
        """The signed metadata, as of now."""
        keys, tuf = RoleKeys(self.paths.keys), self.paths.published / "tuf"
        return TufRepository(tuf, keys, self.config.city, datetime.now(UTC))

    def publish(self, folder: Path, actor: str) -> Published:
        """Publish a compiled catalogue: packs first, then everything that names them, signed.

        Nothing is signed when that is what is published already.

        Raises:
            InputError: the folder holds no catalogue that may be published.
            Refused: somebody else is publishing.
            Unavailable: a signing key or the database is not there.
        """
        with turn(self.paths.data / PUBLISH_LOCK, "另一个人正在发布：等发布完再运行"):
            packs, signed = self.paths.published / "packs", self.repository.city()
            publishing = Publishing(self.engine, packs, self.config.city, now_ms)
            done = publishing.publish(read_compiled(folder), actor, signed)
            if done.indexes != signed:
                self.repository.publish(done.indexes, None)
        return done

    def token(self, site_id: str, actor: str, replaces: int | None) -> NewToken:
        """Make a token that also names the root of trust: a kiosk needs nothing else to begin.

        Raises:
            InputError: no such site.
        """
        made = self.sites.token(site_id, actor, replaces)
        root = root_fingerprint(self.repository.root_bytes())
        return NewToken(token=f"{made.token}-{root}", expires=made.expires)

    def revoke(self, kiosk_no: int, actor: str) -> bool:
        """Let a stolen kiosk in no more, and publish so; tell whether the latter could be done.

        Raises:
            InputError: no such kiosk.
        """
        self.sites.change(kiosk_no, "revoked", actor)
        return self.publish_revoked()

    def activate(self, kiosk_no: int, actor: str) -> None:
        """Let a kiosk in again that was revoked, retired or found twice.

        Raises:
            InputError: no such kiosk.
            Refused: another one took its place.
            Unavailable: it is published as revoked, and the policy keys are kept offline.
        """
        self.sites.check_unreplaced(kiosk_no)
        others = self.revoked() - {kiosk_no}
        if others != self.revoked():
            listed = RevokedKiosks(kiosks=tuple(sorted(others)))
            self.repository.change_policy({REVOKED: msgspec.json.encode(listed)})
        self.sites.change(kiosk_no, "active", actor)

    def publish_revoked(self) -> bool:
        """Publish `policy/revoked.json`; False when the policy keys are kept offline."""
        named = {one.kiosk_no for one in self.sites.kiosks() if one.status == "revoked"}
        listed = RevokedKiosks(kiosks=tuple(sorted(named | self.revoked())))
        try:
            self.repository.change_policy({REVOKED: msgspec.json.encode(listed)})
        except Unavailable:
            return False
        return True

    def revoked(self) -> frozenset[int]:
        """Return the kiosks that are published as revoked. Raises Unavailable: unreadable."""
        listed = self.repository.policy().get(REVOKED, b"{}")
        return frozenset(msgspec.json.decode(listed, type=RevokedKiosks).kiosks)

    def restore(self, actor: str, skip: int) -> Restored:
        """Make a hub that came back from a backup safe to start (docs/operations.md).

        A new epoch makes every kiosk send again what the backup does not know. Numbers that may
        have been given out since the backup are skipped: of kiosks, of everything published.

        Args:
            actor: who restores, for the audit chain.
            skip: how many of each may have been given out, with plenty to spare.
        """
        now = now_ms()
        known = self.revoked()
        with writing(self.engine) as db:
            epoch = kiosks.raise_epoch(db, now // 1000)
            number = kiosks.skip_kiosk_no(db, kiosks.newest_kiosk_no(db) + skip)
            for kiosk_no in known:
                kiosks.change_kiosk(db, kiosk_no, status="revoked")
            detail = msgspec.json.encode({"epoch": epoch, "next_kiosk_no": number}).decode()
            audit.record(db, actor, "hub.restored", detail, now)
        packs = self.paths.published / "packs"
        done = Publishing(self.engine, packs, self.config.city, now_ms).restore(actor, skip)
        repository = self.repository
        try:
            repository.publish(done.indexes, repository.policy(), skip)
        except Unavailable:
            repository.publish(done.indexes, None, skip)
            return Restored(epoch=epoch, next_kiosk_no=number, has_policy=False)
        return Restored(epoch=epoch, next_kiosk_no=number, has_policy=True)

    def catalog_version(self) -> int | None:
        """Return the version of the newest published catalogue, None before the first."""
        return timestamp_version(self.paths.published / "tuf")

    def counts(self) -> Counts:
        """Count what is there."""
        return counts(self.engine)

    def verify(self) -> Verified:
        """Recompute every chain and compare it with the newest signed heads."""
        return self.heads.verify(())

    @property
    def heads(self) -> SignedHeads:
        """What auditors keep of the chains, and their verification."""
        files = HeadFiles(self.paths.data / "heads")
        return SignedHeads(self.engine, files, self.repository, now_ms)

    def edge(self) -> EdgeParts:
        """Return what the public face works with."""
        calls = RateLimit(self.config.requests_per_minute, MINUTE_MS)
        return EdgeParts(
            access=Access(self.engine, self.config.origin, calls),
            signer=self.signer,
            enrolment=Enrolment(self.engine, self.signer, self.revoked),
            intake=Intake(self.engine, self.signer, self.config.retry_after_s),
            blobs=Blobs(self.engine, self.signer),
            status=self.status,
            news=NewsDesk(self.status.highs, self.catalog_version),
            seldom=RateLimit(SELDOM_PER_MINUTE, MINUTE_MS),
            now_ms=now_ms,
        )


def opened(data: Path) -> HubAssembly:
    """Return the hub of a data folder. Raises InputError when there is none."""
    return HubAssembly(data, load_config(data))


def found(data: Path, config: HubConfig) -> HubAssembly:
    """Make a new hub: settings, keys, tables.

    Raises:
        InputError: the folder has one already, or cannot be written.
        Unavailable: the database does not answer.
    """
    if (data / CONFIG_FILE).exists():
        raise InputError("hub.init", f"{data} 里已经有一个中心：换一个 --data")
    try:
        for name in ("tuf", "packs"):
            (data / PUBLISHED / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(data, error) from error
    hub = HubAssembly(data, config)
    migrate(hub.engine)
    with writing(hub.engine) as db:
        kiosks.found_hub(db, now_ms() // 1000, config.first_kiosk_no)
        audit.record(db, "cli", "hub.founded", config.city, now_ms())
    begin_trust(hub)
    write_config(config, data)
    return hub


def begin_trust(hub: HubAssembly) -> None:
    """Make the keys of a hub and sign the first root.

    Raises:
        InputError: there is a root, in which kiosks may trust already.
    """
    tuf = hub.paths.published / "tuf"
    if (tuf / "1.root.json").exists():
        raise InputError("keys.init", "已经有根钥匙，机器信任着它：换钥匙用 hub keys rotate")
    RoleKeys(hub.paths.keys).make()
    hub.repository.found()
    until = datetime.now(UTC) + timedelta(days=SEAL_DAYS)
    policy = first_policy(hub.config.city, hub.config.origin, hub.signer, hub.paths.keys, until)
    revoked = msgspec.json.encode(RevokedKiosks())
    hub.repository.publish({}, {**policy, REVOKED: revoked})


def worker() -> "Litestar":
    """Return the application of one worker process; `hub serve` names the folder."""
    hub = opened(Path(os.environ["HUB_DATA"]))
    return create_edge(hub.edge(), hub.paths.published)
