"""Programs that a test starts: free ports, waiting for them, ending them."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

START_S = 20.0


def free_port() -> int:
    """Return a port of the loopback interface that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def programs(word: str) -> list[int]:
    """Return the numbers of running programs whose command line has this word."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().decode()
        except OSError:  # it has just ended
            continue
        if word in line and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def answers(port: int) -> bool:
    """Tell whether a program listens on a port of this machine."""
    listening = f"0100007F:{port:04X}"
    return any(
        listening in line or f"00000000:{port:04X}" in line
        for line in Path("/proc/net/tcp").read_text().splitlines()
        if line.split()[3:4] == ["0A"]
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program and its children that share its session."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


def until(holds: Callable[[], bool], limit_s: float = START_S) -> None:
    """Wait for a state of another program."""
    deadline = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)
