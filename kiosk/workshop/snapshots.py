"""A catalogue to compare, however it is given: the folder that is authored, or a built starter.

Comparing is `diff.py`.
"""

import hashlib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.domain.condition import Question
from kiosk.domain.errors import InputError, KioskError
from kiosk.domain.service import Agency, EvidenceType, Service
from kiosk.domain.topic import Catalogue, Circumstance, RegionOverlay, Topic
from kiosk.files import decompress
from kiosk.wire.pack import (
    DOCUMENTS_FILE,
    DOCUMENTS_MAX_BYTES,
    HEAD_FILE,
    DocumentKind,
    PackLine,
    StarterHead,
)
from kiosk.workshop.load import load

_SHAPES: dict[DocumentKind, type[Struct]] = {
    "catalogue": Catalogue,
    "agency": Agency,
    "evidence": EvidenceType,
    "question": Question,
    "service": Service,
    "circumstance": Circumstance,
    "topic": Topic,
    "region": RegionOverlay,
}


class Snapshot(Struct, frozen=True, kw_only=True):
    """The documents of one catalogue by kind and id."""

    edition: str
    documents: dict[DocumentKind, dict[str, Any]]

    def of(self, kind: DocumentKind) -> dict[str, Any]:
        """Return the documents of one kind by id."""
        return self.documents.get(kind, {})


def snapshot(folder: Path) -> Snapshot:
    """Read an authored folder or a built starter.

    Raises:
        InputError: it is neither, or it cannot be read.
    """
    return _starter(folder) if (folder / HEAD_FILE).exists() else _authored(folder)


def _authored(folder: Path) -> Snapshot:
    catalogue = load(folder)
    documents = {
        kind: {document_id: document.value for document_id, document in catalogue.of(kind).items()}
        for kind in _SHAPES
    }
    return Snapshot(edition=catalogue.catalogue().edition, documents=documents)


def _starter(folder: Path) -> Snapshot:
    try:
        head = msgspec.json.decode((folder / HEAD_FILE).read_bytes(), type=StarterHead)
        lines = decompress((folder / DOCUMENTS_FILE).read_bytes(), DOCUMENTS_MAX_BYTES)
        if hashlib.sha256(lines).hexdigest() != head.digest:
            raise InputError("starter-digest", "内容和摘要对不上")
        documents: dict[DocumentKind, dict[str, Any]] = {}
        for line in lines.splitlines():
            read = msgspec.json.decode(line, type=PackLine)
            if read.kind in _SHAPES:
                value = msgspec.json.decode(read.doc, type=_SHAPES[read.kind])
                documents.setdefault(read.kind, {})[read.id] = value
    except (OSError, msgspec.MsgspecError, KioskError) as error:
        said = f"{folder} 读不了（{error}）；请重新编译，或换一个文件夹"
        raise InputError("starter-damaged", said) from error
    return Snapshot(edition=head.edition, documents=documents)
