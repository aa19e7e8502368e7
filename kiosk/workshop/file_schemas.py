"""JSON Schema for every kind of file that authors write, so that editors complete and check.

Which type gives which schema is `type_schemas.py`; what the content must be is lint's. Draft 7,
which editors know best.
"""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.domain.condition import Question
from kiosk.domain.service import Agency, EvidenceType, Service
from kiosk.domain.topic import Catalogue, Circumstance, RegionOverlay, Topic
from kiosk.workshop.item_map import ItemMap
from kiosk.workshop.scenario import Scenario
from kiosk.workshop.type_schemas import Schema, TypeSchemas

SETTINGS = "vscode-settings.json"
"""Says to VS Code which schema is for which files."""

_DRAFT = "http://json-schema.org/draft-07/schema#"
_Root = Callable[[TypeSchemas], Schema]


class FileKind(Struct, frozen=True, kw_only=True):
    """One kind of file: which files under db it is, and what they hold."""

    name: str
    files: str
    root: _Root

    @property
    def schema_file(self) -> str:
        """The name of its schema."""
        return f"{self.name}.schema.json"

    def schema(self) -> Schema:
        """Return its schema."""
        types = TypeSchemas()
        root = self.root(types)
        return {"$schema": _DRAFT, **root, "definitions": types.definitions}


def _one(kind: Any) -> _Root:
    return lambda types: types.of(kind)


def _list(kind: type[Struct]) -> _Root:
    return lambda types: types.listed(kind)


KINDS = (
    FileKind(name="catalogue", files="catalog/catalogue.yaml", root=_one(Catalogue)),
    FileKind(name="agencies", files="catalog/agencies.yaml", root=_list(Agency)),
    FileKind(name="evidence", files="catalog/evidence.yaml", root=_list(EvidenceType)),
    FileKind(name="questions", files="catalog/questions.yaml", root=_list(Question)),
    FileKind(name="synonyms", files="catalog/synonyms.yaml", root=_one(dict[str, tuple[str, ...]])),
    FileKind(name="services", files="catalog/services/*.yaml", root=_one(Service)),
    FileKind(name="circumstances", files="catalog/circumstances/*.yaml", root=_one(Circumstance)),
    FileKind(name="topics", files="catalog/topics/*.yaml", root=_one(Topic)),
    FileKind(name="regions", files="catalog/regions/*.yaml", root=_one(RegionOverlay)),
    FileKind(name="scenarios", files="catalog/scenarios/*.yaml", root=_one(tuple[Scenario, ...])),
    FileKind(name="maps", files="maps/*.yaml", root=_one(ItemMap)),
)


def file_schemas(folder: PurePath) -> dict[str, bytes]:
    """Return the files to write, by name: a schema per kind of file, and `SETTINGS`.

    Args:
        folder: where they will be, as seen from the folder that the editor opens.
    """
    files = {kind.schema_file: _text(kind.schema()) for kind in KINDS}
    paths = {(folder / k.schema_file).as_posix(): f"**/{k.files}" for k in KINDS}
    return files | {SETTINGS: _text({"yaml.schemas": paths})}


def _text(document: Schema) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"
