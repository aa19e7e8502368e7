"""Compiling: a loaded catalogue becomes a starter, the two files that every kiosk is shipped with.

The format is fixed in `kiosk/wire/pack.py`; taking it in is the store's. Checking comes before and
is lint's. The same sources give the same bytes.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import zstandard
from msgspec import Struct

from kiosk.domain.catalog import Division
from kiosk.files import file_error, write_atomic
from kiosk.wire.pack import (
    DOCUMENTS_FILE,
    HEAD_FILE,
    KIND_ORDER,
    STARTER_FORMAT,
    DocumentKind,
    PackLine,
    StarterHead,
)
from kiosk.workshop.loaded import LoadedCatalogue
from kiosk.workshop.readings import readings, texts
from kiosk.workshop.working_days import calendar_years

_LEVEL = 12
_Item = tuple[DocumentKind, str, object]


class Starter(Struct, frozen=True, kw_only=True):
    """A compiled catalogue in memory: the head and the uncompressed lines."""

    head: StarterHead
    lines: bytes


def compile_starter(catalogue: LoadedCatalogue) -> Starter:
    """Compile a catalogue that lint found without errors."""
    items = sorted(_items(catalogue), key=lambda item: (KIND_ORDER.index(item[0]), item[1]))
    lines = b"".join(_line(item) for item in items)
    head = StarterHead(
        format=STARTER_FORMAT,
        edition=catalogue.catalogue().edition,
        digest=hashlib.sha256(lines).hexdigest(),
        documents=len(items),
    )
    return Starter(head=head, lines=lines)


def write_starter(starter: Starter, folder: Path) -> None:
    """Write both files, the head last: it is the one that says what the other must hold.

    Raises:
        InputError: the folder cannot be made or written.
        Unavailable: the disk is full or does not answer.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(folder, error) from error
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(starter.lines)
    write_atomic(folder / DOCUMENTS_FILE, packed)
    write_atomic(folder / HEAD_FILE, msgspec.json.encode(starter.head) + b"\n")


def _items(catalogue: LoadedCatalogue) -> Iterator[_Item]:
    """Yield every document of the starter."""
    for kind in KIND_ORDER:
        for document in catalogue.of(kind).values():
            yield kind, document.id, document.value
    yield "synonyms", "synonyms", catalogue.synonyms
    yield "readings", "readings", readings(texts(catalogue))
    for year in calendar_years():
        yield "calendar", str(year.year), year
    for code, name in catalogue.divisions.items():
        yield "division", code, Division(code=code, name=name)


def _line(item: _Item) -> bytes:
    """Return one line. Maps are sorted by key; Structs keep the order of their fields."""
    kind, document_id, value = item
    doc = msgspec.Raw(msgspec.json.encode(value, order="deterministic"))
    return msgspec.json.encode(PackLine(kind=kind, id=document_id, doc=doc)) + b"\n"
