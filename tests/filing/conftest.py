"""A kiosk that may file: the repository's catalogue, a journal and a seal in a data folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import Struct

from kiosk.journal.outbox import Rung
from kiosk.journal.receipt import query_verifier
from kiosk.ports.crypto import QueryCode
from kiosk.services.filing import Filing, FilingRights
from kiosk.services.guidance import Guidance
from kiosk.store.attachments import SealedFiles
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_db import SqliteCatalogStore
from kiosk.store.catalog_intake import CatalogIntake
from kiosk.store.journal_db import SqliteJournalStore
from kiosk.workshop.build import compile_starter, write_starter
from kiosk.workshop.load import load
from tests.journals import MIGRATIONS, ORIGIN, ROOT, SEALER, an_author, open_journal
from tests.starters import NOW


class CountedCodes:
    """Query codes 00000001, 00000002 …"""

    def __init__(self) -> None:
        self.count = 0

    def take(self) -> QueryCode:
        self.count += 1
        code = f"{self.count:08}"
        return QueryCode(code=code, verifier=query_verifier(code, code.encode() * 2))


class Office(Struct, frozen=True, kw_only=True):
    """What a test of filing works with; change `room` by `rooms.append`."""

    folder: Path
    journal: SqliteJournalStore
    guidance: Guidance
    catalog: SqliteCatalogStore
    filing: Filing
    rooms: list[Rung]


@pytest.fixture(scope="session")
def catalog_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    starter, folder = tmp_path_factory.mktemp("starter"), tmp_path_factory.mktemp("catalog")
    write_starter(compile_starter(load(ROOT / "db" / "catalog")), starter)
    CatalogIntake(folder, starter, MIGRATIONS).ensure(NOW)
    return folder


@pytest.fixture
def office(catalog_folder: Path, tmp_path: Path) -> Iterator[Office]:
    intake = CatalogIntake(catalog_folder, catalog_folder, MIGRATIONS)
    connections = CatalogConnections(intake.path)
    catalog = SqliteCatalogStore(connections, intake.ensure(NOW))
    journal, guidance = open_journal(tmp_path), Guidance(catalog)
    rooms: list[Rung] = ["plenty"]
    rights = FilingRights(author=an_author(), sealer=SEALER, origin=ORIGIN)
    filing = Filing(
        journal=journal,
        attachments=SealedFiles(tmp_path),
        guidance=guidance,
        catalog=catalog,
        codes=CountedCodes(),
        rights=lambda: rights,
        room=lambda: rooms[-1],
    )
    yield Office(
        folder=tmp_path,
        journal=journal,
        guidance=guidance,
        catalog=catalog,
        filing=filing,
        rooms=rooms,
    )
    journal.close()
    connections.close()
