"""Where a journal begins whose oldest headers were let go of: a signed entry says what stood there.

When they may go is `outbox.py`, letting them go `services/pruning.py`. Source: sync.md §16.
"""

import msgspec
from msgspec import Struct, field

from kiosk.journal.entry import Count, Hex32
from kiosk.ports.journal import JournalReader

TYPE = "audit.prune"
PAGE = 500


class Checkpoint(Struct, frozen=True, kw_only=True):
    """The body of an `audit.prune` entry.

    Entries `first` to `last` are gone; `head` is the hash of the last of them, `key` the public
    key that signs the one behind it.
    """

    first: Count = field(name="from")
    last: Count = field(name="to")
    head: Hex32
    key: Hex32


class _Type(Struct, frozen=True, kw_only=True):
    type: str


def flaw_of_start(journal: JournalReader, key: bytes) -> str | None:
    """Return what is wrong with where a journal begins; None for its first entry, or a checkpoint.

    The signature of the checkpoint is checked with all others.

    Args:
        journal: the opened file.
        key: the public key that is said to sign the first entry that is there.

    Raises:
        msgspec.MsgspecError: a header or the body of a checkpoint cannot be read.
    """
    last, head = journal.start()
    if last == 0:
        return None
    page = journal.entries(last, PAGE)
    while page:
        for entry in page:
            if entry.body is None or msgspec.json.decode(entry.header, type=_Type).type != TYPE:
                continue
            said = msgspec.json.decode(entry.body, type=Checkpoint)
            if (said.last, said.head, said.key) == (last, head.hex(), key.hex()):
                return None
        page = journal.entries(page[-1].seq, PAGE)
    return f"第{last}条以前的不见了，没有记下是谁清掉的"
