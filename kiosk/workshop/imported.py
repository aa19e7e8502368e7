"""Imported lists on disk: `imports/<map id>.jsonl` in a catalogue folder, one document per line.

Each line is an `ImportedLine`. Kinds `agency`, `evidence` and `service` are documents of the
catalogue; `item` says what became of one item of the list. Lines are sorted by kind and id, so the
same list gives the same bytes and a changed item is a changed line. docs/adr/0010 says why.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import yaml
from msgspec import Raw, Struct
from yaml.nodes import Node, ScalarNode

from kiosk.domain.errors import InputError
from kiosk.domain.ids import RegionCode, ServiceId
from kiosk.domain.service import Agency, EvidenceType, Service
from kiosk.workshop.findings import Finding
from kiosk.workshop.loaded import IMPORTS, Document

FOLDER = IMPORTS
ImportedKind = Literal["list", "agency", "evidence", "item", "service"]
KINDS: tuple[ImportedKind, ...] = get_args(ImportedKind)
_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {
    "agency": msgspec.json.Decoder(Agency),
    "evidence": msgspec.json.Decoder(EvidenceType),
    "service": msgspec.json.Decoder(Service),
}


class ImportedLine(Struct, frozen=True, kw_only=True):
    """One line; `doc` stays encoded until somebody asks for it."""

    kind: ImportedKind
    id: str
    doc: Raw


class ListHead(Struct, frozen=True, kw_only=True):
    """The list as a whole, once per file."""

    name: str
    region: RegionCode
    place: str
    source: str


class ListedItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item of the list: its code, the service it became, and a digest of all it said.

    `key` is the code without its version, `base` what every place calls the item by. `kept` holds
    the elements that a service has no field for.
    """

    code: str
    key: str
    base: str
    name: str
    agency: str
    service: ServiceId
    digest: str
    main_item: str | None = None
    credit: str | None = None
    area: str | None = None
    kept: dict[str, str] = {}


class ItemTrace(Struct, frozen=True, kw_only=True, gc=False):
    """What comparing two lists needs of an item; the fields are those of `ListedItem`."""

    code: str
    key: str
    base: str
    name: str
    agency: str
    service: ServiceId
    digest: str


_LINE = msgspec.json.Decoder(ImportedLine)
_HEAD = msgspec.json.Decoder(ListHead)
_TRACE = msgspec.json.Decoder(ItemTrace)
_ITEM = msgspec.json.Decoder(ListedItem)


def encode_line(kind: ImportedKind, line_id: str, doc: Struct | bytes) -> bytes:
    """Return one line with its line feed; `doc` may be encoded already."""
    encoded = doc if isinstance(doc, bytes) else msgspec.json.encode(doc, order="deterministic")
    line = ImportedLine(kind=kind, id=line_id, doc=Raw(encoded))
    return msgspec.json.encode(line) + b"\n"


def read_documents(path: Path, file: str) -> tuple[list[Document], list[Finding]]:
    """Return the documents of one file, and what cannot be read of it, by line."""
    documents, broken = [], []
    for line, text in _lines(path):
        try:
            read = _LINE.decode(text)
            if read.kind in _DECODERS:
                value = _DECODERS[read.kind].decode(read.doc)
                node = _node(file, line)
                documents.append(
                    Document(kind=read.kind, id=read.id, value=value, file=file, node=node)  # type: ignore[arg-type]
                )
        except (msgspec.DecodeError, ValueError) as error:
            said = f"这一行读不了（{error}）；这个文件由 kiosk catalog import 写出，请重新导入"
            broken.append(
                Finding(code="bad-import", level="error", file=file, line=line, message=said)
            )
    return documents, broken


def read_kept(path: Path) -> dict[ServiceId, dict[str, str]]:
    """Return by service what its item says beyond it; lines that cannot be read are passed over."""
    found = {}
    for _, text in _lines(path):
        try:
            read = _LINE.decode(text)
            item = _ITEM.decode(read.doc) if read.kind == "item" else None
        except msgspec.DecodeError:
            continue  # told by `read_documents`
        if item is not None and item.kept:
            found[item.service] = item.kept
    return found


def read_items(path: Path) -> tuple[ListHead, dict[str, ItemTrace]]:
    """Return the head and the items of one file by key.

    Raises:
        InputError: it is no imported list, or damaged; the line is told.
    """
    head, items = None, {}
    for line, text in _lines(path):
        try:
            read = _LINE.decode(text)
            if read.kind == "list":
                head = _HEAD.decode(read.doc)
            elif read.kind == "item":
                items[read.id] = _TRACE.decode(read.doc)
        except msgspec.DecodeError as error:
            said = f"{path}:{line}: 读不了（{error}）；不是导入好的清单，请重新导入"
            raise InputError("bad-import", said) from error
    if head is None:
        raise InputError("bad-import", f"{path}:1: 不是导入好的清单；请重新导入")
    return head, items


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as stream:
        yield from enumerate(stream, start=1)


def _node(file: str, line: int) -> Node:
    """Return a node that says only on which line it is."""
    mark = yaml.Mark(file, 0, line - 1, 0, "", 0)
    return ScalarNode("", "", mark, mark)
