"""A new device key: the old one signs the entry that names it, and it proves that it is held.

Where keys lie is `sealing/device_keys.py`, which one signs requests `sync/request_keys.py`.
Source: sync.md §9.2.
"""

import msgspec

from kiosk.domain.errors import Refused
from kiosk.journal.author import Author, EntryDraft
from kiosk.journal.boot import keys_of
from kiosk.journal.chain import Rotation
from kiosk.ports.crypto import Signer
from kiosk.ports.journal import JournalTx
from kiosk.wire.signed import rotate_input


def rotate(tx: JournalTx, author: Author, new: Signer) -> int:
    """Let every later entry be signed by a new key; return the number of the entry that says so.

    Args:
        tx: the transaction.
        author: who writes, with the key until now.
        new: the new key, durable already.

    Raises:
        Refused: the hub does not know the key until now: it takes two keys at a time, no more.
    """
    keys, through = keys_of(tx), int(tx.meta("through") or 0)
    if through + 1 < keys[-1][0]:
        raise Refused("key.waiting", "中心还不知道上一把新钥匙：先联网运行一次 kiosk sync --once")
    old = author.signer.public_key
    proof = new.sign(rotate_input(author.kiosk_no, old, new.public_key))
    said = Rotation(new_pub=new.public_key.hex(), sig_new=proof.hex())
    draft = EntryDraft(type="key.rotate", body=msgspec.json.encode(said))
    seq = author.append(tx, draft).seq
    later = [*keys, (seq + 1, new.public_key.hex())]
    tx.set_meta("keys", msgspec.json.encode(later).decode())
    return seq
