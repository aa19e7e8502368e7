"""The packaged starter catalogue: its head, and its documents when they are whole.

Format: `kiosk/wire/pack.py`. What becomes of the documents is `catalog_intake.py`.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from kiosk.domain.errors import InputError, Unavailable
from kiosk.files import unpacked_lines
from kiosk.wire.pack import (
    DOCUMENTS_FILE,
    DOCUMENTS_MAX_BYTES,
    HEAD_FILE,
    LINE_MAX_BYTES,
    STARTER_FORMAT,
    PackLine,
    StarterHead,
)


class Starter:
    """One starter folder. Nothing is read before it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def head(self) -> StarterHead:
        """Read the head.

        Raises:
            Unavailable: missing, unreadable or of a newer format.
        """
        try:
            head = msgspec.json.decode(self._read(HEAD_FILE), type=StarterHead)
        except msgspec.MsgspecError as error:
            raise self._damaged(str(error)) from error
        if head.format != STARTER_FORMAT:
            raise self._damaged(f"格式 {head.format}，本程序读格式 {STARTER_FORMAT}")
        return head

    def lines(self) -> Iterator[PackLine]:
        """Yield all documents, one by one: a province does not fit into the memory of a kiosk.

        Whoever takes them in may use nothing of them before the last one came.

        Raises:
            Unavailable: missing, damaged, or at the end: not the documents that the head names.
        """
        digest, decoder = hashlib.sha256(), msgspec.json.Decoder(PackLine)
        found = unpacked_lines(self._folder / DOCUMENTS_FILE, DOCUMENTS_MAX_BYTES, LINE_MAX_BYTES)
        try:
            for line in found:
                digest.update(line)
                yield decoder.decode(line)
        except (InputError, msgspec.MsgspecError) as error:
            raise self._damaged(str(error)) from error
        except Unavailable as error:
            raise self._missing(DOCUMENTS_FILE) from error
        if digest.hexdigest() != self.head().digest:
            raise self._damaged("内容与摘要不符")

    def _read(self, name: str) -> bytes:
        """Read one file of the folder."""
        try:
            return (self._folder / name).read_bytes()
        except OSError as error:
            raise self._missing(name) from error

    def _missing(self, name: str) -> Unavailable:
        """Return the error for a file that cannot be read."""
        return Unavailable(
            "starter.missing",
            f"随程序附带的目录读不了：{self._folder / name}，请先运行 make setup 或重新安装",
        )

    def _damaged(self, what: str) -> Unavailable:
        """Return the error for a starter that cannot be used."""
        return Unavailable(
            "starter.damaged",
            f"随程序附带的目录 {self._folder} 坏了（{what}）：请重新运行 make setup 或重新安装",
        )
