"""Trust in answers: only what a known hub key signed, for this purpose, counts at all.

Where the keys come from is `tuf_client.py`. Source: sync.md §5.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from kiosk.domain.errors import InputError, Unavailable
from kiosk.ports.crypto import Suite
from kiosk.wire.messages import HubKey
from kiosk.wire.signed import Purpose, Signed, payload_of, signing_input, unb64

T = TypeVar("T")


class AnswerTrust:
    """Opens signed answers.

    Args:
        keys: the hub keys known now.
        suites: the algorithms by number.
    """

    def __init__(self, keys: Callable[[], tuple[HubKey, ...]], suites: Mapping[int, Suite]) -> None:
        self._keys = keys
        self._suites = suites

    def open(self, signed: Signed, purpose: Purpose, kind: type[T]) -> T:
        """Return the payload of an answer.

        Raises:
            Unavailable: nobody we trust signed it for this purpose: as good as no answer.
        """
        try:
            covered = signing_input(purpose, unb64(signed.payload))
            if not self._is_genuine(signed, covered):
                raise Unavailable("sync.untrusted", "中心的回答签名不对，没有采用")
            return payload_of(signed, kind)
        except InputError as error:
            raise Unavailable("sync.untrusted", "中心的回答格式不对，没有采用") from error

    def _is_genuine(self, signed: Signed, covered: bytes) -> bool:
        sig = unb64(signed.sig)
        return any(
            self._suites[key.suite].verify(bytes.fromhex(key.pub), sig, covered)
            for key in self._keys()
            if key.kid == signed.kid and key.suite in self._suites
        )
