"""A data folder and a starter for tests of the store."""

from pathlib import Path

import pytest

from kiosk.store.catalog_intake import CatalogIntake
from tests.starters import write_starter

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
