"""The folder of an authored catalogue becomes a `LoadedCatalogue`, or one error with every problem.

Rules about content do not belong here; they are lint's. Source: catalogue.md §1. The files are
`catalogue.yaml` (a map); `agencies.yaml`, `evidence.yaml`, `questions.yaml` (a list of maps with
`id`, or a map from id to the other fields); `synonyms.yaml` (a map from the everyday word to a
word or words of the catalogue); one map per file in `services/`, `circumstances/`, `topics/` and
`regions/`, named by its id; a list of scenarios per topic in `scenarios/`; imported lists in
`imports/` (`imported.py`).
"""

import csv
from pathlib import Path
from typing import Any

from msgspec import Struct
from yaml.nodes import MappingNode, Node

from kiosk.domain.condition import Question
from kiosk.domain.errors import InputError
from kiosk.domain.service import Agency, EvidenceType, Service
from kiosk.domain.topic import Catalogue, Circumstance, RegionOverlay, Topic
from kiosk.files import bundled
from kiosk.wire.pack import DocumentKind
from kiosk.workshop.findings import Finding, Unreadable
from kiosk.workshop.imported import FOLDER as _IMPORTS
from kiosk.workshop.imported import read_documents, read_kept
from kiosk.workshop.loaded import Document, LoadedCatalogue, WrittenScenario
from kiosk.workshop.scenario import Scenario
from kiosk.workshop.typed import MISSING, TypedReader, with_id
from kiosk.workshop.yaml_source import parse

_HEAD = "catalogue.yaml"
_SYNONYMS = "synonyms.yaml"
_LISTS: tuple[tuple[str, DocumentKind, type[Struct]], ...] = (
    ("agencies.yaml", "agency", Agency),
    ("evidence.yaml", "evidence", EvidenceType),
    ("questions.yaml", "question", Question),
)
_FOLDERS: tuple[tuple[str, DocumentKind, type[Struct]], ...] = (
    ("services", "service", Service),
    ("circumstances", "circumstance", Circumstance),
    ("topics", "topic", Topic),
    ("regions", "region", RegionOverlay),
)
_SCENARIOS = "scenarios"
_FILES = {_HEAD, _SYNONYMS, *(name for name, _, _ in _LISTS)}
_SUBFOLDERS = {_SCENARIOS, *(name for name, _, _ in _FOLDERS)}


def load(folder: Path, divisions: Path | None = None) -> LoadedCatalogue:
    """Read a catalogue.

    Args:
        folder: the catalogue folder, e.g. db/catalog.
        divisions: the table of division codes; by default `divisions.csv` beside the folder, or
            the shipped one.

    Raises:
        Unreadable: something cannot be read; it holds every problem found in all files.
        InputError: the folder or the table of divisions does not exist.
    """
    if not folder.is_dir():
        raise InputError("no-catalogue", f"没有目录文件夹 {folder}；请给出含有 {_HEAD} 的文件夹")
    table = divisions or _divisions_of(folder)
    reading = _Reading(folder)
    reading.read_all()
    known = _read_divisions(table)
    if reading.broken:
        raise Unreadable(folder, reading.broken)
    return LoadedCatalogue(
        documents=reading.documents,
        scenarios=tuple(reading.scenarios),
        synonyms=reading.synonyms,
        divisions=known,
        findings=tuple(reading.findings),
        kept=reading.kept,
        icons=frozenset(path.stem for path in bundled("assets", "icons").glob("*.svg")),
    )


def load_names(folder: Path) -> tuple[tuple[Agency, ...], tuple[EvidenceType, ...]]:
    """Read only the agencies and the kinds of paper that a folder authors; both may be none.

    Raises:
        Unreadable: a file cannot be read.
    """
    reading = _Reading(folder)
    for name, kind, shape in _LISTS:
        reading.read_list(name, kind, shape)
    if reading.broken:
        raise Unreadable(folder, reading.broken)
    agencies, evidence = (reading.documents.get(kind, {}) for kind in ("agency", "evidence"))
    return tuple(a.value for a in agencies.values()), tuple(e.value for e in evidence.values())


def _divisions_of(folder: Path) -> Path:
    beside = folder.parent / "divisions.csv"
    return beside if beside.exists() else bundled("db", "divisions.csv")


