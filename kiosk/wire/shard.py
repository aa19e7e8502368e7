"""Shards of the catalogue as they travel: index, packs, digest, and which pack a kiosk takes.

Building them is the hub's, applying them the store's. Source: sync.md §11.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from kiosk.domain.errors import InputError
from kiosk.domain.ids import region_chain
from kiosk.wire.json_members import check_once

SCHEMA = 3
PACK_FORMAT = 1
MAX_PACK_BYTES = 512 * 1024 * 1024
MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
"""Cap on the content of a pack, whatever its frame declares: a province has 330 MB."""
MAX_LINE_BYTES = 4 * 1024 * 1024
Hex32 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
ShardCode = Annotated[str, Meta(pattern="^[0-9]{12}$")]
DocId = Annotated[str, Meta(pattern="^[0-9A-Za-z._/-]{1,96}$")]
Version = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class PackRef(Struct, frozen=True, kw_only=True):
    """A pack file by its content: SHA-256 and length of the compressed bytes."""

    sha256: Hex32
    len: Annotated[int, Meta(ge=1, le=MAX_PACK_BYTES)]


class Delta(Struct, frozen=True, kw_only=True):
    """A pack of all changes since a version."""

    base: Version
    sha256: Hex32
    len: Annotated[int, Meta(ge=1, le=MAX_PACK_BYTES)]

    @property
    def ref(self) -> PackRef:
        """The file."""
        return PackRef(sha256=self.sha256, len=self.len)


class ShardEntry(Struct, frozen=True, kw_only=True):
    """A shard in an index: its newest version, what it must hash to, where it is."""

    code: ShardCode
    version: Version
    docs: Version
    digest: Hex32
    full: PackRef
    since: tuple[Delta, ...] = ()


class ShardIndex(Struct, frozen=True, kw_only=True):
    """The TUF target `catalog/<city>/<county>.index.json`; `v` grows with every change."""

    v: Version
    edition: Annotated[str, Meta(pattern="^[1-9][0-9]{0,9}$")]
    schema: int = SCHEMA
    shards: tuple[ShardEntry, ...]


class PackHead(Struct, frozen=True, kw_only=True, array_like=True, tag="pack"):
    """The first line of a pack; base 0: the whole shard."""

    format: int
    code: ShardCode
    base: Version
    version: Version


class Put(Struct, frozen=True, kw_only=True, array_like=True, tag="put"):
    """A document as it is now; `doc` stays the bytes that were shipped."""

    id: DocId
    row_version: Version
    doc: Raw


class Del(Struct, frozen=True, kw_only=True, array_like=True, tag="del"):
    """A document that is gone."""

    id: DocId
    row_version: Version


Op = Put | Del


class ShardDigest:
    """The digest of a shard, fed with its documents in the order of the bytes of their ids."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, doc_id: str, doc_sha256: bytes) -> None:
        """Add the next document."""
        name = doc_id.encode()
        self._hash.update(len(name).to_bytes(2, "big") + name + doc_sha256)

    def hex(self) -> str:
        """Return the digest of what was added."""
        return self._hash.hexdigest()


def shard_code(region: str) -> str:
    """Return the shard of a division's own documents: its code, filled with zeros."""
    return region.ljust(12, "0")


def index_names(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Return the targets a kiosk follows: the index of its city, then that of its county.

    Args:
        regions: division codes from the province down to the site.
    """
    city = next((code for code in regions if len(code) == 4), None)
    county = next((code for code in regions if len(code) == 6), None)
    if city is None:
        return ()
    own = f"{city}00"
    names = [f"catalog/{own}/{own}.index.json"]
    return tuple(names if county is None else [*names, f"catalog/{own}/{county}.index.json"])


def followed(regions: tuple[str, ...]) -> frozenset[str]:
    """Return the codes of the shards that a kiosk of a place follows."""
    chain = region_chain(regions[-1]) if regions else ()
    return frozenset(shard_code(code) for code in chain)


def fits(name: str, code: str) -> bool:
    """Tell whether a shard may stand in an index: a city cannot speak for another one."""
    _, city, file = name.split("/")
    own = file.split(".")[0]
    if own == city:
        return code == shard_code(own)
    return own[:4] == city[:4] and code.startswith(own)


def read_index(name: str, data: bytes) -> ShardIndex:
    """Decode an index.

    Args:
        name: the target's name.
        data: its bytes, verified by TUF.

    Raises:
        InputError: it is none, or lists a shard that is not its business, or one twice.
    """
    try:
        check_once(data)
        index = msgspec.json.decode(data, type=ShardIndex)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError("shard.index", f"目录索引 {name} 读不了：{error}") from error
    if index.schema > SCHEMA:
        raise InputError("shard.schema", f"目录索引 {name} 要更新的程序才能读")
    codes = [shard.code for shard in index.shards]
    if len(set(codes)) != len(codes) or not all(fits(name, code) for code in codes):
        raise InputError("shard.foreign", f"目录索引 {name} 列了不归它管的分片")
    return index


def choose(shard: ShardEntry, local: int) -> tuple[int, PackRef]:
    """Return base and file of the pack that a kiosk takes.

    Args:
        shard: what is published.
        local: the version that is here; 0 for none.
    """
    fitting = [delta for delta in shard.since if 0 < delta.base <= local]
    if not fitting:
        return 0, shard.full
    newest = max(fitting, key=lambda delta: delta.base)
    return newest.base, newest.ref


def pack_lines(head: PackHead, ops: Iterable[Op]) -> Iterator[bytes]:
    """Yield the lines of a pack; `ops` are sorted by id."""
    encode = msgspec.json.Encoder().encode
    yield encode(head) + b"\n"
    for op in ops:
        yield encode(op) + b"\n"


def read_pack(lines: Iterable[bytes], code: str, base: int, version: int) -> Iterator[Op]:
    """Read a pack line by line.

    Raises:
        InputError: a damaged line, another shard or version than promised, ids out of order.
    """
    rows = iter(lines)
    head = _decode(next(rows, b""), PackHead)
    if (head.format, head.code, head.base, head.version) != (PACK_FORMAT, code, base, version):
        raise InputError("pack.head", f"目录包不是 {code} 第{version}版的")
    last = b""
    decoder: msgspec.json.Decoder[Op] = msgspec.json.Decoder(Op)
    for row in rows:
        try:
            op = decoder.decode(row)
            if isinstance(op, Put):
                check_once(op.doc)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise InputError("pack.line", f"目录包里有一行读不了：{error}") from error
        name = op.id.encode()
        if name <= last or op.row_version > version:
            raise InputError("pack.order", "目录包里的文件次序不对")
        last = name
        yield op


def merge(before: Iterable[tuple[str, bytes]], ops: Iterable[Op]) -> Iterator[tuple[str, bytes]]:
    """Yield id and document of a shard as it is after a pack; nothing is held in memory.

    Args:
        before: the shard as it was, by id bytes; empty when the pack is a whole shard.
        ops: the pack, by id bytes.
    """
    old, rows = iter(before), iter(ops)
    kept, op = next(old, None), next(rows, None)
    while kept is not None or op is not None:
        if op is None or (kept is not None and kept[0].encode() < op.id.encode()):
            if kept is not None:
                yield kept
            kept = next(old, None)
            continue
        if isinstance(op, Put):
            yield op.id, bytes(op.doc)
        if kept is not None and kept[0] == op.id:
            kept = next(old, None)
        op = next(rows, None)


def _decode(row: bytes, kind: type[PackHead]) -> PackHead:
    try:
        return msgspec.json.decode(row, type=kind)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise InputError("pack.head", f"目录包的开头读不了：{error}") from error
