"""The chain of entries: which one comes next, a gap told from a fork, a whole file verified.

Source: sync.md §3, §5, §9.2.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from kiosk.domain.errors import InputError
from kiosk.journal.entry import ZERO_HASH, Entry, Hex32, is_signed
from kiosk.ports.crypto import Suite
from kiosk.wire.signed import rotate_input

Link = Literal["next", "known", "gap", "fork"]


class Tip(Struct, frozen=True, kw_only=True):
    """The end of a chain: number and hash of its last entry, and the key that signs the next.

    An empty chain has number 0 and a hash of zeros.
    """

    seq: int = 0
    hash: bytes = ZERO_HASH
    key: bytes


class Rotation(Struct, frozen=True, kw_only=True):
    """The body of a `key.rotate` entry: the new key, and its signature that it is held."""

    new_pub: Hex32
    sig_new: str


class Flaw(Struct, frozen=True, kw_only=True):
    """Something in a journal that is not as it was written."""

    seq: int
    rule: Literal["signature", "body", "gap", "fork", "rotation", "state", "receipt", "attachment"]
    message: str


def link(tip: Tip, entry: Entry, known: Callable[[int], bytes | None]) -> Link:
    """Judge an entry by number and hash alone; its signature is checked apart.

    Args:
        tip: the end of the chain so far.
        entry: the one that arrived.
        known: the hash of the entry kept under a number up to the tip, None if there is none.

    Returns:
        next: it follows; known: it is kept already; gap: one before it is missing; fork: another
        entry is kept under its number, or it follows another one than ours.
    """
    if entry.seq > tip.seq + 1:
        return "gap"
    if entry.seq <= tip.seq:
        return "known" if known(entry.seq) == entry.hash else "fork"
    return "next" if entry.fields.prev == tip.hash.hex() else "fork"


def advance(tip: Tip, entry: Entry, suite: Suite) -> Tip:
    """Return the tip behind an entry that follows and is signed.

    Raises:
        InputError: it is a `key.rotate` whose new key does not prove itself.
    """
    key = tip.key
    if entry.fields.type == "key.rotate" and entry.body is not None:
        key = _rotated(entry, tip.key, suite)
    return Tip(seq=entry.seq, hash=entry.hash, key=key)


def verify(entries: Iterable[Entry], tip: Tip, suite: Suite) -> Iterator[Flaw]:
    """Yield what is wrong with a journal or its tail, in order; ends at the first broken link.

    Args:
        entries: in the order of their numbers; bodies may be purged.
        tip: what stands before the first of them.
        suite: the algorithms of the journal.
    """
    for entry in entries:
        joined = link(tip, entry, lambda _seq: None)
        if joined in ("gap", "fork"):
            word = "中间缺了条目" if joined == "gap" else "和前一条接不上"
            yield Flaw(seq=entry.seq, rule=_broken(joined), message=f"第{entry.seq}条{word}")
            return
        if not is_signed(entry, tip.key, suite):
            yield Flaw(seq=entry.seq, rule="signature", message=f"第{entry.seq}条的签名不对")
            return
        try:
            tip = advance(tip, entry, suite)
        except InputError as error:
            yield Flaw(seq=entry.seq, rule="rotation", message=error.message)
            return


def _broken(joined: Link) -> Literal["gap", "fork"]:
    return "gap" if joined == "gap" else "fork"


def _rotated(entry: Entry, old_key: bytes, suite: Suite) -> bytes:
    """Return the key that signs from here on."""
    try:
        body = msgspec.json.decode(entry.body or b"", type=Rotation)
        new_key, proof = bytes.fromhex(body.new_pub), bytes.fromhex(body.sig_new)
    except (msgspec.MsgspecError, ValueError) as error:
        raise InputError("entry.rotation", f"第{entry.seq}条换钥匙的内容读不了") from error
    if not suite.verify(new_key, proof, rotate_input(entry.fields.kiosk_no, old_key, new_key)):
        raise InputError("entry.rotation", f"第{entry.seq}条的新钥匙没有证明自己")
    return new_key
