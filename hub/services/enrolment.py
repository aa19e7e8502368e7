"""Enrolment: who is given a number, who gets a new one, whom a hub remembers again.

Sites and tokens are `sites.py`. Source: sync.md §9. A number is one enrolment of one machine and
is never given again.
"""

import hashlib
from collections.abc import Callable

import msgspec
from msgspec import structs
from sqlalchemy import Connection, Engine

from hub.services.answers import HubSigner
from hub.services.sites import note, token_hash
from hub.store import kiosks, status
from hub.store.database import writing
from hub.store.kiosks import Kiosk, Token
from kiosk.domain.errors import InputError, KioskError, Refused
from kiosk.domain.ids import region_chain
from kiosk.sealing.suites import SUITES
from kiosk.wire.messages import EnrolAnswer, EnrolRequest
from kiosk.wire.signed import (
    Signed,
    enrol_input,
    payload_of,
    reenrol_input,
    signing_input,
    unb64,
)


class Enrolment:
    """Gives numbers.

    Args:
        engine: the database.
        signer: signs answers.
        revoked: the kiosks that are revoked for ever, as published: a backup may not know it.
    """

    def __init__(
        self, engine: Engine, signer: HubSigner, revoked: Callable[[], frozenset[int]]
    ) -> None:
        self._engine = engine
        self._signer = signer
        self._revoked = revoked

    def enrol(self, request: EnrolRequest) -> Signed:
        """Give a number for a token or for an old number; the same answer for the same question.

        Raises:
            InputError: the request does not prove what it claims.
            Refused: token unknown, expired or used by another key; old number not renewable.
        """
        if request.suite not in SUITES:
            raise InputError("enrol.suite", f"中心不认识第{request.suite}套算法")
        if request.old_kiosk_no is not None:
            answer = self._again
        elif request.kept is not None:
            answer = self._remember
        else:
            answer = self._first
        with writing(self._engine) as db:
            given = answer(db, request, self._signer.now_ms())
        if isinstance(given, KioskError):  # raised here, so that its line in the audit stays
            raise given
        return given

    def _first(self, db: Connection, request: EnrolRequest, now: int) -> Signed | KioskError:
        if request.token is None:
            return InputError("enrol.request", "登记要有 token、kept 或 old_kiosk_no")
        key, digest = bytes.fromhex(request.pubkey), token_hash(request.token)
        if not _proves(request, enrol_input(digest, key), request.sig):
            return InputError("enrol.proof", "登记的签名不对")
        known = kiosks.find_token(db, digest)
        if known is not None and known.used_by is not None:
            return self._repeat(db, known, key, now)
        if known is None or known.exp < now:
            return Refused("enrol.token", "登记码不对或过期了：请在中心重新要一个")
        if kiosks.kiosk_of_key(db, key) is not None:
            return Refused("enrol.key", "这把钥匙已经登记过：请换一把新的")
        given = self._give(db, request, known.site_id, now)
        kiosks.use_token(db, digest, key, now)
        if known.replaces is not None:
            _replace(db, known.replaces, given.kiosk_no, now)
        return self._signer.sign("enrol", given)

    def _repeat(self, db: Connection, token: Token, key: bytes, now: int) -> Signed | KioskError:
        """A lost answer is given again; another key with the same token is an alarm."""
        enrolled = kiosks.kiosk_of_key(db, key)
        if token.used_by != key or enrolled is None:
            note(db, "hub", "token.used_twice", {"site": token.site_id}, now)
            return Refused("enrol.used", "这个登记码已经被另一台机器用过：请告诉中心")
        return self._signer.sign_bytes("enrol", enrolled.answer)

    def _again(self, db: Connection, request: EnrolRequest, now: int) -> Signed | KioskError:
        """Give a new number to the machine that proves to hold the key of an old one (§9.3)."""
        key, old_no = bytes.fromhex(request.pubkey), request.old_kiosk_no or 0
        signed, old = reenrol_input(old_no, key), kiosks.find_kiosk(db, old_no)
        held = structs.replace(request, pubkey=old.pubkey.hex()) if old else request
        if old is None or not _proves(held, signed, request.sig_old):
            return InputError("enrol.proof", "旧钥匙的签名不对")
        if not _proves(request, signed, request.sig_new):
            return InputError("enrol.proof", "新钥匙的签名不对")
        known = kiosks.kiosk_of_key(db, key)
        if known is not None and old.successor == known.kiosk_no:
            return self._signer.sign_bytes("enrol", known.answer)
        place = kiosks.find_site(db, old.site_id)
        is_open = place is not None and place.reenrol == "auto" and known is None
        if old.status == "revoked" or old.successor is not None or not is_open:
            note(db, "hub", "reenrol.refused", {"kiosk_no": old_no}, now)
            return Refused("enrol.person", "重新登记要中心的人同意：请打电话")
        given = self._give(db, request, old.site_id, now)
        _replace(db, old_no, given.kiosk_no, now)
        return self._signer.sign("enrol", given)

    def _remember(self, db: Connection, request: EnrolRequest, now: int) -> Signed | KioskError:
        """Enter a kiosk again that a backup does not know, by the answer this hub once signed.

        Its disk may have gone back, too, and got another number meanwhile: then that one is told.
        """
        kept, key = request.kept, bytes.fromhex(request.pubkey)
        if kept is None or not self._is_ours(kept):
            return InputError("enrol.proof", "登记的回答不是这个中心签的")
        given, payload = payload_of(kept, EnrolAnswer), unb64(kept.payload)
        signed = enrol_input(hashlib.sha256(payload).digest(), key)
        if given.pubkey != request.pubkey or not _proves(request, signed, request.sig):
            return InputError("enrol.proof", "登记的回答不是这台机器的")
        if given.kiosk_no in self._revoked():
            return Refused("hub.revoked", "这台机器已经停用")
        if kiosks.find_kiosk(db, given.kiosk_no) is None:
            present = kiosks.kiosk_of_key(db, key)
            if present is not None:
                return self._signer.sign_bytes("enrol", present.answer)
            kiosks.add_kiosk(db, _enrolled(given, payload))
            kiosks.skip_kiosk_no(db, given.kiosk_no)
            note(db, "hub", "kiosk.remembered", {"kiosk_no": given.kiosk_no}, now)
        return kept

    def _is_ours(self, kept: Signed) -> bool:
        signed, key = signing_input("enrol", unb64(kept.payload)), self._signer.key
        return key.suite.verify(key.public_key, unb64(kept.sig), signed)

    def _give(self, db: Connection, request: EnrolRequest, site_id: str, now: int) -> EnrolAnswer:
        place = kiosks.find_site(db, site_id)
        given = EnrolAnswer(
            kiosk_no=kiosks.next_kiosk_no(db),
            pubkey=request.pubkey,
            suite=request.suite,
            site=site_id,
            regions=region_chain(place.region if place else ""),
            epoch=kiosks.epoch(db),
            time=now,
        )
        kiosks.add_kiosk(db, _enrolled(given, msgspec.json.encode(given)))
        note(db, "hub", "kiosk.enrolled", {"kiosk_no": given.kiosk_no, "site": site_id}, now)
        return given


def _enrolled(given: EnrolAnswer, payload: bytes) -> Kiosk:
    return Kiosk(
        kiosk_no=given.kiosk_no,
        site_id=given.site,
        pubkey=bytes.fromhex(given.pubkey),
        suite=given.suite,
        status="active",
        enrolled_at=given.time,
        answer=payload,
    )


def _proves(request: EnrolRequest, signed: bytes, sig: str | None) -> bool:
    """Tell whether a signature is by the key that the request names."""
    key = bytes.fromhex(request.pubkey)
    return sig is not None and SUITES[request.suite].verify(key, bytes.fromhex(sig), signed)


def _replace(db: Connection, old_no: int, new_no: int, now: int) -> None:
    """The old number only drains from now on; its feed goes to the new one."""
    old = kiosks.lock_kiosk(db, old_no) if kiosks.find_kiosk(db, old_no) else None
    if old is not None and old_no != new_no:
        left = "draining" if old.status == "active" else old.status
        kiosks.change_kiosk(db, old_no, status=left, successor=new_no)
        status.hand_over(db, old_no, new_no, now)
        note(db, "hub", "kiosk.replaced", {"kiosk_no": old_no, "successor": new_no}, now)
