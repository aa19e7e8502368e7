"""One delivery of journal entries as bytes, the same over HTTP and on a USB stick.

Compression and signatures are put around it by whoever carries it. Source: sync.md §5.
"""

import struct
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from kiosk.domain.errors import InputError
from kiosk.wire.messages import BatchPrefix

MAGIC = b"KJB1"
MAX_ENTRIES = 50
MAX_ENTRIES_BYTES = 256 * 1024
MAX_PACKED_BYTES = 320 * 1024
MAX_BYTES = 512 * 1024
_PURGED = 0xFFFFFFFF


class Record(Struct, frozen=True, kw_only=True):
    """An entry on its way; `body` None when it was purged. Nothing in it is trusted yet."""

    header: bytes
    sig: bytes
    body: bytes | None

    @property
    def size_bytes(self) -> int:
        """What it takes in a batch."""
        return 10 + len(self.header) + len(self.sig) + len(self.body or b"")


def encode(prefix: BatchPrefix, records: Iterable[Record]) -> bytes:
    """Return the bytes of a batch, not compressed."""
    head = msgspec.json.encode(prefix)
    pieces = [MAGIC, struct.pack(">I", len(head)), head]
    pieces += (record_bytes(record) for record in records)
    return b"".join(pieces)


def record_bytes(record: Record) -> bytes:
    """Return one entry as it stands in a batch, or alone in a QR code."""
    length = _PURGED if record.body is None else len(record.body)
    return b"".join(
        (
            struct.pack(">I", len(record.header)),
            record.header,
            struct.pack(">H", len(record.sig)),
            record.sig,
            struct.pack(">I", length),
            record.body or b"",
        )
    )


def decode(data: bytes) -> tuple[BatchPrefix, tuple[Record, ...]]:
    """Read a batch.

    Raises:
        InputError: no batch, cut short, too many or too large entries, or bytes left over.
    """
    if len(data) > MAX_BYTES:
        raise InputError("batch.too_large", f"一批有{len(data)}字节，最多{MAX_BYTES}")
    if data[:4] != MAGIC:
        raise InputError("batch.magic", "这不是一批日志条目")
    head, at = _field(data, 4, ">I")
    try:
        prefix = msgspec.json.decode(head, type=BatchPrefix)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError("batch.prefix", f"这批条目的开头读不了：{error}") from error
    records: list[Record] = []
    while at < len(data):
        if len(records) == MAX_ENTRIES:
            raise InputError("batch.too_many", f"一批最多{MAX_ENTRIES}条")
        record, at = _record(data, at)
        records.append(record)
    return prefix, tuple(records)


def _record(data: bytes, at: int) -> tuple[Record, int]:
    header, at = _field(data, at, ">I")
    sig, at = _field(data, at, ">H")
    if data[at : at + 4] == struct.pack(">I", _PURGED):
        return Record(header=header, sig=sig, body=None), at + 4
    body, at = _field(data, at, ">I")
    return Record(header=header, sig=sig, body=body), at


def _field(data: bytes, at: int, layout: str) -> tuple[bytes, int]:
    """Return a length-prefixed field and where it ends."""
    start = at + struct.calcsize(layout)
    if start > len(data):
        raise InputError("batch.cut", "这批条目不完整")
    end = start + struct.unpack(layout, data[at:start])[0]
    if end > len(data):
        raise InputError("batch.cut", "这批条目不完整")
    return data[start:end], end
