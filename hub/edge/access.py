"""Who is calling: the signature of a request is checked against the key of its kiosk.

Source: sync.md §10. Whether that kiosk may do something is decided by the services.
"""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Engine

from hub.services.limits import RateLimit
from hub.store import kiosks
from hub.store.database import reading, writing
from hub.store.kiosks import Kiosk
from kiosk.domain.errors import InputError, Refused
from kiosk.sealing.suites import SUITES
from kiosk.wire.request_signature import Claim, key_hash, read_claim


class Caller(Struct, frozen=True, kw_only=True):
    """Who signed a request, and whether with a key that signs for it now.

    Another key of the same kiosk is that of a disk from before its last change of keys.
    """

    kiosk: Kiosk
    is_current: bool

    def with_own_key(self) -> Kiosk:
        """Return the kiosk. Raises InputError: another key signed."""
        if not self.is_current:
            raise _bad_signature()
        return self.kiosk


class Access:
    """Checks callers.

    Args:
        engine: the database.
        origin: the public address that kiosks sign, never that of the Host header.
        calls: how often one kiosk may call.
    """

    def __init__(self, engine: Engine, origin: str, calls: RateLimit) -> None:
        self._engine = engine
        self._origin = origin
        self._calls = calls

    def caller(
        self,
        method: str,
        target: str,
        body: bytes | None,
        headers: Sequence[tuple[str, str]],
        now_ms: int,
    ) -> Caller:
        """Return the kiosk that signed a request, with any key that it ever had; it may be revoked.

        Args:
            method: in capitals.
            target: path and query as received.
            body: as received; None for a request without one.
            headers: names in lower case, with every repetition.
            now_ms: the time.

        Raises:
            InputError: no good signature; `hub.unknown` when the kiosk is not known at all.
            Refused: the kiosk calls too often.
        """
        claim = read_claim(method, self._origin + target, body, headers)
        with reading(self._engine) as db:
            kiosk = kiosks.find_kiosk(db, claim.kiosk_no)
        if kiosk is None:
            raise InputError("hub.unknown", "中心不认识这台机器")
        key = _signing_key(kiosk, claim, (kiosk.pubkey, kiosk.old_pubkey))
        is_current = key is not None
        if key is None and _signing_key(kiosk, claim, self._keys(kiosk.kiosk_no)) is None:
            raise _bad_signature()
        if not self._calls.take(str(kiosk.kiosk_no), now_ms):
            raise Refused("hub.busy", "请求太多：请等一会儿")
        if kiosk.old_pubkey is not None and key == kiosk.pubkey:
            with writing(self._engine) as db:  # the newest key is in use: the one before ends
                kiosks.drop_old_key(db, kiosk.kiosk_no, key)
        return Caller(kiosk=kiosk, is_current=is_current)

    def _keys(self, kiosk_no: int) -> tuple[bytes, ...]:
        with reading(self._engine) as db:
            return tuple(key for _, key in kiosks.keys_of(db, kiosk_no))


def _bad_signature() -> InputError:
    return InputError("request.signature", "请求签名不对")


def _signing_key(kiosk: Kiosk, claim: Claim, keys: Sequence[bytes | None]) -> bytes | None:
    """Return which of the keys signed; the one before the newest counts until that is used."""
    suite = SUITES[kiosk.suite]
    return next(
        (
            key
            for key in keys
            if key is not None
            and key_hash(key) == claim.key_hash
            and suite.verify(key, claim.sig, claim.base)
        ),
        None,
    )
