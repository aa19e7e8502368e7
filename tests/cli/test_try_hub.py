"""`make hub`: the script behind it founds a hub once, and its token enrols a kiosk."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.cli.main import run
from tests.faults.served import PATIENCE_S, free_port

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = Path(sys.executable).parent


@contextmanager
def tried(starter: Path, data: Path, *arguments: str) -> Iterator[list[str]]:
    """Run the script until it serves; give what it said."""
    command = [ROOT / "scripts" / "try_hub.sh", COMMANDS / "hub", starter, data, *arguments]
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if "Ctrl+C" in line:
                break
        yield said
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


def token_in(said: list[str]) -> str:
    found = re.search(r"--token (\S+)", "".join(said))
    assert found, said
    return found[1]


def wait_for(origin: str) -> None:
    """Return when the hub answers."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(f"{origin}/v1/time?nonce=12345678"):  # noqa: S310
                return
        except OSError:
            assert time.monotonic() < until, "the hub does not answer"
            time.sleep(0.05)


@pytest.mark.slow
def test_a_hub_to_try_is_ready_once_and_again(catalog_starter: Path, tmp_path: Path) -> None:
    port = free_port()
    data, origin = tmp_path / "hub", f"http://127.0.0.1:{port}"
    with tried(catalog_starter, data, "--port", str(port)) as said:
        first = token_in(said)
    with tried(catalog_starter, data, "--port", str(port)) as said:
        assert token_in(said) != first
        assert "没有改动" in "".join(said)
        wait_for(origin)
        enrolling = ["enrol", "--hub", origin, "--token", token_in(said)]
        assert run(["--data", str(tmp_path / "kiosk"), *enrolling]) == 0


@pytest.mark.slow
def test_another_port_than_the_kiosks_know_is_refused(
    catalog_starter: Path, tmp_path: Path
) -> None:
    data, port = tmp_path / "hub", free_port()
    with tried(catalog_starter, data, f"--port={port}"):
        pass
    with tried(catalog_starter, data, "--port", str(port + 1)) as said:
        assert said == []
