"""Public files over HTTP from servers that cut, redirect, swell and never end."""

import gzip
import hashlib
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
        answered(f"200 OK\r\nContent-Length: {len(CONTENT)}", CONTENT[:-7]),
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
