"""Which of a kiosk's keys signs its requests: the newest that the hub must know by now.

A hub that came back from a backup may know an older one: each is tried. Source: sync.md §9.2, §10.
"""

from collections.abc import Callable
from typing import TypeVar

from kiosk.domain.errors import InputError
from kiosk.journal.boot import key_at, keys_of
from kiosk.ports.crypto import Signer
from kiosk.ports.journal import JournalReader
from kiosk.wire.request_signature import Sender

T = TypeVar("T")
NOT_THIS_KEY = "request.signature"


def ask_once(probe: Callable[[], object]) -> None:
    """Ask a hub where there is one key only. Raises whatever `probe` raises."""
    probe()


class RequestKeys:
    """Signs the requests of one journal. Any thread.

    Args:
        journal: says which keys there are and how far it is acknowledged.
        signer: finds a key by its public half; raises Unavailable.
    """

    def __init__(self, journal: JournalReader, signer: Callable[[bytes], Signer]) -> None:
        self._journal = journal
        self._signer = signer
        self._tried: bytes | None = None

    def sender(self) -> Sender | None:
        """Return who signs the next request; None before enrolment. Raises Unavailable."""
        number, keys = self._journal.meta("kiosk_no"), keys_of(self._journal)
        if number is None or not keys:
            return None
        through = int(self._journal.meta("through") or 0)
        signer = self._signer(self._tried or key_at(keys, through + 1))
        return Sender(kiosk_no=int(number), public_key=signer.public_key, sign=signer.sign)

    def first(self) -> Signer:
        """Return the key of the enrolment. Raises Unavailable."""
        return self._signer(bytes.fromhex(keys_of(self._journal)[0][1]))

    def try_each(self, ask: Callable[[Signer], T], not_this: str) -> T:
        """Ask with every key of the journal, newest first, until one is the right one.

        Args:
            ask: asks with a key.
            not_this: the code of the InputError that says that it is another one.

        Raises:
            InputError: none of them is it. Whatever `ask` raises.
        """
        first, *later = (bytes.fromhex(key) for _, key in keys_of(self._journal))
        for key in reversed(later):
            try:
                return ask(self._signer(key))
            except InputError as refused:
                if refused.code != not_this:
                    raise
        return ask(self._signer(first))

    def find(self, probe: Callable[[], object]) -> None:
        """Ask the hub, signed by each key in turn, until it knows one.

        Args:
            probe: asks, and takes in how far the hub is: from then on `sender` is right.

        Raises:
            InputError: it knows none of them. Whatever `probe` raises.
        """

        def ask(key: Signer) -> None:
            self._tried = key.public_key
            try:
                probe()
            finally:
                self._tried = None

        self.try_each(ask, NOT_THIS_KEY)
