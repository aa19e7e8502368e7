"""Resident size after 200 scripted visits through the real screens, and its growth."""

import json
import os
import tempfile
from pathlib import Path

import psutil
from played import a_stage, demo

from kiosk.devices.own_memory import restart_scrubbing
from kiosk.ui.player import Player

VISITS = 200
MARK = 50


def main() -> None:
    """Measure and print one JSON line."""
    restart_scrubbing(os.environ)  # as the kiosk runs
    shell, stage = a_stage()
    player = Player(stage, Path(tempfile.mkdtemp()))
    script = demo()
    process = psutil.Process()
    sizes_mb = []
    for _ in range(VISITS):
        played = player.play(script)
        if played.failure:
            raise SystemExit(played.failure.message)
        sizes_mb.append(process.memory_info().rss / 1e6)
    at_mark, at_end = sizes_mb[MARK - 1], sizes_mb[-1]
    growth = at_end / at_mark - 1
    rows = [
        {
            "what": f"resident size after {VISITS} visits",
            "measured": f"{at_end:.0f} MB",
            "peer": "–",
            "goal": "≤ 160 MB",
            "holds": at_end <= 160,
        },
        {
            "what": f"growth from visit {MARK} to {VISITS}",
            "measured": f"{growth * 100:.1f} %",
            "peer": "–",
            "goal": "≤ 5 %",
            "holds": growth <= 0.05,
        },
    ]
    figures = {"mb": [round(size, 1) for size in sizes_mb[9::10]]}
    print(json.dumps({"bench": "memory", "figures": figures, "rows": rows}, ensure_ascii=False))
    shell.close()


if __name__ == "__main__":
    main()
