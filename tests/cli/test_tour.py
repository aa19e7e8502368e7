"""The five-minute tour of README.md, walked as it stands there."""

import re
import shutil
import socket
import subprocess
from pathlib import Path

from tests.cli.conftest import ROOT


def tour() -> list[str]:
    """Return the lines of the block below the heading."""
    text = (ROOT / "README.md").read_text("utf-8").partition("### Five minutes")[2]
    return text.split("```")[1].strip().splitlines()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def script(folder: Path, port: int) -> str:
    """Return the tour for bash as somebody pastes it, in a folder and on a port of the test's."""
    lines = ["set -m"]
    for line in tour():
        lines += [line, 'echo "=$?"']
    text = "\n".join(lines) + "\nwait\n"
    return text.replace("8470", str(port)).replace("build/tour", str(folder))


def test_the_tour_is_true(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    walked = subprocess.run(
        [bash], input=script(tmp_path, free_port()), cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    said = walked.stdout
    codes = dict(zip(tour(), re.findall("^=([0-9]+)$", said, re.M), strict=True))
    wrong = {line: code for line, code in codes.items() if code != "0"}
    assert list(wrong.values()) == ["3"] and "no network" in next(iter(wrong)), said + walked.stderr
    for words in ("还有1件没送到", "送出1条", "已经送到", "核对了1条，没有不对的"):
        assert words in said, said + walked.stderr
    assert (tmp_path / "receipt.pdf").read_bytes().startswith(b"%PDF")
