"""T8: a hub is lost and comes back from a copy of yesterday. Everything since is sent again."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from tuf.api.exceptions import RepositoryError
from tuf.ngclient import Updater

from hub.assembly import HubAssembly
from hub.services.publishing import Publishing
from hub.store.database import reading
from hub.store.tables import shard_version
from tests.faults.back_office import BackOffice
from tests.faults.hub_checker import lost_and_double
from tests.faults.served import HUB, ServedHub, found_hub, reopened
from tests.faults.test_hub_kills import PASSES, SEED, NotingKiosk
from tests.hub.test_publishing import compiled
from tests.live_hub import Listening

INDEX = "catalog/341600/341600.index.json"


def publish(hub: HubAssembly, docs: dict[str, int]) -> None:
    packs = hub.paths.published / "packs"
    publishing = Publishing(hub.engine, packs, hub.config.city, lambda: 1_795_300_000_000)
    hub.repository.publish(publishing.publish(compiled(docs), "test").indexes, None)


def newest_shard(hub: HubAssembly) -> int:
    with reading(hub.engine) as db:
        return max(version for (version,) in db.execute(select(shard_version.c.version)))


class Reader:
    """A kiosk's memory of what was published: python-tuf refuses whatever goes back."""

    def __init__(self, folder: Path, hub: Listening) -> None:
        (folder / "targets").mkdir(parents=True)
        self._folder, self._origin = folder, hub.origin
        self._root = hub.assembly.repository.root_bytes()

    def index(self) -> bytes:
        updater = Updater(
            str(self._folder),
            f"{self._origin}/tuf",
            str(self._folder / "targets"),
            f"{self._origin}/tuf/targets",
            bootstrap=self._root,
        )
        updater.refresh()
        target = updater.get_targetinfo(INDEX)
        assert target is not None
        return Path(updater.download_target(target)).read_bytes()


class Yesterday:
    """A hub, kiosks that it knows, and a copy of its folder."""

    def __init__(self, folder: Path) -> None:
        (folder / "hub").mkdir()
        self._folder = folder
        self.hub = found_hub(folder / "hub")
        self.served = ServedHub(self.hub, 1)
        self.reader = Reader(folder / "reader", self.hub)
        self.office = BackOffice(self.hub.assembly, SEED)
        self.kiosks = [self.enrol(seed) for seed in range(2)]

    def enrol(self, seed: int) -> NotingKiosk:
        kiosk = NotingKiosk(self._folder / f"kiosk{seed}", self.hub, seed)
        kiosk.enrolment().enrol(self.hub.token(), self.hub.origin, kiosk.device)
        return kiosk

    def file(self, each: int) -> None:
        for kiosk in self.kiosks:
            for _ in range(each):
                kiosk.submit()
            kiosk.settle(PASSES)
        self.office.drain()
        self.office.decide()
        for kiosk in self.kiosks:
            kiosk.settle(PASSES)

    def back_up(self) -> None:
        """Copy the folder as docs/operations.md says: the database by SQLite, then the files."""
        copy = self._folder / "copy"
        shutil.copytree(
            self.hub.assembly.paths.data, copy, ignore=shutil.ignore_patterns("hub.db*")
        )
        db = self.hub.assembly.paths.data / "hub.db"
        with closing(sqlite3.connect(db)) as now, closing(sqlite3.connect(copy / "hub.db")) as then:
            now.backup(then)

    def lose_and_bring_back(self, *, step: bool = True) -> None:
        """Kill everything, put the copy in place of the folder, restore, serve."""
        data = self.hub.assembly.paths.data
        self.served.close()
        self.hub.assembly.engine.dispose()
        shutil.rmtree(data)
        shutil.copytree(self._folder / "copy", data)
        if step:
            subprocess.run([str(HUB), "--data", str(data), "restore", "--skip", "50"], check=True)
        assembly = reopened(self.hub.assembly)
        self.hub = Listening(assembly=assembly, origin=self.hub.origin, port=self.hub.port)
        self.office._hub = assembly
        self.served = ServedHub(self.hub, 1)

    def close(self) -> None:
        for kiosk in self.kiosks:
            kiosk.close()
        self.served.close()
        self.hub.assembly.engine.dispose()


@pytest.mark.crash
def test_a_hub_of_yesterday_ends_complete(tmp_path: Path) -> None:
    there = Yesterday(tmp_path)
    try:
        publish(there.hub.assembly, {"a": 1})
        there.file(4)
        there.back_up()
        there.kiosks.append(there.enrol(7))  # the copy will not know it
        there.file(4)
        publish(there.hub.assembly, {"a": 2})
        last = there.reader.index()
        newest, number = newest_shard(there.hub.assembly), there.kiosks[-1].author.kiosk_no

        there.lose_and_bring_back()
        for kiosk in there.kiosks:
            kiosk.settle(PASSES)
        there.file(1)
        wrong = lost_and_double(there.hub.assembly, there.kiosks, there.office)
        assert wrong == [], wrong[:20]
        assert newest_shard(there.hub.assembly) > newest
        assert there.reader.index() != last
        there.kiosks.append(there.enrol(8))
        assert there.kiosks[-1].author.kiosk_no >= number + 49
        assert all(int(kiosk.journal.meta("epoch") or 0) > 0 for kiosk in there.kiosks)
    finally:
        there.close()


@pytest.mark.crash
def test_without_the_step_the_loss_shows(tmp_path: Path) -> None:
    there = Yesterday(tmp_path)
    try:
        publish(there.hub.assembly, {"a": 1})
        there.back_up()
        publish(there.hub.assembly, {"a": 2})
        there.reader.index()
        there.kiosks.append(there.enrol(7))
        number = there.kiosks[-1].author.kiosk_no
        there.lose_and_bring_back(step=False)
        with pytest.raises(RepositoryError):
            there.reader.index()
        there.kiosks.append(there.enrol(8))
        assert there.kiosks[-1].author.kiosk_no == number  # one number for two machines
    finally:
        there.close()
