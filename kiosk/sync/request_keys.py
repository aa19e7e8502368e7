"""Which of a kiosk's keys signs its requests: the newest that the hub must know by now.

A hub that came back from a backup may know an older one: each is tried. Source: sync.md §9.2, §10.
"""

from collections.abc import Callable, Iterator

from kiosk.domain.errors import InputError
from kiosk.journal.boot import key_at, keys_of
from kiosk.ports.crypto import Signer
from kiosk.ports.journal import JournalReader
from kiosk.wire.request_signature import Sender

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

    def all(self) -> Iterator[Signer]:
        """Yield every key that there is a file of, newest first."""
        for _, public_key in reversed(keys_of(self._journal)):
            yield self._signer(bytes.fromhex(public_key))

    def find(self, probe: Callable[[], object]) -> None:
        """Ask the hub, signed by each key in turn, until it knows one.

        Args:
            probe: asks, and takes in how far the hub is: from then on `sender` is right.

        Raises:
            InputError: it knows none of them. Whatever `probe` raises.
        """
        keys = [bytes.fromhex(key) for _, key in reversed(keys_of(self._journal))]
        for number, key in enumerate(keys, 1):
            self._tried = key
            try:
                probe()
            except InputError as refused:
                if refused.code != NOT_THIS_KEY or number == len(keys):
                    raise
            else:
                return
            finally:
                self._tried = None
