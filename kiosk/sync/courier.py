"""Deliveries by USB stick: complete signed requests as files, and the answers that come back.

Any computer with a network sends them with `curl -K`; the carrier is not trusted, and the network
path may deliver the same entries at the same time. What an answer means belongs to the journal
that it is to. Source: sync.md §1 point 5, §5, "USB".
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.domain.errors import InputError, Refused, Unavailable
from kiosk.files import file_error, read_plain, write_atomic
from kiosk.ports.journal import Attachments, JournalReader, KeptBlob
from kiosk.sync.blobs_up import RANGE_BYTES, UNREADABLE
from kiosk.wire.request_signature import Sender, sign_request
from kiosk.wire.signed import Signed

MAX_CARRIED_BYTES = 1024 * 1024
HOW_TO_SEND = """\
把这个文件夹带到能上网的电脑上，在这个文件夹里按次序运行下面每一行，再把整个文件夹带回来：

{lines}

带回来以后，在机器上运行 kiosk journal import 这个文件夹。
送两次也不要紧，同样的内容中心只收一次。
"""
ENTRIES, ANSWER = "entries-", ".answer"
OLD = f"old-{'[0-9]' * 7}-"


class Load(Struct, frozen=True, kw_only=True):
    """One journal for a stick.

    `mark` begins the names of its files: no two journals of a machine have the same. `sender`
    signs its requests and returns None before enrolment; `batches` are its deliveries, in order.
    """

    mark: str
    journal: JournalReader
    sender: Callable[[], Sender | None]
    batches: Callable[[], Iterator[bytes]]


class Packed(Struct, frozen=True, kw_only=True):
    """The requests that were written, by name and in order; attachments that the disk damaged."""

    names: tuple[str, ...] = ()
    damaged: int = 0


class Returned(Struct, frozen=True, kw_only=True):
    """An answer that came back, not verified, with the request body that it should be to."""

    signed: Signed
    packed: bytes


class _Request(Struct, frozen=True, kw_only=True):
    """One request before it is signed."""

    name: str
    method: str
    target: str
    body: bytes
    span: str | None = None


class Courier:
    """Writes folders that a person carries.

    Args:
        files: the attachments of this machine.
        origin: the hub's public address.
        now_s: the best time known, seconds since 1970 UTC.
    """

    def __init__(self, files: Attachments, origin: str, now_s: Callable[[], int]) -> None:
        self._files = files
        self._origin = origin
        self._now_s = now_s

    def pack(self, folder: Path, load: Load) -> Packed:
        """Write everything that a journal owes; an attachment that is damaged stays behind.

        Raises:
            Refused: the kiosk is not enrolled.
            InputError: the folder cannot be written.
            Unavailable: the journal cannot be read.
        """
        names: list[str] = []
        for number, body in enumerate(load.batches(), 1):
            name = f"{load.mark}{ENTRIES}{number:04}"
            request = _Request(name=name, method="POST", target="/v1/journal", body=body)
            names.append(self._write(folder, request, load.sender()))
        damaged = 0
        for blob in load.journal.blobs(pending=False):
            data = self._whole(blob) if blob.uploaded < blob.len else b""
            damaged += data is None
            for piece in _pieces(load.mark, blob, data or b""):
                names.append(self._write(folder, piece, load.sender()))
        return Packed(names=tuple(names), damaged=damaged)

    def _whole(self, blob: KeptBlob) -> bytes | None:
        """Return an attachment; None for one that the hub would throw away at its last byte."""
        try:
            data = self._files.read(blob.path, 0, blob.len)
        except Unavailable as error:
            if error.code != UNREADABLE:
                raise
            return None
        return data if hashlib.sha256(data).hexdigest() == blob.sha256 else None

    def _write(self, folder: Path, request: _Request, sender: Sender | None) -> str:
        """Write one request as a body and a file that curl reads; return its name."""
        if sender is None:
            raise Refused("E-HB-04", "这台机器还没登记：请先用 kiosk enrol 登记")
        name, uri = request.name, self._origin + request.target
        headers = sign_request(request.method, uri, request.body, sender, self._now_s())
        headers |= {"Content-Range": request.span} if request.span else {}
        headers["Content-Type"] = "application/octet-stream"
        lines = [
            f"url = {_quoted(uri)}",
            f"request = {_quoted(request.method)}",
            *(f"header = {_quoted(f'{key}: {value}')}" for key, value in headers.items()),
            f"data-binary = {_quoted(f'@{name}.body')}",
            f"output = {_quoted(f'{name}{ANSWER}')}",
        ]
        write_atomic(folder / f"{name}.body", request.body)
        write_atomic(folder / f"{name}.curl", "\n".join([*lines, ""]).encode())
        return name


def empty_out(folder: Path) -> None:
    """Make a folder ready: whatever answers an earlier journey's requests goes.

    Raises:
        InputError: it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in answers_in(folder):
            old.unlink(missing_ok=True)
    except OSError as error:
        raise file_error(folder, error) from error


def write_how_to(folder: Path, names: tuple[str, ...]) -> None:
    """Write down for the carrier what to run, in order. Raises InputError."""
    lines = "\n".join(f"curl -K {name}.curl" for name in names)
    write_atomic(folder / "怎么送.txt", HOW_TO_SEND.format(lines=lines).encode())


def answers_in(folder: Path) -> tuple[Path, ...]:
    """Return the answers to entries, each journal's in the order of its requests."""
    found = (sorted(folder.glob(f"{mark}{ENTRIES}*{ANSWER}")) for mark in ("", OLD))
    return tuple(path for paths in found for path in paths)


def old_mark(number: int) -> str:
    """Return what begins the names of a frozen journal's files."""
    return f"old-{number:07}-"


def mark_of(answer: Path) -> str:
    """Return what begins the names of a journal's files."""
    return answer.name.rpartition(ENTRIES)[0]


def read_returned(path: Path) -> Returned:
    """Read an answer with its request; anything may stand on a stick.

    Raises:
        InputError: one of them cannot be read or is nothing of the kind.
    """
    return Returned(signed=_answer(path), packed=_carried(path.with_suffix(".body")))


def _pieces(mark: str, blob: KeptBlob, data: bytes) -> Iterator[_Request]:
    """Yield what is missing of an attachment; nothing without its data."""
    for start in range(blob.uploaded, len(data), RANGE_BYTES):
        piece = data[start : start + RANGE_BYTES]
        yield _Request(
            name=f"{mark}file-{blob.sha256[:16]}-{start:08}",
            method="PUT",
            target=f"/v1/blobs/{blob.sha256}",
            body=piece,
            span=f"bytes {start}-{start + len(piece) - 1}/{blob.len}",
        )


def _answer(path: Path) -> Signed:
    try:
        return msgspec.json.decode(_carried(path), type=Signed)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("courier.answer", f"{path.name} 不是中心的回答：请再送一次") from error


def _carried(path: Path) -> bytes:
    """Return a file that came back."""
    try:
        return read_plain(path, MAX_CARRIED_BYTES)
    except (OSError, ValueError) as error:
        raise InputError(
            "courier.file", f"{path.name} 读不了：请把整个文件夹带回来，缺了就再送一次"
        ) from error


def _quoted(text: str) -> str:
    """Return text as curl reads it from a configuration file."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
