"""Sites, tokens, and what an administrator does to a kiosk. Source: sync.md §9.

Giving numbers is `enrolment.py`.
"""

import hashlib
import re
from collections.abc import Callable

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Engine

from hub.services import audit
from hub.store import kiosks
from hub.store.database import reading, writing
from hub.store.kiosks import Kiosk, KioskStatus, Site, Token
from kiosk.domain.errors import InputError, Refused

TOKEN_LIFE_MS = 24 * 3_600_000
MAX_NAME = 100
_REGION = re.compile("[0-9]{6}([0-9]{3}([0-9]{3})?)?")


class NewToken(Struct, frozen=True, kw_only=True):
    """A token, told once; only its hash is kept. `expires` in ms."""

    token: str
    expires: int


class Sites:
    """The places of a hub and their machines.

    Args:
        engine: the database.
        now_ms: the time, ms since 1970 UTC.
        random: returns random bytes that nobody can guess.
    """

    def __init__(
        self, engine: Engine, now_ms: Callable[[], int], random: Callable[[int], bytes]
    ) -> None:
        self._engine = engine
        self._now_ms = now_ms
        self._random = random

    def add_site(self, name: str, region: str, actor: str) -> Site:
        """Add a place and return it with its new id.

        Raises:
            InputError: no name, or no division code.
        """
        if not 1 <= len(name.strip()) <= MAX_NAME or not name.isprintable():
            raise InputError("hub.site_name", f"服务点的名称要有1到{MAX_NAME}个字，不能换行")
        if not _REGION.fullmatch(region):
            raise InputError("hub.region", "--region 要写 6、9 或 12 位区划代码，例如 341602")
        new = Site(site_id=f"s{self._random(5).hex()}", region=region, name=name)
        now = self._now_ms()
        with writing(self._engine) as db:
            kiosks.add_site(db, new)
            note(db, actor, "site.added", {"site": new.site_id, "region": region}, now)
        return new

    def sites(self) -> tuple[Site, ...]:
        """Return all sites."""
        with reading(self._engine) as db:
            return kiosks.sites(db)

    def kiosks(self) -> tuple[Kiosk, ...]:
        """Return all kiosks."""
        with reading(self._engine) as db:
            return kiosks.kiosks(db)

    def keys(self) -> dict[int, list[tuple[int, bytes]]]:
        """Return each kiosk's public keys, with the entry from which each signs: for auditors."""
        with reading(self._engine) as db:
            return kiosks.all_keys(db)

    def token(self, site_id: str, actor: str, replaces: int | None = None) -> NewToken:
        """Make a one-time token of 128 bits for a site; it lives for a day.

        Raises:
            InputError: no such site, or no such kiosk to replace.
        """
        token, now = self._random(16).hex(), self._now_ms()
        expires = now + TOKEN_LIFE_MS
        with writing(self._engine) as db:
            if kiosks.find_site(db, site_id) is None:
                raise InputError("hub.site", f"没有服务点 {site_id}：用 hub site list 看有哪些")
            if replaces is not None and kiosks.find_kiosk(db, replaces) is None:
                raise InputError("hub.kiosk", f"没有机器 {replaces:07}：用 hub kiosk list 看有哪些")
            digest = token_hash(token)
            kiosks.add_token(
                db, Token(hash=digest, site_id=site_id, exp=expires, replaces=replaces)
            )
            note(db, actor, "token.made", {"site": site_id, "replaces": replaces}, now)
        return NewToken(token=token, expires=expires)

    def check_unreplaced(self, kiosk_no: int) -> None:
        """Refuse a kiosk whose place another one took: its feed goes there.

        Raises:
            InputError: no such kiosk.
            Refused: it has a successor.
        """
        with reading(self._engine) as db:
            found = kiosks.find_kiosk(db, kiosk_no)
        if found is None:
            raise InputError("hub.kiosk", f"没有机器 {kiosk_no:07}")
        if found.successor is not None:
            said = f"{kiosk_no:07} 已由 {found.successor:07} 接替，不能再启用：请重新登记"
            raise Refused("hub.replaced", said)

    def change(self, kiosk_no: int, status: KioskStatus, actor: str) -> None:
        """Revoke a kiosk (stolen), drain it (retired), or make it active again.

        Raises:
            InputError: no such kiosk.
        """
        with writing(self._engine) as db:
            if kiosks.find_kiosk(db, kiosk_no) is None:
                raise InputError("hub.kiosk", f"没有机器 {kiosk_no:07}：用 hub kiosk list 看有哪些")
            kiosks.change_kiosk(db, kiosk_no, status=status)
            note(db, actor, f"kiosk.{status}", {"kiosk_no": kiosk_no}, self._now_ms())


def token_hash(token: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def note(db: Connection, actor: str, action: str, facts: dict[str, object], now: int) -> None:
    """Add a line to the audit chain, in the caller's transaction."""
    audit.record(db, actor, action, msgspec.json.encode(facts).decode(), now)
