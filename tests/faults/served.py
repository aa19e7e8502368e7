"""`hub serve` as it is run in earnest: a supervisor, worker processes, a database of its own.

Its workers and its PostgreSQL can be killed at any moment.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hub.assembly import HubAssembly, found
from hub.config import HubConfig
from tests.live_hub import Listening

HUB = Path(sys.executable).parent / "hub"
PATIENCE_S = 60.0


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def found_hub(folder: Path, database: str = "") -> Listening:
    """Make a hub in a folder that can be served."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    config = HubConfig(
        origin=origin, database=database, requests_per_minute=100_000, first_kiosk_no=42017
    )
    return Listening(assembly=found(folder, config), origin=origin, port=port)


class ServedHub:
    """The processes of one hub; they serve until `close`.

    Args:
        hub: made by `found_hub`.
        workers: how many.
    """

    def __init__(self, hub: Listening, workers: int) -> None:
        self._hub = hub
        self.killed = 0
        command = [HUB, "--data", hub.assembly.paths.data, "serve", "--port", str(hub.port)]
        self._process = subprocess.Popen(
            [*map(str, command), "--workers", str(workers)], start_new_session=True
        )
        self.wait()

    def wait(self) -> None:
        """Return when a worker answers."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                with urllib.request.urlopen(f"{self._hub.origin}/v1/time?nonce=12345678"):  # noqa: S310
                    return
            except OSError:
                assert time.monotonic() < until, "no worker answers"
                time.sleep(0.05)

    def workers(self) -> list[int]:
        """Return the process numbers of the workers that are there now."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [pid for pid in map(int, children.read_text().split()) if _is_worker(pid)]

    def kill_one(self, random: Random) -> bool:
        """Kill a worker as the kernel does when memory is short; tell whether there was one."""
        workers = self.workers()
        if workers:
            os.kill(random.choice(workers), signal.SIGKILL)
            self.killed += 1
        return bool(workers)

    def close(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End every process."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, how)
            self._process.wait()


def _is_worker(pid: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


class OwnPostgres:
    """A PostgreSQL server of one test, that it may shoot down."""

    def __init__(self) -> None:
        pgserver = pytest.importorskip("pgserver")
        self._ctl = pgserver.pg_ctl
        self._folder = Path(tempfile.mkdtemp(prefix="hub-pg-"))  # others must be let in
        self._folder.chmod(0o755)
        self._server: Any = pgserver.get_server(self._folder / "data", cleanup_mode="delete")
        self.restarts = 0

    @property
    def url(self) -> str:
        from sqlalchemy import make_url

        url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        return url.render_as_string(hide_password=False)

    def restart(self) -> None:
        """Shoot every process of the server and start it again: it recovers from its log."""
        self._ctl(
            ["-m", "immediate", "-w", "restart"],
            pgdata=self._server.pgdata,
            user=self._server.system_user,
        )
        self.restarts += 1

    def close(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[OwnPostgres]:
    """A PostgreSQL until the block ends."""
    with tempfile.TemporaryDirectory() as runtime, pytest.MonkeyPatch.context() as patch:
        if "XDG_RUNTIME_DIR" not in os.environ:
            patch.setenv("XDG_RUNTIME_DIR", runtime)
        server = OwnPostgres()
        try:
            yield server
        finally:
            server.close()


def reopened(hub: HubAssembly) -> HubAssembly:
    """Return a hub anew from its folder, as another process sees it."""
    hub.engine.dispose()
    return HubAssembly(hub.paths.data, hub.config)
