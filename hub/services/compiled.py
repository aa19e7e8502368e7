"""A compiled catalogue, as `kiosk catalog build --out DIR` wrote it, checked once more.

Source of the format: `kiosk/wire/pack.py`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.domain.errors import InputError, Unavailable
from kiosk.files import unpacked_lines
from kiosk.wire.json_members import check_once
from kiosk.wire.pack import (
    DOCUMENTS_FILE,
    DOCUMENTS_MAX_BYTES,
    HEAD_FILE,
    LINE_MAX_BYTES,
    STARTER_FORMAT,
    PackLine,
    StarterHead,
)

PREVIEW = "publish.preview"
"""The error of a catalogue that the workshop let nobody but its authors see."""


class Compiled(Struct, frozen=True, kw_only=True):
    """Documents, each time they are gone through, and the edition that their authors gave them."""

    edition: int
    lines: Iterable[PackLine]


class _State(Struct, frozen=True, kw_only=True):
    """What is needed of a topic; a default is not written out."""

    state: str = "draft"


class _Lines:
    """The documents of a folder, read anew each time: a province does not stay in memory.

    Raises InputError, in the end at the latest, when they are not those that the head names.
    """

    def __init__(self, folder: Path, digest: str) -> None:
        self._folder = folder
        self._digest = digest

    def __iter__(self) -> Iterator[PackLine]:
        digest, decoder = hashlib.sha256(), msgspec.json.Decoder(PackLine)
        path = self._folder / DOCUMENTS_FILE
        try:
            for line in unpacked_lines(path, DOCUMENTS_MAX_BYTES, LINE_MAX_BYTES):
                digest.update(line)
                yield decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise _damaged(self._folder) from error
        if digest.hexdigest() != self._digest:
            raise _damaged(self._folder)


def read_compiled(folder: Path) -> Compiled:
    """Read a folder.

    Raises:
        InputError: missing, damaged, of another format, or a preview: only what is published in
            the workshop may leave it.
    """
    try:
        head = msgspec.json.decode((folder / HEAD_FILE).read_bytes(), type=StarterHead)
        lines = _Lines(folder, head.digest)
        hidden = [line.id for line in lines if not _may_leave(line)]
    except (OSError, msgspec.MsgspecError, Unavailable) as error:
        raise InputError(
            "publish.folder",
            f"{folder} 不是编译好的目录：请先运行 kiosk catalog build --out {folder}",
        ) from error
    if head.format != STARTER_FORMAT:
        raise _damaged(folder)
    if hidden:
        names = "、".join(hidden[:5])
        raise InputError(PREVIEW, f"这是预览：{names} 还没有发布，不能送到机器上")
    return Compiled(edition=int(head.edition), lines=lines)


def _may_leave(line: PackLine) -> bool:
    """Tell whether a document is published. Raises InputError: it names a member twice."""
    _check_members(line)
    return line.kind != "topic" or _is_published(line)


def _damaged(folder: Path) -> InputError:
    return InputError("publish.damaged", f"{folder} 里的目录坏了：请重新编译")


def _check_members(line: PackLine) -> None:
    try:
        check_once(line.doc)
    except ValueError as error:
        raise InputError(
            "publish.twice", f"{line.kind} {line.id} 里有重复的成员，没有发布"
        ) from error


def _is_published(line: PackLine) -> bool:
    return msgspec.json.decode(line.doc, type=_State).state == "published"
