"""A data folder and a starter for tests of the store."""

from pathlib import Path

import pytest

from kiosk.store.catalog_build import built
from kiosk.store.catalog_intake import CatalogIntake
from tests.shard_packs import PackMaker
from tests.starters import NOW, write_starter

MIGRATIONS = Path(__file__).resolve().parents[3] / "db" / "kiosk"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    folder = tmp_path / "starter"
    write_starter(folder)
    return folder


@pytest.fixture
def intake(data: Path, starter: Path) -> CatalogIntake:
    return CatalogIntake(data, starter, MIGRATIONS)


@pytest.fixture
def packs(tmp_path: Path) -> PackMaker:
    return PackMaker(tmp_path / "packs")


@pytest.fixture
def published(data: Path, starter: Path) -> CatalogIntake:
    """A catalogue that takes shards in this process: what a process apart does is tried once."""
    intake = CatalogIntake(data, starter, MIGRATIONS, build=built)
    intake.ensure(NOW)
    return intake
