"""The process that is killed between commit and display: it files once, says so, and waits.

Usage: python -m tests.qml.filing_kiosk FOLDER; prints the receipt once it is on the disk.
"""

import sys
from pathlib import Path

from tests.faults.office import FaultOffice

NOBODY = "http://127.0.0.1:9"
"""A hub that is never there."""


def main(folder: str) -> None:
    office = FaultOffice(Path(folder))
    office.enrol()
    office.records.journal.write(lambda tx: tx.set_meta("origin", NOBODY))
    sys.stdout.write(office.submit().receipt + "\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
