"""An auditor of journals, slips and packs, written from docs/sync-protocol.md alone.

It shares no code with the kiosk and the hub of this repository. What writes is in second_kiosk.py.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ZERO = "0" * 64
PURGED = b"\xff" * 4
MOST_UNPACKED = 512 * 1024
Json = dict[str, Any]
Docs = dict[str, bytes]


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def unb64(text: str) -> bytes:
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise ValueError("two spellings of base64url")
    return data


def pae(*pieces: bytes) -> bytes:
    framed = b"".join(len(piece).to_bytes(8, "little") + piece for piece in pieces)
    return len(pieces).to_bytes(8, "little") + framed


def read_object(data: bytes) -> Json:
    """Return a JSON object. Raises ValueError when a member stands twice."""

    def once(pairs: list[tuple[str, Any]]) -> Json:
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a member twice")
        return dict(pairs)

    found = json.loads(data.decode(), object_pairs_hook=once)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def is_signed(pub: bytes, sig: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(pub).verify(sig, message)
    except InvalidSignature:
        return False
    return True


def opened(keys: dict[str, bytes], purpose: str, said: Json) -> Json:
    """Return the payload of a signed object. Raises ValueError when it is not the hub's."""
    payload = unb64(said["payload"])
    message = f"kiosk-hub/{purpose}/1\0".encode() + payload
    if not is_signed(keys[said["kid"]], unb64(said["sig"]), message):
        raise ValueError("not signed by the hub")
    return read_object(payload)


# Entries (§2)


def entry_hash(header: bytes) -> bytes:
    return sha(b"kiosk-entry/1\0" + bytes.fromhex(read_object(header)["prev"]) + header)


class Entry(NamedTuple):
    """An entry as it travels; `body` is None when it was purged."""

    header: bytes
    sig: bytes
    body: bytes | None

    @property
    def hash(self) -> str:
        return entry_hash(self.header).hex()


def as_sent(entry: Entry) -> bytes:
    body = PURGED if entry.body is None else len(entry.body).to_bytes(4, "big") + entry.body
    head = len(entry.header).to_bytes(4, "big") + entry.header
    return head + len(entry.sig).to_bytes(2, "big") + entry.sig + body


def read_batch(request: bytes) -> tuple[Json, list[Entry]]:
    """Return the prefix and the entries of a request body (§4)."""
    raw = zstandard.ZstdDecompressor().decompress(request)
    at = 4

    def take(width: int) -> bytes:
        nonlocal at
        end = at + width + int.from_bytes(raw[at : at + width], "big")
        piece, at = raw[at + width : end], end
        if end > len(raw):
            raise ValueError("cut short")
        return piece

    if raw[:4] != b"KJB1" or len(raw) > MOST_UNPACKED:
        raise ValueError("no batch")
    prefix, entries = read_object(take(4)), []
    while at < len(raw):
        header, sig = take(4), take(2)
        if raw[at : at + 4] == PURGED:
            at += 4
            entries.append(Entry(header, sig, None))
        else:
            entries.append(Entry(header, sig, take(4)))
    return prefix, entries


def read_export(folder: Path) -> list[Entry]:
    """Return the entries of `kiosk journal export`, in their order."""
    bodies = sorted(folder.glob("entries-*.body"))
    return [entry for path in bodies for entry in read_batch(path.read_bytes())[1]]


def audit(entries: Iterable[Entry], kiosk_no: int, pub: bytes) -> list[str]:
    """Return what is wrong with a journal from its first entry on; `pub` is its first key."""
    wrong, head = [], ZERO
    for seq, entry in enumerate(entries, 1):
        said = read_object(entry.header)
        if (said["kiosk_no"], said["seq"], said["prev"]) != (kiosk_no, seq, head):
            wrong.append(f"{seq}: chain")
        head = entry.hash
        if not is_signed(pub, entry.sig, b"kiosk-sig/1\0" + bytes.fromhex(head)):
            wrong.append(f"{seq}: signature")
        if entry.body is not None and _body(entry.body) != (said["body_sha256"], said["body_len"]):
            wrong.append(f"{seq}: body")
        if said["type"] == "key.rotate" and entry.body is not None:
            new = read_object(entry.body)
            after = bytes.fromhex(new["new_pub"])
            claim = b"kiosk-rotate/1\0" + pae(b"%07d" % kiosk_no, pub, after)
            if not is_signed(after, bytes.fromhex(new["sig_new"]), claim):
                wrong.append(f"{seq}: new key")
            pub = after
    return wrong


def _body(body: bytes) -> tuple[str, int]:
    return sha(body).hex(), len(body)


def is_slip_of(code: str, origin: str, entry: Entry, pub: bytes) -> bool:
    """Tell whether a slip code is genuine and speaks of this entry (§3)."""
    start, _, rest = code.partition("#")
    receipt, _, packed = rest.partition(".")
    proof = unb64(packed)
    half, day, sig = proof[:16], proof[16:24], proof[24:]
    is_number = len(receipt) == 16 and int(receipt) % 97 == 1
    is_mine = read_object(entry.header).get("receipt") == receipt and start == f"{origin}/r"
    is_there = bytes.fromhex(entry.hash).startswith(half) and len(half) == 16
    message = b"kiosk-slip/1\0" + receipt.encode() + half + day
    return is_number and is_mine and is_there and is_signed(pub, sig, message)


# Packs (§8)


def digest(docs: Docs) -> str:
    told = hashlib.sha256()
    for name in sorted(map(str.encode, docs)):
        told.update(len(name).to_bytes(2, "big") + name + sha(docs[name.decode()]))
    return told.hexdigest()


def choose(shard: Json, local: int) -> tuple[int, Json]:
    """Return the base (0: none) and the file of the pack to take."""
    fitting = [one for one in shard["since"] if one["base"] <= local]
    newest = max(fitting, key=lambda one: int(one["base"]), default=None)
    return (0, shard["full"]) if newest is None else (newest["base"], newest)


def apply(pack: bytes, shard: Json, base: int, docs: Docs) -> Docs:
    """Return the documents after a pack. Raises ValueError when it is not what the index says."""
    lines = zstandard.ZstdDecompressor().stream_reader(pack).read().decode().split("\n")
    if json.loads(lines[0]) != ["pack", 1, shard["code"], base, shard["version"]]:
        raise ValueError("another pack")
    now = dict(docs) if base else {}
    for line in lines[1:-1]:
        verb, name, *_ = json.loads(line)
        if verb == "put":
            now[name] = _document(line)
        else:
            now.pop(name, None)
    if digest(now) != shard["digest"]:
        raise ValueError("another digest")
    return now


def _document(line: str) -> bytes:
    """Return the bytes of a document as they stand in its line: fourth of the array, to its end."""
    decoder, at = json.JSONDecoder(), 1
    for _ in range(3):
        _, at = decoder.raw_decode(line, at)
        at += 1  # the comma
    return line[at:-1].encode()
