"""Tap to the next screen painted, at 1920×1080 with the software renderer.

The demonstration visit is played again and again; every touch is timed from letting go to the
frame that shows its result.
"""

import json
import tempfile
import time
from pathlib import Path

from played import a_stage, demo
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from timing import percentile, summary

from kiosk.ui.player import Player, Stage
from kiosk.ui.script import Step, Tap

VISITS = 30


class Watch(Player):
    """A player that notes when the result of every touch is painted.

    The result is painted with the last frame before the window has nothing left to do.
    """

    def __init__(self, stage: Stage, folder: Path) -> None:
        super().__init__(stage, folder)
        self.samples: list[tuple[float, str]] = []
        self._let_go_s = 0.0
        self._frame_s = 0.0
        stage.window().frameSwapped.connect(self._painted)

    def perform(self, step: Step) -> None:
        """Do one step; after a touch, wait until its result is painted."""
        where = self._stage.screen()
        super().perform(step)
        if isinstance(step, Tap):
            self._until(self._is_painted, "nothing was painted")
            self.samples.append((self._frame_s - self._let_go_s, f"{where} {step.target}"))

    def _is_painted(self) -> bool:
        return self._frame_s > self._let_go_s and not self._stage.busy()

    def _touch(self, point: QPoint) -> None:
        window = self._stage.window()
        QTest.touchEvent(window, self._device).press(0, point, window).commit()
        self._let_go_s = time.perf_counter()
        QTest.touchEvent(window, self._device).release(0, point, window).commit()

    def _painted(self) -> None:
        self._frame_s = time.perf_counter()


def main() -> None:
    """Measure and print one JSON line."""
    shell, stage = a_stage()
    watch = Watch(stage, Path(tempfile.mkdtemp()))
    script = demo()
    for visit in range(VISITS + 1):
        played = watch.play(script)
        if played.failure:
            raise SystemExit(played.failure.message)
        if visit == 0:
            watch.samples.clear()
    seconds = [sample for sample, _ in watch.samples]
    slowest = sorted(watch.samples, reverse=True)[:5]
    p99 = percentile(seconds, 0.99)
    row = {
        "what": f"tap to the next screen painted, p99 of {len(seconds)}",
        "measured": f"{p99 * 1000:.0f} ms (p50 {percentile(seconds, 0.5) * 1000:.0f} ms)",
        "peer": "–",
        "goal": "≤ 50 ms",
        "holds": p99 <= 0.05,
    }
    figures = {
        "taps": summary(seconds),
        "slowest": [f"{s * 1000:.0f} ms {what}" for s, what in slowest],
    }
    print(json.dumps({"bench": "taps", "figures": figures, "rows": [row]}, ensure_ascii=False))
    shell.close()


if __name__ == "__main__":
    main()
