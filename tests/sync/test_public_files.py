"""Public files over HTTP from servers that cut, redirect, swell and never end."""

import gzip
import hashlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.errors import Unavailable
from kiosk.sync.public_files import HttpFetcher, PackFiles
from kiosk.wire.shard import PackRef

CONTENT = b"pack" * 10_000
REF = PackRef(sha256=hashlib.sha256(CONTENT).hexdigest(), len=len(CONTENT))
Serve = Callable[[bytes], PackFiles]


def answered(head: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n".encode() + body


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Answer every request with the same bytes, and hang up."""
    listener = socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []

    def run(answer: bytes) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(65536))
                try:
                    connection.sendall(answer)
                except OSError:
                    continue

    def start(answer: bytes) -> PackFiles:
        threading.Thread(target=run, args=(answer,), daemon=True).start()
        port = listener.getsockname()[1]
        return PackFiles(tmp_path, HttpFetcher(), f"http://127.0.0.1:{port}/")

    yield start
    listener.close()
    assert all(b"ccept-Encoding: identity" in one for one in asked)


def test_a_whole_pack_is_kept_and_not_asked_for_again(serve: Serve, tmp_path: Path) -> None:
    packs = serve(answered(f"200 OK\r\nContent-Length: {len(CONTENT)}", CONTENT))
    path = packs.fetch(REF)
    assert path.read_bytes() == CONTENT
    assert path.parent == tmp_path / "packs"
    assert packs.fetch(REF) == path
    assert packs.fetched_bytes == len(CONTENT)
    packs.drop_all_but(frozenset({REF.sha256}))
    assert path.exists()
    packs.drop_all_but(frozenset())
    assert not path.exists()


@pytest.mark.parametrize(
    "answer",
    [
        answered("200 OK", CONTENT[:-7]),
        answered("200 OK", CONTENT + b"more"),
        answered("200 OK", CONTENT[::-1]),
        answered("200 OK", b"<html>please log in</html>"),
        answered("200 OK", bytes(20_000_000)),
        answered("200 OK\r\nContent-Encoding: gzip", gzip.compress(CONTENT)),
        answered("200 OK\r\nContent-Encoding: gzip", gzip.compress(bytes(50_000_000))),
        answered("302 Found\r\nLocation: http://127.0.0.1:1/elsewhere", b""),
        answered("404 Not Found", CONTENT),
        answered("206 Partial Content", CONTENT),
        b"",
        b"nonsense\r\n\r\n",
    ],
)
def test_anything_else_is_no_pack(serve: Serve, tmp_path: Path, answer: bytes) -> None:
    packs = serve(answer)
    with pytest.raises(Unavailable):
        packs.fetch(REF)
    assert not list((tmp_path / "packs").iterdir())


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        PackFiles(tmp_path, HttpFetcher(), "http://127.0.0.1:9/").fetch(REF)


def test_a_pack_that_rotted_is_fetched_again(serve: Serve, tmp_path: Path) -> None:
    packs = serve(answered("200 OK", CONTENT))
    path = packs.fetch(REF)
    path.write_bytes(CONTENT[:-1] + b"x")
    assert packs.fetch(REF).read_bytes() == CONTENT


class Ranges:
    """A server of one file that hangs up after so many bytes, with or without ranges.

    `cuts` are how many bytes of the body each answer gives; behind the last one none is cut.
    """

    def __init__(self, content: bytes, cuts: list[int], *, knows_ranges: bool = True) -> None:
        self.content = content
        self.starts: list[int] = []
        self._cuts = cuts
        self._knows_ranges = knows_ranges
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._run, daemon=True).start()

    def packs(self, folder: Path) -> PackFiles:
        return PackFiles(folder, HttpFetcher(), f"http://127.0.0.1:{self._port()}/")

    def close(self) -> None:
        self._listener.close()

    def _port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.sendall(self._answer(connection.recv(65536)))

    def _answer(self, request: bytes) -> bytes:
        asked = re.search(rb"Range: bytes=(\d+)-", request)
        start = int(asked[1]) if asked and self._knows_ranges else 0
        self.starts.append(start)
        head = "200 OK"
        if start:
            size = len(self.content)
            head = f"206 Partial Content\r\nContent-Range: bytes {start}-{size - 1}/{size}"
        body = self.content[start:]
        cut = self._cuts.pop(0) if self._cuts else len(body)
        return answered(f"{head}\r\nContent-Length: {len(body)}", body[:cut])


@pytest.fixture
def ranges() -> Iterator[Callable[..., Ranges]]:
    made: list[Ranges] = []

    def start(content: bytes, cuts: list[int], **given: bool) -> Ranges:
        made.append(Ranges(content, cuts, **given))
        return made[-1]

    yield start
    for one in made:
        one.close()


def tried(packs: PackFiles, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Unavailable, match="断了"):
            packs.fetch(REF)


def test_a_broken_download_is_gone_on_with_also_after_a_restart(
    ranges: Callable[..., Ranges], tmp_path: Path
) -> None:
    server = ranges(CONTENT, [15_000, 0, 10_001])
    tried(server.packs(tmp_path), 2)
    packs = server.packs(tmp_path)
    tried(packs, 1)
    assert packs.fetch(REF).read_bytes() == CONTENT
    assert server.starts == [0, 15_000, 15_000, 25_001]
    assert packs.fetched_bytes == len(CONTENT) - 15_000
    assert [path.name for path in (tmp_path / "packs").iterdir()] == [REF.sha256]


def test_a_server_without_ranges_gives_it_once_more(
    ranges: Callable[..., Ranges], tmp_path: Path
) -> None:
    server = ranges(CONTENT, [15_000], knows_ranges=False)
    packs = server.packs(tmp_path)
    tried(packs, 1)
    assert packs.fetch(REF).read_bytes() == CONTENT
    assert server.starts == [0, 0]


@pytest.mark.parametrize(
    "left", [b"<html>please log in</html>", bytes(len(CONTENT)), CONTENT + b"more", CONTENT[1:]]
)
def test_a_part_of_something_else_costs_one_try(
    ranges: Callable[..., Ranges], tmp_path: Path, left: bytes
) -> None:
    """What a power cut, a log-in page or a liar left is thrown away with what was put behind it."""
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / f"{REF.sha256}.part").write_bytes(left)
    packs = ranges(CONTENT, []).packs(tmp_path)
    with pytest.raises(Unavailable, match="对不上"):
        packs.fetch(REF)
    assert not list((tmp_path / "packs").iterdir())
    assert packs.fetch(REF).read_bytes() == CONTENT


def test_a_part_that_was_whole_needs_no_network(tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / f"{REF.sha256}.part").write_bytes(CONTENT)
    packs = PackFiles(tmp_path, HttpFetcher(), "http://127.0.0.1:9/")
    assert packs.fetch(REF).read_bytes() == CONTENT


def test_a_range_that_was_not_asked_for_is_refused(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / f"{REF.sha256}.part").write_bytes(CONTENT[:100])
    packs = serve(answered("206 Partial Content\r\nContent-Range: bytes 0-9/40000", CONTENT[:10]))
    tried(packs, 1)
