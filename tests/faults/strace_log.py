"""What a traced process did to the files of one folder, in order, read from strace's output.

Lines are those of `strace -f -xx`. A call counts from the moment it returned. Calls that change
files and are not modelled here raise: a harness that overlooks writes proves nothing.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tests.journals import ROOT

CALLS = (
    "openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,"
    "mkdir,mkdirat,close,open,creat,pwritev,pwritev2,writev,truncate,fallocate,link,linkat,"
    "symlink,symlinkat,rmdir,dup,dup2,dup3,copy_file_range,sendfile,sync_file_range"
)
_LINE = re.compile(r"^\d+ +(?P<name>\w+)\((?P<given>.*)\) += (?P<result>-?\d+)", re.DOTALL)
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FD = re.compile(r"^(\d+)")
_SYNCS = frozenset({"fsync", "fdatasync"})
_TWO_NAMES = frozenset({"rename", "renameat", "renameat2"})
_GONE = frozenset({"unlink", "unlinkat"})
_MADE = frozenset({"mkdir", "mkdirat"})
_LINKED = frozenset({"symlink", "symlinkat"})
_BY_NAME = _TWO_NAMES | _GONE | _MADE | _LINKED
_BY_HANDLE = frozenset({"close", "write", "pwrite64", "ftruncate"}) | _SYNCS


class Step(Struct, frozen=True, kw_only=True):
    """One thing that happened.

    `op`: create, write, cut, sync, lost (a sync that failed), rename, remove, folder, link, said.
    `path` and `to` are relative to the folder, `to` of a link is as it stands in it; `at` is an
    offset or a length in bytes.
    """

    op: str
    path: str = ""
    to: str = ""
    at: int = 0
    data: bytes = b""


def traced(folder: Path, trace: Path, words: list[str], *options: str) -> list[Step]:
    """Run a module of the tests under strace and return what it did to a folder."""
    command = ["strace", "-f", "--seccomp-bpf", "-xx", "-s", "9000000", "-o", str(trace)]
    command += ["-e", f"trace={CALLS}", *options, sys.executable, "-m", *words]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return list(steps(trace, folder))


def steps(trace: Path, folder: Path, there: frozenset[str] = frozenset()) -> Iterator[Step]:
    """Yield what a trace says about a folder; `there` are the files that it held at first."""
    return _Reader(folder, there).read(_whole_lines(trace))


def _whole_lines(trace: Path) -> Iterator[str]:
    """Yield calls; one that another thread interrupted is put together."""
    begun: dict[str, str] = {}
    for line in trace.read_text("ascii").splitlines():
        pid, _, rest = line.partition(" ")
        rest = rest.lstrip()
        if rest.endswith("<unfinished ...>"):
            begun[pid] = rest.removesuffix("<unfinished ...>")
        elif rest.startswith("<... "):
            yield f"{pid} {begun.pop(pid)}{rest.partition('resumed>')[2].lstrip()}"
        else:
            yield line


class _Reader:
    """Knows which descriptor is which file of the folder."""

    def __init__(self, folder: Path, there: frozenset[str]) -> None:
        self._root = f"{folder.resolve()}/"
        self._open: dict[int, str] = {}
        self._there = set(there)
        self._place: dict[int, int] = {}

    def read(self, lines: Iterator[str]) -> Iterator[Step]:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                continue
            name, given, result = found["name"], found["given"], int(found["result"])
            strings = [bytes.fromhex(text.replace("\\x", "")) for text in _STRING.findall(given)]
            if result < 0:
                yield from self._failed(name, given)
            else:
                yield from self._done(name, given, strings, result)

    def _failed(self, name: str, given: str) -> Iterator[Step]:
        path = self._path_of(given) if name in _SYNCS else None
        if path is not None:
            yield Step(op="lost", path=path)

    def _done(self, name: str, given: str, strings: list[bytes], result: int) -> Iterator[Step]:
        if name in _BY_NAME | {"openat"}:
            assert self._path_of(given) is None, f"{name} below an open folder is not modelled"
        if name == "openat":
            yield from self._opened(given, strings[0].decode(), result)
        elif name == "close":
            self._open.pop(_number(given), None)
        elif name in _LINKED:
            yield from self._linked(*(text.decode() for text in strings))
        elif name in _BY_NAME:
            yield from self._named(name, [self._inside(text.decode()) for text in strings])
        elif name not in _BY_HANDLE and _number(given) < 0:
            assert not any(map(self._inside, map(bytes.decode, strings))), f"{name}: not modelled"
        else:
            yield from self._on_descriptor(name, given, strings, result)

    def _opened(self, given: str, name: str, result: int) -> Iterator[Step]:
        path = self._inside(name)
        self._open.pop(result, None)
        if path is None:
            return
        self._open[result], self._place[result] = path, 0
        if "O_CREAT" in given and path not in self._there:
            self._there.add(path)
            yield Step(op="create", path=path)
        if "O_TRUNC" in given:
            yield Step(op="cut", path=path)

    def _named(self, name: str, paths: list[str | None]) -> Iterator[Step]:
        if paths[0] is None:
            return
        if name in _TWO_NAMES:
            assert paths[1] is not None
            self._there = (self._there - {paths[0]}) | {paths[1]}
            yield Step(op="rename", path=paths[0], to=paths[1])
        elif name in _GONE:
            self._there.discard(paths[0])
            yield Step(op="remove", path=paths[0])
        else:
            yield Step(op="folder", path=paths[0])

    def _linked(self, target: str, name: str) -> Iterator[Step]:
        path = self._inside(name)
        if path is not None:
            self._there.add(path)
            yield Step(op="link", path=path, to=target)

    def _on_descriptor(
        self, name: str, given: str, strings: list[bytes], result: int
    ) -> Iterator[Step]:
        handle, path = _number(given), self._path_of(given)
        if name == "write" and handle == 1:
            yield Step(op="said", data=strings[0])
        elif path is None:
            return
        elif name == "pwrite64":
            at = int(given.rpartition(", ")[2])
            yield Step(op="write", path=path, at=at, data=strings[0][:result])
        elif name == "write":
            yield Step(op="write", path=path, at=self._place[handle], data=strings[0][:result])
            self._place[handle] += result
        elif name == "ftruncate":
            yield Step(op="cut", path=path, at=int(given.rpartition(", ")[2]))
        elif name in _SYNCS:
            yield Step(op="sync", path=path)
        else:
            raise AssertionError(f"{name} changes {path} and is not modelled")

    def _path_of(self, given: str) -> str | None:
        return self._open.get(_number(given))

    def _inside(self, name: str) -> str | None:
        """Return a path relative to the folder, "" for the folder itself, None for others."""
        if f"{name}/" == self._root:
            return ""
        return name.removeprefix(self._root) if name.startswith(self._root) else None


def _number(given: str) -> int:
    found = _FD.match(given)
    return int(found[1]) if found else -1
