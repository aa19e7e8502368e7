"""T1 over the apply: after a power cut at any step of taking packs there is one whole edition.

Its documents are those of a digest that was signed, and it is never older than one that was said to
be there.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.errors import KioskError
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_intake import CatalogIntake
from tests.faults.crash_replay import Replay, replay
from tests.faults.packs_victim import PlannedPack
from tests.faults.recovered import Told
from tests.faults.strace_log import traced
from tests.journals import MIGRATIONS
from tests.shard_packs import PackMaker, a_city, digest_of
from tests.starters import NOW, write_starter

LONG = int(os.environ.get("KIOSK_CRASH_STATES", "400")) > 10_000
STARTER_EDITION = "3"

pytestmark = [pytest.mark.crash, pytest.mark.usefixtures("strace")]


class Applied(Told, frozen=True, kw_only=True):
    """The newest edition that was said to be there."""

    edition: int = 0

    def after(self, line: str) -> "Applied":
        word, _, edition = line.partition(" ")
        return replace(self, edition=int(edition)) if word == "applied" else self


class Catalogue(Struct, frozen=True, kw_only=True):
    """What a start finds: its edition, the digest of its documents, or why it does not start."""

    edition: str = ""
    digest: str = ""
    problem: str | None = None


class Published:
    """A starter, and packs that lead from edition to edition."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.starter, self.plan = folder / "starter", folder / "plan.json"
        write_starter(self.starter, STARTER_EDITION)
        maker = PackMaker(folder / "packs")
        states = [a_city(), a_city(licence="甲"), a_city(licence="甲", id_renew="乙"), a_city("9")]
        packs = [maker.full(states[0], 1)]
        packs += [
            maker.delta(old, new, version, version + 1)
            for version, (old, new) in enumerate(pairwise(states[:3]), start=1)
        ]
        packs.append(maker.full(states[3], 4))
        planned = [
            PlannedPack(
                edition=str(10 + pack.version),
                code=pack.code,
                version=pack.version,
                digest=pack.digest,
                base=pack.base,
                file=str(pack.file),
            )
            for pack in packs
        ]
        self.plan.write_bytes(msgspec.json.encode(planned))
        self.digests = {one.edition: one.digest for one in planned}

    def looked_at(self, folder: Path) -> Catalogue:
        """Start on what is there and read it."""
        try:
            intake = CatalogIntake(folder, self.starter, MIGRATIONS)
            state = intake.ensure(NOW)
            connections = CatalogConnections(intake.path)
            try:
                rows = connections.rows("SELECT kind, id, doc FROM document")
            finally:
                connections.close()
        except KioskError as error:
            return Catalogue(problem=f"{error.code} {error.message}")
        docs = {f"{kind}/{key}": doc for kind, key, doc in rows}
        return Catalogue(edition=state.edition, digest=digest_of(docs))

    def wrong(self, found: Catalogue, told: Told) -> Iterator[str]:
        """Yield what is wrong with a catalogue after a power cut."""
        assert isinstance(told, Applied)
        if found.problem is not None:
            yield f"does not start: {found.problem}"
            return
        if found.edition != STARTER_EDITION and self.digests.get(found.edition) != found.digest:
            yield "I6: documents of no signed edition"
        if int(found.edition) < told.edition:
            yield "an edition that was there has gone"


def taken(memory: Path, *bug: str) -> Replay:
    work, image, published = memory / "work", memory / "image", Published(memory / "published")
    work.mkdir()
    image.mkdir()
    words = ["tests.faults.packs_victim", str(work), str(published.starter), str(published.plan)]
    steps = traced(work, memory / "trace", [*words, *bug])
    share = 1.0 if LONG else 0.05
    look, judge = published.looked_at, published.wrong
    return replay(steps, image, 7, share, told=Applied(), look=look, judge=judge)


def test_there_is_always_one_whole_signed_edition(
    memory_folder: Path, report: Callable[[str], None]
) -> None:
    result = taken(memory_folder)
    report(f"{result.states} states, {result.disks} disks, {dict(result.broken)}")
    assert not result.broken, result.broken
    assert result.states > 50


def test_a_file_that_is_not_synced_before_it_is_told_is_found(memory_folder: Path) -> None:
    result = taken(memory_folder, "unsynced")
    assert result.broken != Counter()
