"""One entry of the journal: header bytes, hash, signature, limits.

How entries follow each other is `chain.py`. The header is signed exactly as it is stored: nothing
here encodes a received header again. Source: sync.md §3.
"""

import json
from typing import Annotated, NoReturn

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from kiosk.domain.errors import InputError
from kiosk.ports.crypto import Signer, Suite

ZERO_HASH = bytes(32)
MAX_HEADER_BYTES = 8 * 1024
MAX_BODY_BYTES = 128 * 1024
MAX_BLOBS = 16
MAX_BLOB_BYTES = 8 * 1024 * 1024
SIGNATURE_BYTES = 64

Hex32 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
KioskNo = Annotated[int, Meta(ge=1, le=9_999_999)]


class BlobRef(Struct, frozen=True, kw_only=True):
    """An attachment of an entry: the hash of the sealed file and its length in bytes."""

    sha256: Hex32
    len: Annotated[int, Meta(ge=1, le=MAX_BLOB_BYTES)]


class Header(Struct, frozen=True, kw_only=True):
    """What is signed. No personal data ever stands here.

    Times are milliseconds: `t_wall` since 1970 UTC, `t_mono` since boot. `t_q`: 0 the time is a
    lower bound, 1 the wall clock is plausible, 2 a hub set it since boot. Members that a reader
    does not know stay in the bytes.
    """

    v: Annotated[int, Meta(ge=1, le=1)] = 1
    suite: Annotated[int, Meta(ge=1, le=255)] = 1
    kiosk_no: KioskNo
    seq: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    prev: Hex32
    type: Annotated[str, Meta(pattern=r"^[a-z]+(\.[a-z_]+)?$", max_length=40)]
    body_sha256: Hex32
    body_len: Annotated[int, Meta(ge=0, le=MAX_BODY_BYTES)]
    blobs: Annotated[tuple[BlobRef, ...], Meta(max_length=MAX_BLOBS)] = ()
    receipt: Annotated[str, Meta(pattern="^[0-9]{16}$")] | UnsetType = UNSET
    item_id: Annotated[str, Meta(max_length=96)] | UnsetType = UNSET
    item_sha256: Hex32 | UnsetType = UNSET
    shard: Annotated[str, Meta(pattern="^[0-9]{12}$")] | UnsetType = UNSET
    shard_ver: Count | UnsetType = UNSET
    seal: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    qv: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    t_wall: Count
    t_q: Annotated[int, Meta(ge=0, le=2)]
    boot_id: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
    t_mono: Count
    app: Annotated[str, Meta(max_length=40)]


class Entry(Struct, frozen=True, kw_only=True):
    """An entry as it is stored and sent; `body` None when it was purged."""

    header: bytes
    hash: bytes
    sig: bytes
    body: bytes | None
    fields: Header

    @property
    def seq(self) -> int:
        """The place in the journal, from 1."""
        return self.fields.seq


class BadEntry(InputError):
    """An entry that no kiosk of ours can have written; the message says which rule it breaks."""


def entry_hash(suite: Suite, prev: bytes, header: bytes) -> bytes:
    """Return the hash that names an entry and that the next one carries."""
    return suite.hash(b"kiosk-entry/1\0" + prev + header)


def signature_input(digest: bytes) -> bytes:
    """Return what the device signs."""
    return b"kiosk-sig/1\0" + digest


def make_entry(fields: Header, body: bytes, signer: Signer) -> Entry:
    """Encode, hash and sign a new entry.

    Args:
        fields: the header; hash and length of the body stand in it already (`with_body`).
        body: the bytes to store, sealed when they are personal.
        signer: the device key.

    Raises:
        BadEntry: a limit is passed, or the header is not of this body.
    """
    header = msgspec.json.encode(fields)
    digest = entry_hash(signer.suite, bytes.fromhex(fields.prev), header)
    entry = Entry(
        header=header,
        hash=digest,
        sig=signer.sign(signature_input(digest)),
        body=body,
        fields=read_header(header),
    )
    _check_body(signer.suite, entry)
    return entry


def read_header(header: bytes) -> Header:
    """Decode and check the bytes of a header.

    Raises:
        BadEntry: too long, no single JSON object, a member twice, missing or out of its limits.
    """
    if len(header) > MAX_HEADER_BYTES:
        raise BadEntry("entry.header", f"条目头有{len(header)}字节，最多{MAX_HEADER_BYTES}")
    try:
        _STRICT.decode(header.decode())
        return msgspec.json.decode(header, type=Header)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadEntry("entry.header", f"条目头读不了：{error}") from error


def read_entry(header: bytes, sig: bytes, body: bytes | None, suite: Suite) -> Entry:
    """Take in an entry from a disk or a wire; the signature is checked by `is_signed`.

    Raises:
        BadEntry: the header is wrong, or the body is not the one that it names.
    """
    fields = read_header(header)
    if len(sig) != SIGNATURE_BYTES:
        raise BadEntry("entry.signature", f"签名有{len(sig)}字节，应为{SIGNATURE_BYTES}")
    digest = entry_hash(suite, bytes.fromhex(fields.prev), header)
    entry = Entry(header=header, hash=digest, sig=sig, body=body, fields=fields)
    _check_body(suite, entry)
    return entry


def is_signed(entry: Entry, public_key: bytes, suite: Suite) -> bool:
    """Tell whether an entry carries the signature of a device."""
    return suite.verify(public_key, entry.sig, signature_input(entry.hash))


def _check_body(suite: Suite, entry: Entry) -> None:
    body, fields = entry.body, entry.fields
    if fields.suite != suite.number:
        raise BadEntry("entry.suite", f"条目用的是第{fields.suite}套算法，这里是{suite.number}")
    if body is None:
        return
    if len(body) != fields.body_len or suite.hash(body).hex() != fields.body_sha256:
        raise BadEntry("entry.body", f"第{fields.seq}条的内容和条目头对不上")


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a JSON object that names a member twice; decoders differ in which one they take."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("有重复的成员")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"不允许 {name}")


_STRICT = json.JSONDecoder(object_pairs_hook=_each_once, parse_constant=_no_constant)
"""Made once: a hub reads fifty headers per delivery."""
