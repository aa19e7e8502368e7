"""The process that takes published shards in while it is traced: a whole pack, deltas, a whole one.

Usage: python -m tests.faults.packs_victim FOLDER STARTER PLAN [BUG]
It says `applied EDITION` when an edition is said to be there.
"""

import sys
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.ports.packs import ShardPack, Snapshot, Taken
from kiosk.store import catalog_mark
from kiosk.store.catalog_build import built
from kiosk.store.catalog_intake import CatalogIntake
from tests.faults.victim import say
from tests.journals import MIGRATIONS
from tests.starters import NOW


class PlannedPack(Struct, frozen=True, kw_only=True):
    """An edition, and the pack that leads to it."""

    edition: str
    code: str
    version: int
    digest: str
    base: int
    file: str


def main(folder: str, starter: str, plan: str, bug: str = "") -> None:
    if bug:
        catalog_mark.replace_durably = lambda new, path: new.replace(path)
    intake = CatalogIntake(Path(folder), Path(starter), MIGRATIONS, build=built)
    say("applied", intake.ensure(NOW).edition)
    for one in msgspec.json.decode(Path(plan).read_bytes(), type=list[PlannedPack]):
        shard = ShardPack(
            code=one.code,
            version=one.version,
            digest=one.digest,
            base=one.base,
            file=Path(one.file),
        )
        if intake.take(Snapshot(edition=one.edition, shards=(shard,)), NOW) != Taken():
            raise SystemExit("not taken")
        say("applied", one.edition)


if __name__ == "__main__":
    main(*sys.argv[1:])
