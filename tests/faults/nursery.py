"""Processes that file and can be killed or starved: forked ready, so that each costs milliseconds.

The nursery is a process of its own without threads. It forks a child, which stops itself; whoever
asked attaches strace or sets a timer and lets it go on. What the child says goes to a file.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from kiosk.domain.errors import KioskError
from tests.faults.office import FaultOffice, warm_up
from tests.faults.victim import Working, plant, say
from tests.journals import ROOT

STRACE = ("strace", "-f", "-o")


class Life(Struct, frozen=True, kw_only=True):
    """How one child ended: what it said, and the signal or exit code it ended with."""

    said: str
    signal: int
    code: int


class Nursery:
    """Starts children.

    Args:
        work: what a child does, a name in `DEEDS`.
        bug: a bug of `victim.py` planted in every child.
    """

    def __init__(self, work: str, bug: str = "") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery", work, bug],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def live(self, folder: Path, seed: int, filings: int, *, trace: tuple[str, ...]) -> Life:
        """Let a child live under strace.

        Args:
            folder: its data folder.
            seed: what it does.
            filings: how often it files.
            trace: more arguments of strace, such as `-e`, `inject=…`; its output file first.
        """
        pid = self._born(folder, seed, filings)
        with subprocess.Popen([*STRACE, *trace, "-p", str(pid)], stderr=subprocess.PIPE) as strace:
            assert strace.stderr is not None
            assert b"attached" in strace.stderr.readline()
            os.kill(pid, signal.SIGCONT)
            life = self._ended(folder)
        return life

    def live_for(self, folder: Path, seed: int, filings: int, *, seconds: float) -> Life:
        """Let a child live for a time, then kill it."""
        pid = self._born(folder, seed, filings)
        handle = os.pidfd_open(pid)
        os.kill(pid, signal.SIGCONT)
        time.sleep(seconds)  # this is the time after which it is killed, nothing is waited for
        with suppress(ProcessLookupError):  # it came to its end before
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        os.close(handle)
        return self._ended(folder)

    def _born(self, folder: Path, seed: int, filings: int) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder}\t{seed}\t{filings}\n")
        self._process.stdin.flush()
        return self._number()

    def _ended(self, folder: Path) -> Life:
        status = self._number()
        said = folder.with_suffix(".said").read_text("utf-8")
        return Life(
            said=said,
            signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            code=os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
        )

    def _number(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def _file(office: FaultOffice, seed: int, filings: int) -> None:
    """A day without faults of the disk."""
    office.enrol()
    working = Working(office, seed)
    working.work(filings)
    working.office.close()


def _persist(office: FaultOffice, seed: int, filings: int) -> None:
    """A day on which the disk fails: after every fault the kiosk tries again, as it would."""
    try:
        office.enrol()
    except KioskError as error:
        say("failed", error.code)
        return
    working = Working(office, seed)
    for _ in range(filings):
        for deed in (working.file, working.acknowledge):
            try:
                deed()
            except KioskError as error:
                say("failed", error.code)
                if error.code == "store.unreadable":
                    _probe(working)
    working.office.close()


def _probe(working: Working) -> None:
    """A journal that failed must refuse; when it is opened again it takes filings."""
    journal = working.journal
    try:
        journal.write(lambda tx: tx.set_meta("time_floor", "1"))
        say("wrote although broken")
    except KioskError:
        say("refused")
    for _ in range(3):
        try:
            journal.reopen()
        except KioskError as error:
            say("failed", error.code)
        else:
            say("reopened")
            return


DEEDS: dict[str, Callable[[FaultOffice, int, int], None]] = {"file": _file, "persist": _persist}


def _child(work: str, folder: str, seed: str, filings: str) -> None:
    """What a child does between its birth and its end, whichever way that comes."""
    said = os.open(f"{folder}.said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.close(said)
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        DEEDS[work](FaultOffice(Path(folder)), int(seed), int(filings))
        os._exit(0)
    except KioskError as error:
        say("ended", error.code)
        os._exit(error.exit_code)
    except BaseException as error:  # noqa: BLE001 - a child must not run on as a second nursery
        say("broke", type(error).__name__, error)
        os._exit(99)


def main(work: str, bug: str = "") -> None:
    """Fork a child for every line of the input; write its number, later how it ended."""
    warm_up()
    if bug:
        plant(bug)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _child(work, *line.rstrip("\n").split("\t"))
        os.waitpid(pid, os.WUNTRACED)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        sys.stdout.write(f"{os.waitpid(pid, 0)[1]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
