"""Process start to the first interactive frame, against an empty QML window of the same size.

Both are processes of their own, offscreen with the software renderer, and take turns. The kiosk
starts as its service starts it (`kiosk run --windowed`, with the allocator that overwrites what is
freed) on a catalogue cache that exists already.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

from timing import percentile, summary

from kiosk.devices.own_memory import SCRUBBING

ROUNDS = 15
ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}

EMPTY = """
import sys, time
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
import PySide6.QtQuick
app = QGuiApplication(sys.argv)
engine = QQmlApplicationEngine()
engine.loadData(b"import QtQuick\\nimport QtQuick.Controls.Basic\\n"
                b"ApplicationWindow { visible: true; width: 1920; height: 1080 }")
def painted():
    print(time.monotonic(), flush=True)
    app.quit()
engine.rootObjects()[0].frameSwapped.connect(painted)
app.exec()
"""

KIOSK = """
import sys, time
import kiosk.app
make = kiosk.app.make_shell
def watched(*args, **kwargs):
    shell = make(*args, **kwargs)
    def painted():
        if shell.screen() == "attract" and shell.quiet:
            print(time.monotonic(), flush=True)
            kiosk.app.QGuiApplication.instance().quit()
    shell.window.frameSwapped.connect(painted)
    return shell
kiosk.app.make_shell = watched
from kiosk.cli.main import main
sys.argv[1:] = ["--data", sys.argv[1], "run", "--windowed", "--layout", "landscape"]
main()
"""


def seconds_to_frame(program: str, *arguments: str) -> float:
    """Run a program that prints the monotonic time of its first frame; return the seconds."""
    environ = ENVIRONMENT | (SCRUBBING if program == KIOSK else {})
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        env=environ,
        timeout=60,
    )
    if done.returncode or not done.stdout:
        raise SystemExit(f"no frame: {done.stderr[-2000:]}")
    return float(done.stdout.splitlines()[0]) - start


def main() -> None:
    """Measure and print one JSON line."""
    folder = tempfile.mkdtemp(prefix="bench-")
    seconds_to_frame(KIOSK, folder)
    seconds_to_frame(EMPTY)
    kiosk, empty = [], []
    for _ in range(ROUNDS):
        empty.append(seconds_to_frame(EMPTY))
        kiosk.append(seconds_to_frame(KIOSK, folder))
    ours, theirs = percentile(kiosk, 0.5), percentile(empty, 0.5)
    row = {
        "what": "start to the first interactive frame, p50",
        "measured": f"{ours:.2f} s",
        "peer": f"empty QML window {theirs:.2f} s ({ours / theirs:.2f}×)",
        "goal": "≤ 1.6×",
        "holds": ours <= 1.6 * theirs,
    }
    figures = {"kiosk": summary(kiosk), "empty": summary(empty)}
    print(json.dumps({"bench": "startup", "figures": figures, "rows": [row]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