class _Reading:
    """One run over a folder. `broken` cannot be read, `findings` can but is wrong."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.documents: dict[DocumentKind, dict[str, Document]] = {}
        self.scenarios: list[WrittenScenario] = []
        self.synonyms: dict[str, tuple[str, ...]] = {}
        self.broken: list[Finding] = []
        self.findings: list[Finding] = []
        self.kept: dict[str, dict[str, str]] = {}

    def read_all(self) -> None:
        self._check_names()
        self._read_head()
        for name, kind, shape in _LISTS:
            self.read_list(name, kind, shape)
        for name, kind, shape in _FOLDERS:
            for path in sorted((self._folder / name).glob("*.yaml")):
                self._read_single(f"{name}/{path.name}", kind, shape, path.stem)
        for path in sorted((self._folder / _SCENARIOS).glob("*.yaml")):
            self._read_scenarios(f"{_SCENARIOS}/{path.name}", path.stem)
        for path in sorted((self._folder / _IMPORTS).glob("*.jsonl")):
            self._read_imported(f"{_IMPORTS}/{path.name}")
        self._read_synonyms()

    def _check_names(self) -> None:
        """Report files that would be passed over in silence."""
        for path in sorted(self._folder.rglob("*")):
            inside = path.relative_to(self._folder)
            if path.is_dir() or path.name.startswith(".") or path.suffix == ".md":
                continue
            known = inside.name in _FILES if len(inside.parts) == 1 else self._in_folder(inside)
            if not known:
                files, folders = "、".join(sorted(_FILES)), "、".join(sorted(_SUBFOLDERS))
                said = f"这个文件没有用处；可以有：{files}，和 {folders} 里的 .yaml"
                self._break(inside.as_posix(), 0, "unknown-file", said)

    @staticmethod
    def _in_folder(inside: Path) -> bool:
        if len(inside.parts) != 2:
            return False
        if inside.parts[0] == _IMPORTS:
            return inside.suffix == ".jsonl"
        return inside.parts[0] in _SUBFOLDERS and inside.suffix == ".yaml"

    def _break(self, file: str, line: int, code: str, message: str) -> None:
        self.broken.append(Finding(code=code, level="error", file=file, line=line, message=message))

    def _parse(self, file: str) -> Node | None:
        root, findings = parse(self._folder / file, file)
        self.broken.extend(findings)
        return root

    def _read_head(self) -> None:
        root = self._parse(_HEAD)
        if root is not None:
            self._add("catalogue", self._typed(_HEAD, root, Catalogue), _HEAD, root, "catalogue")

    def read_list(self, file: str, kind: DocumentKind, shape: type[Struct]) -> None:
        root = self._parse(file) if (self._folder / file).exists() else None
        if root is None:
            return
        if isinstance(root, MappingNode):
            nodes = [with_id(key, value) for key, value in root.value]
        else:
            nodes = list(root.value)
        for node in nodes:
            self._add(kind, self._typed(file, node, shape), file, node)

    def _read_single(self, file: str, kind: DocumentKind, shape: type[Struct], stem: str) -> None:
        root = self._parse(file)
        if root is None:
            return
        value = self._typed(file, root, shape)
        self._add(kind, value, file, root)
        own = None if value is MISSING else _own_id(value)
        if own not in (None, stem):
            self._note(file, 1, "file-name", f"文件名要和编号一样：应是 {own}.yaml")

    def _read_scenarios(self, file: str, topic: str) -> None:
        root = self._parse(file)
        if root is None:
            return
        for node in root.value if not isinstance(root, MappingNode) else [root]:
            value = self._typed(file, node, Scenario)
            if value is not MISSING:
                self.scenarios.append(
                    WrittenScenario(topic=topic, value=value, file=file, node=node)
                )

    def _read_imported(self, file: str) -> None:
        documents, broken = read_documents(self._folder / file, file)
        self.broken.extend(broken)
        self.kept |= read_kept(self._folder / file)
        for document in documents:
            self._keep(document)

    def _read_synonyms(self) -> None:
        root = self._parse(_SYNONYMS) if (self._folder / _SYNONYMS).exists() else None
        if root is not None:
            words = self._typed(_SYNONYMS, root, dict[str, tuple[str, ...]])
            self.synonyms = {} if words is MISSING else words

    def _typed(self, file: str, node: Node, kind: Any) -> Any:
        return TypedReader(file, self.broken).read(node, kind)

    def _add(
        self, kind: DocumentKind, value: Any, file: str, node: Node, own_id: str | None = None
    ) -> None:
        if value is MISSING:
            return
        document_id = own_id or _own_id(value)
        self._keep(Document(kind=kind, id=document_id, value=value, file=file, node=node))

    def _keep(self, document: Document) -> None:
        found = self.documents.setdefault(document.kind, {})
        first = found.setdefault(document.id, document)
        if first is not document:
            said = f"{document.id} 已经有了，在 {first.file}:{first.line()}；编号不能重复"
            self._note(document.file, document.line(), "duplicate-id", said)

    def _note(self, file: str, line: int, code: str, message: str) -> None:
        self.findings.append(
            Finding(code=code, level="error", file=file, line=line, message=message)
        )


def _own_id(value: Any) -> str:
    own: str = value.code if isinstance(value, RegionOverlay) else value.id
    return own


def _read_divisions(table: Path) -> dict[str, str]:
    """Read `code,name` rows. Raises InputError."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as stream:
            return {row["code"]: row["name"] for row in csv.DictReader(stream)}
    except FileNotFoundError:
        raise InputError("no-divisions", f"没有区划表 {table}；它有 code、name 两列") from None
    except (KeyError, UnicodeDecodeError, csv.Error) as error:
        said = f"区划表 {table} 读不了；要 UTF-8 的 CSV，有 code、name 两列"
        raise InputError("bad-divisions", said) from error
