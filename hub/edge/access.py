"""Who is calling: the signature of a request is checked against the key of its kiosk.

Source: sync.md §10. Whether that kiosk may do something is decided by the services.
"""

from collections.abc import Sequence

from sqlalchemy import Engine

from hub.services.limits import RateLimit
from hub.store import kiosks
from hub.store.database import reading, writing
from hub.store.kiosks import Kiosk
from kiosk.domain.errors import InputError, Refused
from kiosk.sealing.suites import SUITES
from kiosk.wire.request_signature import Claim, key_hash, read_claim


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
    ) -> Kiosk:
        """Return the kiosk that signed a request; it may be revoked.

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
        key = _signing_key(kiosk, claim)
        if key is None:
            raise InputError("request.signature", "请求签名不对")
        if not self._calls.take(str(kiosk.kiosk_no), now_ms):
            raise Refused("hub.busy", "请求太多：请等一会儿")
        if kiosk.old_pubkey is not None and key == kiosk.pubkey:
            with writing(self._engine) as db:  # the newest key is in use: the one before ends
                kiosks.drop_old_key(db, kiosk.kiosk_no, key)
        return kiosk


def _signing_key(kiosk: Kiosk, claim: Claim) -> bytes | None:
    """Return the key that signed: the newest, or the one before until the newest is first used."""
    suite = SUITES[kiosk.suite]
    keys = (key for key in (kiosk.pubkey, kiosk.old_pubkey) if key is not None)
    return next(
        (
            key
            for key in keys
            if key_hash(key) == claim.key_hash and suite.verify(key, claim.sig, claim.base)
        ),
        None,
    )
