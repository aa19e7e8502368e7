"""The packaged starter catalogue: its head, and its documents when they are whole.

Format: `kiosk/wire/pack.py`. What becomes of the documents is `catalog_intake.py`.
"""

import hashlib
from pathlib import Path

import msgspec

from kiosk.domain.errors import InputError, Unavailable
from kiosk.files import decompress
from kiosk.wire.pack import (
    DOCUMENTS_FILE,
    DOCUMENTS_MAX_BYTES,
    HEAD_FILE,
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

    def lines(self) -> tuple[PackLine, ...]:
        """Read all documents, after checking that they are those of the head.

        Raises:
            Unavailable: missing, damaged, or not the documents that the head names.
        """
        head = self.head()
        try:
            content = decompress(self._read(DOCUMENTS_FILE), DOCUMENTS_MAX_BYTES)
        except InputError as error:
            raise self._damaged(error.message) from error
        if hashlib.sha256(content).hexdigest() != head.digest:
            raise self._damaged("内容与摘要不符")
        try:
            lines = msgspec.json.Decoder(PackLine).decode_lines(content)
        except msgspec.MsgspecError as error:
            raise self._damaged(str(error)) from error
        return tuple(lines)

    def _read(self, name: str) -> bytes:
        """Read one file of the folder."""
        path = self._folder / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise Unavailable(
                "starter.missing",
                f"随程序附带的目录读不了：{path}，请先运行 make setup 或重新安装",
            ) from error

    def _damaged(self, what: str) -> Unavailable:
        """Return the error for a starter that cannot be used."""
        return Unavailable(
            "starter.damaged",
            f"随程序附带的目录 {self._folder} 坏了（{what}）：请重新运行 make setup 或重新安装",
        )
