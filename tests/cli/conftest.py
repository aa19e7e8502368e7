"""The commands as people call them, on a data folder that holds the catalogue already."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from kiosk.cli.main import run
from kiosk.store.catalog_intake import CatalogIntake
from kiosk.wire.pack import HEAD_FILE, StarterHead
from kiosk.workshop.build import compile_starter, write_starter
from kiosk.workshop.load import load
from tests.starters import NOW

ROOT = Path(__file__).resolve().parents[2]


class Outcome(Struct, frozen=True, kw_only=True):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def catalog_starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's catalogue, compiled; its edition is newer than any packaged one."""
    folder = tmp_path_factory.mktemp("starter")
    write_starter(compile_starter(load(ROOT / "db" / "catalog")), folder)
    head = msgspec.json.decode((folder / HEAD_FILE).read_bytes(), type=StarterHead)
    (folder / HEAD_FILE).write_bytes(msgspec.json.encode(replace(head, edition="900000000")))
    return folder


@pytest.fixture(scope="session")
def _filled(catalog_starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    CatalogIntake(folder, catalog_starter, ROOT / "db" / "kiosk").ensure(NOW)
    return folder


@pytest.fixture
def data(_filled: Path, tmp_path: Path) -> Path:
    """A data folder of its own for each test."""
    return Path(shutil.copytree(_filled, tmp_path / "data"))


@pytest.fixture
def kiosk(data: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run `kiosk` in this process; the data folder is the test's own."""

    def call(*args: object) -> Outcome:
        capfd.readouterr()
        code = run(["--data", str(data), *map(str, args)])
        written = capfd.readouterr()
        return Outcome(code=code, out=written.out, err=written.err)

    return call
