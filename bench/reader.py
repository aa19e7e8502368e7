"""Reading an identity card at 115200 baud, against the time that the wire and the card take.

The reader is `kiosk reader emulate` in a process of its own, which sends no byte sooner than a real
wire would. The limit is worked out, not measured: the bytes of all answers at ten bits each, the
time that the card takes, and the 50 ms that a card is given to come to rest.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from timing import summary

from kiosk.devices.clock import SystemClock
from kiosk.devices.idcard.cards import SPECIMENS
from kiosk.devices.idcard.driver import make
from kiosk.devices.idcard.reader import SerialIdCardReader
from kiosk.devices.idcard.session import SETTLE_S
from kiosk.devices.registry import DeviceTools
from kiosk.ports.devices import CardRead

BAUD = 115200
ANSWER_BYTES = 15 + 19 + 1295 + 11
"""Found, selected, the record, no added address."""
CARD_SHARES = 1 + 3 / 5
"""Reading, and a fifth of it each for finding, selecting and the added addresses."""
PEOPLE = [name for name, (_, card) in SPECIMENS.items() if card.text and not card.addresses]
ROUNDS = 3
GOAL = 1.15
LOOK_S = 0.0005


def main() -> None:
    """Measure with a quick card and with one as slow as real ones."""
    rows, figures = [], {}
    for card_ms in (0, 300):
        seconds = sorted(measured(card_ms))
        limit = ANSWER_BYTES * 10 / BAUD + card_ms / 1000 * CARD_SHARES + SETTLE_S[0]
        middle = seconds[len(seconds) // 2]
        figures[f"card_{card_ms}_ms"] = summary(seconds) | {"limit_ms": round(limit * 1000, 1)}
        rows.append(
            {
                "what": f"reading an identity card, card {card_ms} ms, p50 of {len(seconds)}",
                "measured": f"{middle * 1000:.0f} ms",
                "peer": f"wire and card {limit * 1000:.0f} ms ({middle / limit:.2f}×)",
                "goal": f"≤ {GOAL}×",
                "holds": middle <= GOAL * limit,
            }
        )
    print(json.dumps({"rows": rows, **figures}, ensure_ascii=False))


def measured(card_ms: int) -> list[float]:
    """Return seconds from asking for a card that lies there to its record."""
    with tempfile.TemporaryDirectory() as folder:
        port = str(Path(folder) / "ttyREADER")
        emulator = subprocess.Popen(
            [*COMMAND, "--link", port, "--card-ms", str(card_ms)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        said, told = emulator.stdout, emulator.stdin
        if said is None or told is None:
            raise SystemExit("the emulator has no pipes")
        said.readline()
        tools = DeviceTools(clock=SystemClock(), log=lambda *_, **__: None, paper_folder=Path())
        reader = make("idcard", {"port": port}, tools)
        reader.start()
        time.sleep(0.5)
        try:
            seconds = []
            for name in PEOPLE * ROUNDS:
                told.write(f"lay {name}\n")
                told.flush()
                said.readline()
                seconds.append(one_read(reader))
            return seconds
        finally:
            reader.close()
            emulator.communicate("quit\n", timeout=10)


def one_read(reader: SerialIdCardReader) -> float:
    """Read the card that lies there."""
    began = time.perf_counter()
    reader.begin()
    while not isinstance(reader.status(), CardRead):
        time.sleep(LOOK_S)
    took = time.perf_counter() - began
    reader.end()
    return took


COMMAND = (sys.executable, "-m", "kiosk.cli.main", "reader", "emulate")

if __name__ == "__main__":
    main()
