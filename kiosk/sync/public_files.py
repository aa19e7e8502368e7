"""Public files of a hub, over HTTP or from a folder that somebody carried here: metadata and packs.

Nothing here is believed: metadata is checked by `tuf_client.py`, a pack by its hash. No redirect is
followed, no content coding undone. Source: sync.md §11, §12.
"""

import hashlib
from abc import abstractmethod
from collections.abc import Iterator
from pathlib import Path

import urllib3
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient import FetcherInterface

from kiosk.domain.errors import Unavailable
from kiosk.files import file_error, replace_durably
from kiosk.wire.shard import PackRef

CHUNK_BYTES = 64 * 1024
CONNECT_S, READ_S = 10.0, 30.0
PACKS_FOLDER = "packs"
FOLDER_BASE = "folder:///"
PART = ".part"


class Fetcher(FetcherInterface):
    """Reads public files, whole or from a place in them on."""

    @abstractmethod
    def rest(self, url: str, start: int) -> tuple[int, Iterator[bytes]]:
        """Return where the answer begins, at `start` or at 0, and its bytes.

        Raises:
            DownloadError: it cannot be had, or the answer breaks off.
        """

    def _fetch(self, url: str) -> Iterator[bytes]:
        return self.rest(url, 0)[1]


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

    def rest(self, url: str, start: int) -> tuple[int, Iterator[bytes]]:
        """Ask for a range; a server that knows none answers with the whole file."""
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        try:
            response = self._pool.request(
                "GET", url, headers=headers, redirect=False, preload_content=False
            )
        except urllib3.exceptions.HTTPError as error:
            raise DownloadError("no answer") from error
        ranged = response.headers.get("Content-Range", "").startswith(f"bytes {start}-")
        if response.status == 206 and start and ranged:
            return start, _chunks(response)
        if response.status == 200:
            return 0, _chunks(response)
        response.close()
        raise DownloadHTTPError(f"status {response.status}", response.status)


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

    def rest(self, url: str, start: int) -> tuple[int, Iterator[bytes]]:
        """Read on from a place."""
        path = (self._folder / url.removeprefix(FOLDER_BASE)).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise DownloadHTTPError("not there", 404)
        return start, _file_chunks(path, start)


def _file_chunks(path: Path, start: int) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            stream.seek(start)
            while chunk := stream.read(CHUNK_BYTES):
                yield chunk
    except OSError as error:
        raise DownloadError("the folder has gone") from error


class PackFiles:
    """Packs by their content: fetched once, kept in a folder until they are applied.

    A download that broke off is gone on with, also after a restart.

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
        part = path.with_name(ref.sha256 + PART)
        try:
            if path.exists() and _is_whole(path, ref):
                return path
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._add_rest(part, ref)
            if not _is_whole(part, ref):
                raise _other_content()
            part.chmod(0o600)
            replace_durably(part, path)
        except DownloadError as error:  # what came is kept
            raise Unavailable(
                "E-NW-01", "目录包没有取到，或断了：请检查网络再试；用 U 盘时看 packs 有没有拷全"
            ) from error
        except OSError as error:
            part.unlink(missing_ok=True)
            raise file_error(path, error) from error
        except Unavailable:
            part.unlink(missing_ok=True)
            raise
        return path

    def drop_all_but(self, refs: frozenset[str]) -> None:
        """Let go of files other than these, by SHA-256."""
        for path in self._folder.glob("*"):
            if path.name not in refs:
                path.unlink(missing_ok=True)

    def _add_rest(self, part: Path, ref: PackRef) -> None:
        """Write what is missing of a file; more than its length is refused as it comes."""
        here = part.stat().st_size if part.exists() else 0
        if here >= ref.len:  # cut before it got its name, or no part of this file
            return
        url = f"{self._base}packs/sha256/{ref.sha256[:2]}/{ref.sha256}"
        start, chunks = self._fetcher.rest(url, here)
        with part.open("r+b" if start else "wb") as file:
            seen = file.seek(start)
            for chunk in chunks:
                seen += len(chunk)
                self.fetched_bytes += len(chunk)
                if seen > ref.len:
                    raise _other_content()
                file.write(chunk)


def _is_whole(path: Path, ref: PackRef) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == ref.sha256


def _other_content() -> Unavailable:
    return Unavailable("pack.content", "取到的目录包和索引对不上，没有采用")
