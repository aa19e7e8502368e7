"""Deliveries by USB stick: complete signed requests as files, and their answers taken in again.

Any computer with a network sends them with `curl -K`; the carrier is not trusted, and the network
path may deliver the same entries at the same time. Source: sync.md §1 point 5, §5, "USB".
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.domain.errors import InputError, Refused
from kiosk.files import file_error, read_plain, write_atomic
from kiosk.ports.journal import Attachments, JournalStore
from kiosk.sync.journal_up import JournalUp
from kiosk.wire.request_signature import Sender, sign_request
from kiosk.wire.signed import Signed

RANGE_BYTES = 256 * 1024
MAX_CARRIED_BYTES = 1024 * 1024
HOW_TO_SEND = """\
把这个文件夹带到能上网的电脑上，在这个文件夹里按次序运行下面每一行，再把整个文件夹带回来：

{lines}

带回来以后，在机器上运行 kiosk journal import 这个文件夹。
送两次也不要紧，同样的内容中心只收一次。
"""


class Carried(Struct, frozen=True, kw_only=True):
    """What was taken in: answers of the hub, and how far the journal is delivered now."""

    answers: int
    through: int


class Courier:
    """Writes and reads folders that a person carries.

    Args:
        journal: the journal.
        files: its attachments.
        up: makes deliveries and takes answers in.
        sender: signs requests; None before enrolment.
        origin: the hub's public address.
        now_s: the best time known, seconds since 1970 UTC.
    """

    def __init__(
        self,
        journal: JournalStore,
        files: Attachments,
        up: JournalUp,
        sender: Callable[[], Sender | None],
        origin: str,
        now_s: Callable[[], int],
    ) -> None:
        self._journal = journal
        self._files = files
        self._up = up
        self._sender = sender
        self._origin = origin
        self._now_s = now_s

    def export(self, folder: Path) -> int:
        """Write everything that is not delivered; return how many requests were written.

        Raises:
            Refused: the kiosk is not enrolled.
            InputError: the folder cannot be written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise file_error(folder, error) from error
        for old in sorted(folder.glob("entries-*.answer")):
            old.unlink(missing_ok=True)  # it answers an earlier journey's request
        names = [self._write(folder, *request) for request in self._requests()]
        lines = "\n".join(f"curl -K {name}.curl" for name in names)
        write_atomic(folder / "怎么送.txt", HOW_TO_SEND.format(lines=lines).encode())
        return len(names)

    def take(self, folder: Path) -> Carried:
        """Take the answers of a folder in; taking them in twice changes nothing.

        Raises:
            InputError: there is no answer in the folder.
            Unavailable: an answer is not the hub's.
            Refused: revoked, or a disk that is not the one the hub knows.
        """
        found = sorted(folder.glob("entries-*.answer"))
        if not found:
            raise InputError("courier.empty", f"{folder} 里没有中心的回答：先在能上网的电脑上送出")
        for path in found:
            self._up.take_answer(_answer(path), _carried(path.with_suffix(".body")))
        return Carried(answers=len(found), through=int(self._journal.meta("through") or 0))

    def _requests(self) -> Iterator[tuple[str, str, str, bytes, dict[str, str]]]:
        """Yield name, method, target, body and more headers of each request, in order."""
        for number, packed in enumerate(self._up.batches(), 1):
            yield f"entries-{number:04}", "POST", "/v1/journal", packed, {}
        for blob in self._journal.blobs(pending=False):
            for start in range(blob.uploaded, blob.len, RANGE_BYTES):
                size = min(RANGE_BYTES, blob.len - start)
                span = {"Content-Range": f"bytes {start}-{start + size - 1}/{blob.len}"}
                name = f"file-{blob.sha256[:16]}-{start:08}"
                data = self._files.read(blob.path, start, size)
                yield name, "PUT", f"/v1/blobs/{blob.sha256}", data, span

    def _write(
        self, folder: Path, name: str, method: str, target: str, body: bytes, more: dict[str, str]
    ) -> str:
        """Write one request as a body and a file that curl reads."""
        sender = self._sender()
        if sender is None:
            raise Refused("E-HB-04", "这台机器还没登记：请先用 kiosk enrol 登记")
        uri = self._origin + target
        headers = sign_request(method, uri, body, sender, self._now_s()) | more
        headers["Content-Type"] = "application/octet-stream"
        lines = [
            f"url = {_quoted(uri)}",
            f"request = {_quoted(method)}",
            *(f"header = {_quoted(f'{key}: {value}')}" for key, value in headers.items()),
            f"data-binary = {_quoted(f'@{name}.body')}",
            f"output = {_quoted(f'{name}.answer')}",
        ]
        write_atomic(folder / f"{name}.body", body)
        write_atomic(folder / f"{name}.curl", "\n".join([*lines, ""]).encode())
        return name


def _answer(path: Path) -> Signed:
    try:
        return msgspec.json.decode(_carried(path), type=Signed)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("courier.answer", f"{path.name} 不是中心的回答：请再送一次") from error


def _carried(path: Path) -> bytes:
    """Return a file that came back; anything may stand on a stick."""
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
