"""Wiring of the hub: the only file that knows every part, and that makes keys and reads clocks."""

import secrets
import time
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from sqlalchemy import Engine

from hub.config import HubConfig, database_url
from hub.edge.access import Access
from hub.edge.parts import EdgeParts
from hub.edge.waiting import NewsDesk
from hub.services.answers import HubSigner
from hub.services.blobs import Blobs
from hub.services.enrolment import Enrolment
from hub.services.intake import Intake
from hub.services.limits import RateLimit
from hub.services.sites import Sites
from hub.services.status import TRIES_PER_HOUR, Status
from hub.store.database import open_engine
from kiosk.sealing.suites import load_or_make_key

MINUTE_MS, HOUR_MS = 60_000, 3_600_000
SELDOM_PER_MINUTE = 30
KEY_FILE = "hub.key"
PUBLISHED = "published"


def now_ms() -> int:
    """Return the time, ms since 1970 UTC."""
    return time.time_ns() // 1_000_000


class HubPaths(Struct, frozen=True, kw_only=True):
    """The files of a hub in its data folder."""

    data: Path

    @property
    def key(self) -> Path:
        """The key that signs answers."""
        return self.data / KEY_FILE

    @property
    def published(self) -> Path:
        """The folder of `tuf` and `packs`."""
        return self.data / PUBLISHED


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
        tries = RateLimit(TRIES_PER_HOUR, HOUR_MS)
        return Status(self.engine, self.signer, tries, self.catalog_version)

    def catalog_version(self) -> int | None:
        """Return the version of the newest published catalogue, None before the first."""
        return timestamp_version(self.paths.published)

    def edge(self) -> EdgeParts:
        """Return what the public face works with."""
        calls = RateLimit(self.config.requests_per_minute, MINUTE_MS)
        return EdgeParts(
            access=Access(self.engine, self.config.origin, calls),
            signer=self.signer,
            enrolment=Enrolment(self.engine, self.signer),
            intake=Intake(self.engine, self.signer, self.config.retry_after_s),
            blobs=Blobs(self.engine, now_ms),
            status=self.status,
            news=NewsDesk(self.status.highs, self.catalog_version),
            seldom=RateLimit(SELDOM_PER_MINUTE, MINUTE_MS),
            now_ms=now_ms,
        )


def timestamp_version(published: Path) -> int | None:
    """Return the version of the TUF timestamp, the newest state of everything published."""
    import msgspec

    try:
        raw = (published / "tuf" / "timestamp.json").read_bytes()
        found = msgspec.json.decode(raw, type=dict[str, dict[str, object]])
        version = found["signed"]["version"]
    except (OSError, msgspec.MsgspecError, KeyError):
        return None
    return version if isinstance(version, int) else None
