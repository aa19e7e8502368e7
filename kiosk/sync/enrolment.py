"""Enrolment: a token becomes a number, a forgotten kiosk is remembered, a fork starts anew.

Where hub keys and seal keys come from is `tuf_client.py`. Source: sync.md §9.
"""

import hashlib

import msgspec

from kiosk.domain.errors import InputError, Refused, Unavailable
from kiosk.ports.crypto import Signer
from kiosk.ports.journal import JournalStore, JournalTx
from kiosk.sync.trust import AnswerTrust
from kiosk.wire.messages import EnrolAnswer, EnrolRequest
from kiosk.wire.protocol import HubProtocol
from kiosk.wire.signed import Signed, enrol_input, reenrol_input, unb64


class Enrolment:
    """Gets a number for this machine and keeps it in the journal.

    Args:
        journal: where the number is kept.
        hub: where it comes from.
        trust: opens the hub's answer.
        hw: the machine in one line.
    """

    def __init__(
        self, journal: JournalStore, hub: HubProtocol, trust: AnswerTrust, hw: str
    ) -> None:
        self._journal = journal
        self._hub = hub
        self._trust = trust
        self._hw = hw

    def enrol(self, token: str, origin: str, device: Signer) -> EnrolAnswer:
        """Enrol with a one-time token; after a lost answer the same token works again.

        Raises:
            Refused: this machine has a number already, or the hub does not give one.
            Unavailable: the hub cannot be reached or is not the one we trust.
        """
        if self._journal.meta("kiosk_no") is not None:
            raise Refused("enrol.again", "这台机器已经登记过了")
        digest = hashlib.sha256(token.encode()).digest()
        request = EnrolRequest(
            token=token,
            pubkey=device.public_key.hex(),
            suite=device.suite.number,
            hw=self._hw,
            sig=device.sign(enrol_input(digest, device.public_key)).hex(),
        )
        return self._keep(self._hub.enrol(request), origin, device)

    def remember(self, device: Signer) -> None:
        """Show the hub the answer that it gave once and forgot with a lost disk.

        Args:
            device: the key that the machine enrolled with, whatever has followed it.

        Raises:
            Refused: this machine was never enrolled, the hub does not accept the answer, or it
                proves that the same key has another number: then this one is stopped.
            Unavailable: the hub cannot be reached.
        """
        text = self._journal.meta("enrolment")
        if text is None:
            raise Refused("E-HB-04", "这台机器还没登记：请先用 kiosk enrol 登记")
        kept = msgspec.json.decode(text, type=Signed)
        digest = hashlib.sha256(unb64(kept.payload)).digest()
        request = EnrolRequest(
            kept=kept,
            pubkey=device.public_key.hex(),
            suite=device.suite.number,
            hw=self._hw,
            sig=device.sign(enrol_input(digest, device.public_key)).hex(),
        )
        answer = self._trust.open(self._hub.enrol(request), "enrol", EnrolAnswer)
        own = self._journal.meta("kiosk_no")
        if answer.pubkey == request.pubkey and str(answer.kiosk_no) != own:
            self._journal.write(lambda tx: tx.set_meta("stopped", "other_history"))
            raise Refused("journal.diverged", "这台机器的钥匙另有一个号码：已停止收件，要重新登记")

    def renew(self, old_kiosk_no: int, old: Signer, new: Signer, origin: str) -> EnrolAnswer:
        """Enrol a new journal in place of one whose disk was rolled back or cloned (§9.3).

        Raises:
            Refused: a person at the hub must agree.
            Unavailable: the hub cannot be reached.
        """
        signed = reenrol_input(old_kiosk_no, new.public_key)
        request = EnrolRequest(
            old_kiosk_no=old_kiosk_no,
            pubkey=new.public_key.hex(),
            suite=new.suite.number,
            hw=self._hw,
            sig_old=old.sign(signed).hex(),
            sig_new=new.sign(signed).hex(),
        )
        return self._keep(self._hub.enrol(request), origin, new)

    def _keep(self, signed: Signed, origin: str, device: Signer) -> EnrolAnswer:
        """Verify the answer and write everything that a number brings in one transaction."""
        answer = self._trust.open(signed, "enrol", EnrolAnswer)
        if answer.pubkey != device.public_key.hex():
            raise Unavailable("sync.untrusted", "中心的回答是给另一台机器的，没有采用")
        keys = [(1, answer.pubkey)]

        def work(tx: JournalTx) -> None:
            if tx.tip()[0]:
                raise InputError("enrol.journal", "日志里已经有条目，不能换号码")
            tx.set_meta("kiosk_no", str(answer.kiosk_no))
            tx.set_meta("site", answer.site)
            tx.set_meta("regions", msgspec.json.encode(answer.regions).decode())
            tx.set_meta("enrolment", msgspec.json.encode(signed).decode())
            tx.set_meta("origin", origin)
            tx.set_meta("keys", msgspec.json.encode(keys).decode())
            tx.set_meta("epoch", str(answer.epoch))
            tx.set_meta("through", "0")
            tx.set_meta("feed_after", "0")
            tx.set_meta("synced_at", str(answer.time))

        self._journal.write(work)
        return answer
