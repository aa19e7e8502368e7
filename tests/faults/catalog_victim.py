"""The process that takes catalogues in while it is traced: an edition, then a newer one.

Usage: python -m tests.faults.catalog_victim FOLDER STARTERS [BUG]
It says `applied EDITION` when an edition is said to be there.
"""

import sys
from pathlib import Path

from kiosk.store import catalog_mark
from kiosk.store.catalog_intake import CatalogIntake
from tests.faults.victim import say
from tests.journals import MIGRATIONS
from tests.starters import NOW

EDITIONS = ("3", "4")


def intake(folder: Path, starter: Path) -> CatalogIntake:
    """Return the intake of a data folder; the catalogue is filled in this process."""
    return CatalogIntake(folder, starter, MIGRATIONS)


def main(folder: str, starters: str, bug: str = "") -> None:
    if bug:
        catalog_mark.replace_durably = lambda new, path: new.replace(path)
    for edition in EDITIONS:
        state = intake(Path(folder), Path(starters, edition)).ensure(NOW)
        say("applied", state.edition)


if __name__ == "__main__":
    main(*sys.argv[1:])
