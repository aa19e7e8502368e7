"""A compiled catalogue, as `kiosk catalog build --out DIR` wrote it, checked once more.

Source of the format: `kiosk/wire/pack.py`.
"""

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.domain.errors import InputError
from kiosk.files import decompress
from kiosk.wire.json_members import check_once
from kiosk.wire.pack import (
    DOCUMENTS_FILE,
    DOCUMENTS_MAX_BYTES,
    HEAD_FILE,
    STARTER_FORMAT,
    PackLine,
    StarterHead,
)

PREVIEW = "publish.preview"
"""The error of a catalogue that the workshop let nobody but its authors see."""


class Compiled(Struct, frozen=True, kw_only=True):
    """Documents and the edition that their authors gave them."""

    edition: int
    lines: tuple[PackLine, ...]


class _State(Struct, frozen=True, kw_only=True):
    """What is needed of a topic; a default is not written out."""

    state: str = "draft"


def read_compiled(folder: Path) -> Compiled:
    """Read a folder.

    Raises:
        InputError: missing, damaged, of another format, or a preview: only what is published in
            the workshop may leave it.
    """
    try:
        head = msgspec.json.decode((folder / HEAD_FILE).read_bytes(), type=StarterHead)
        packed = (folder / DOCUMENTS_FILE).read_bytes()
    except (OSError, msgspec.MsgspecError) as error:
        raise InputError(
            "publish.folder",
            f"{folder} 不是编译好的目录：请先运行 kiosk catalog build --out {folder}",
        ) from error
    content = decompress(packed, DOCUMENTS_MAX_BYTES)
    if head.format != STARTER_FORMAT or hashlib.sha256(content).hexdigest() != head.digest:
        raise InputError("publish.damaged", f"{folder} 里的目录坏了：请重新编译")
    lines = tuple(msgspec.json.Decoder(PackLine).decode_lines(content))
    for line in lines:
        _check_members(line)
    hidden = [one.id for one in lines if one.kind == "topic" and not _is_published(one)]
    if hidden:
        names = "、".join(hidden[:5])
        raise InputError(PREVIEW, f"这是预览：{names} 还没有发布，不能送到机器上")
    return Compiled(edition=int(head.edition), lines=lines)


def _check_members(line: PackLine) -> None:
    try:
        check_once(line.doc)
    except ValueError as error:
        raise InputError(
            "publish.twice", f"{line.kind} {line.id} 里有重复的成员，没有发布"
        ) from error


def _is_published(line: PackLine) -> bool:
    return msgspec.json.decode(line.doc, type=_State).state == "published"
