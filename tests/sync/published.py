"""A hub that publishes a small catalogue, and a kiosk that takes it from the hub's public files."""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import msgspec
from msgspec import Raw

from hub.assembly import HubAssembly, found
from hub.config import HubConfig
from kiosk.catalog_link import CatalogLink, catalog_in_folder
from kiosk.records import Records
from kiosk.store.catalog_build import built
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_intake import CatalogIntake
from kiosk.wire.pack import KIND_ORDER, PackLine
from tests.journals import MIGRATIONS
from tests.shard_packs import a_city
from tests.starters import NOW, write_lines, write_starter

REGIONS = ("34", "3416", "341602")
CITY_INDEX = "catalog/341600/341600.index.json"


def shown(docs: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the documents that a workshop would let out: no draft."""
    return {
        name: doc
        for name, doc in docs.items()
        if not name.startswith("topic/") or b'"state":"published"' in doc
    }


class PublishingHub:
    """A hub with every key, and its public files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.assembly: HubAssembly = found(folder / "hub", HubConfig())
        self.served = self.assembly.paths.published

    def publish(self, docs: Mapping[str, bytes]) -> None:
        """Publish documents by `kind/id`."""
        publish(self.assembly, self.folder / "compiled", docs)

    def close(self) -> None:
        self.assembly.engine.dispose()


class TakingKiosk:
    """A kiosk that trusts a hub and takes its catalogue from a folder."""

    def __init__(self, folder: Path, hub: PublishingHub) -> None:
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        write_starter(folder / "starter")
        self.records = Records(self.data, MIGRATIONS, _never, _never)
        said = msgspec.json.encode(REGIONS).decode()
        self.records.journal.write(lambda tx: tx.set_meta("regions", said))
        self.intake = CatalogIntake(self.data, folder / "starter", MIGRATIONS, build=built)
        self.intake.ensure(NOW)
        self.link = self.link_to(hub.served)
        self.link.trust((hub.served / "tuf" / "1.root.json").read_bytes())

    def link_to(self, served: Path) -> CatalogLink:
        """Return what takes the files of a folder in."""
        return catalog_in_folder(self.data, self.records, self.intake, served)

    def documents(self) -> dict[str, bytes]:
        """Return what the catalogue holds, divisions of a starter apart."""
        connections = CatalogConnections(self.intake.path)
        try:
            rows = connections.rows("SELECT kind, id, doc FROM document")
        finally:
            connections.close()
        return {f"{kind}/{key}": doc for kind, key, doc in rows}

    def close(self) -> None:
        self.records.close()


def a_published_city(edition: str = "9", **changed: str) -> dict[str, bytes]:
    """Return what is left of the small catalogue when drafts stay in."""
    return shown(a_city(edition, **changed))


def publish(
    hub: HubAssembly, folder: Path, docs: Mapping[str, bytes], *, drafts: bool = False
) -> None:
    """Publish documents by `kind/id`, from a folder as the workshop writes it."""
    let_out = docs if drafts else shown(docs)
    lines = sorted(
        (_line(name, doc) for name, doc in let_out.items()),
        key=lambda line: (KIND_ORDER.index(line.kind), line.id),
    )
    write_lines(folder, lines, "9")
    hub.publish(folder, "test")


def _line(name: str, doc: bytes) -> PackLine:
    kind, _, key = name.partition("/")
    return msgspec.convert({"kind": kind, "id": key, "doc": Raw(doc)}, PackLine)


def _never() -> NoReturn:
    raise AssertionError("not needed")
