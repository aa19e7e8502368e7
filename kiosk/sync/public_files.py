"""Public files of a hub, over HTTP or from a folder that somebody carried here: metadata and packs.

Nothing here is believed: metadata is checked by `tuf_client.py`, a pack by its hash. No redirect is
followed, no content coding undone. Source: sync.md §11, §12.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import urllib3
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient import FetcherInterface

from kiosk.domain.errors import Unavailable
from kiosk.files import write_atomic
from kiosk.wire.shard import PackRef

CHUNK_BYTES = 64 * 1024
CONNECT_S, READ_S = 10.0, 30.0
PACKS_FOLDER = "packs"
FOLDER_BASE = "folder:///"
Fetcher = FetcherInterface


class HttpFetcher(Fetcher):
    """Reads files from a web server.

    Args:
        ca_file: certificates to trust in place of the system's.
    """

    def __init__(self, ca_file: str | None = None) -> None:
        self._pool = urllib3.PoolManager(
            retries=False,
            num_pools=2,
            timeout=urllib3.Timeout(connect=CONNECT_S, read=READ_S),
            ca_certs=ca_file,
        )

    def _fetch(self, url: str) -> Iterator[bytes]:
        headers = {"Accept-Encoding": "identity"}
        response = self._pool.request(
            "GET", url, headers=headers, redirect=False, preload_content=False
        )
        if response.status != 200:
            response.close()
            raise DownloadHTTPError(f"status {response.status}", response.status)
        return _chunks(response)


def _chunks(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    """Yield the body as it came; what ends it early is an error of the download."""
    try:
        yield from response.stream(CHUNK_BYTES, decode_content=False)
    except urllib3.exceptions.TimeoutError as error:
        raise SlowRetrievalError from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise DownloadError("cut on the way") from error
    finally:
        response.close()


class FolderFetcher(Fetcher):
    """Reads the same files from a folder: a USB stick, a copy of the hub's public files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = (self._folder / url.removeprefix(FOLDER_BASE)).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise DownloadHTTPError("not there", 404)
        try:
            with path.open("rb") as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    yield chunk
        except OSError as error:
            raise DownloadError("the folder has gone") from error


class PackFiles:
    """Packs by their content: fetched once, kept in a folder until they are applied.

    Args:
        data: the data folder; they lie in `packs` in it.
        fetcher: how files are read.
        base: address of `packs/`: `https://hub/` or `folder:///`.
    """

    def __init__(self, data: Path, fetcher: Fetcher, base: str) -> None:
        self._folder = data / PACKS_FOLDER
        self._fetcher = fetcher
        self._base = base
        self.fetched_bytes = 0

    def fetch(self, ref: PackRef) -> Path:
        """Return a file with exactly these bytes.

        Raises:
            Unavailable: it cannot be had, is not what its name says, or the disk is full.
        """
        path = self._folder / ref.sha256
        if path.exists() and self._is_whole(path, ref):
            return path
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            write_atomic(path, self._checked(ref), mode=0o600)
        except DownloadError as error:
            raise Unavailable("E-NW-01", "目录包没有取到：连不上中心，或断了") from error
        return path

    def drop_all_but(self, refs: frozenset[str]) -> None:
        """Let go of files other than these, by SHA-256."""
        for path in self._folder.glob("*"):
            if path.name not in refs:
                path.unlink(missing_ok=True)

    def _checked(self, ref: PackRef) -> Iterator[bytes]:
        """Yield the content; an end that does not fit its name keeps the file from its place."""
        seen, digest = 0, hashlib.sha256()
        url = f"{self._base}packs/sha256/{ref.sha256[:2]}/{ref.sha256}"
        for chunk in self._fetcher.fetch(url):
            seen += len(chunk)
            if seen > ref.len:
                break
            digest.update(chunk)
            yield chunk
        self.fetched_bytes += seen
        if seen != ref.len or digest.hexdigest() != ref.sha256:
            raise Unavailable("pack.content", "取到的目录包和索引对不上，没有采用")

    def _is_whole(self, path: Path, ref: PackRef) -> bool:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == ref.sha256
