"""A new cache from published shards, made in a process of its own beside the one in use.

It takes a core for a minute where a province is taken in: screens must not wait for it, and its
memory goes back to the machine. What becomes of the file is `catalog_intake.py`.
"""

import gc
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.domain.errors import Bug, InputError, KioskError, Unavailable
from kiosk.files import file_error
from kiosk.ports.packs import ShardPack
from kiosk.store.catalog_mark import FileMark, file_mark
from kiosk.store.database import open_read_only

DEADLINE_S = 1800
NICENESS = 10
_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = f"""import sys
sys.path.insert(0, {str(_ROOT)!r})
from kiosk.store.catalog_build import serve
serve()
"""


class BuildJob(Struct, frozen=True, kw_only=True):
    """What to make: the file `new` from shards, those of `old` and those of packs."""

    old: Path | None
    new: Path
    migrations: Path
    shards: tuple[ShardPack, ...]


class Built(Struct, frozen=True, kw_only=True):
    """What became of it: the bytes of the complete file, or what kept it from being made.

    That is a fault, or shards that are not what they should be.
    """

    file: FileMark | None = None
    unequal: tuple[str, ...] = ()
    fault: tuple[str, str] | None = None


def build_aside(job: BuildJob) -> Built:
    """Make a cache in a process apart, which ends with this one.

    Raises:
        Unavailable: it did not come to its end.
    """
    command = [sys.executable, "-c", _PROGRAM]
    with subprocess.Popen(  # noqa: S603  our own interpreter and program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        watchdog = threading.Timer(DEADLINE_S, process.kill)
        watchdog.start()
        try:
            if process.stdin is None or process.stdout is None:
                raise Bug("E-SY-01", "a process without pipes")
            process.stdin.write(msgspec.json.encode(job, enc_hook=str) + b"\n")
            process.stdin.flush()  # and stays open: its end says that this process is gone
            return msgspec.json.decode(process.stdout.read(), type=Built)
        except (OSError, msgspec.MsgspecError) as error:
            raise Unavailable("catalog.build", "新目录没有做成，先用原来的") from error
        finally:
            watchdog.cancel()
            process.kill()


def serve() -> None:
    """Do one job and end. Runs in the process."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    line = sys.stdin.buffer.readline()
    job = msgspec.json.decode(line, type=BuildJob, dec_hook=lambda kind, value: kind(value))
    gc.disable()  # documents stream through and leave no cycles; to look for some costs seconds
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.stdout.buffer.write(msgspec.json.encode(built(job)))
    sys.stdout.buffer.flush()


def built(job: BuildJob) -> Built:
    """Make the cache here; foreseen failures are part of the answer."""
    try:
        if job.old is None:
            _fill(job, None)
        else:
            with closing(open_read_only(job.old)) as old:
                _fill(job, old)
        return Built(file=file_mark(job.new))
    except _UnequalError as found:
        return Built(unequal=found.codes)
    except KioskError as error:
        return Built(fault=(error.code, error.message))
    except OSError as error:
        failed = file_error(job.new, error)
        return Built(fault=(failed.code, failed.message))


class _UnequalError(Exception):
    """Ends the making of a cache whose shards are not right."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__()
        self.codes = codes


def _fill(job: BuildJob, old: sqlite3.Connection | None) -> None:
    """Fill the file. Raises _UnequalError."""
    from kiosk.store.catalog_fill import add_documents, filling
    from kiosk.store.shard_rows import ShardRows

    unequal = []
    with filling(job.new, job.migrations) as connection:
        for number, shard in enumerate(job.shards, start=1):
            connection.execute("INSERT INTO shard VALUES (?, ?)", (number, shard.code))
            rows = ShardRows(shard, old)
            try:
                add_documents(connection, number, rows.documents())
            except InputError:  # the pack is damaged: as good as one with another content
                unequal.append(shard.code)
                continue
            if not rows.is_right():
                unequal.append(shard.code)
        if unequal:
            raise _UnequalError(tuple(unequal))


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)
