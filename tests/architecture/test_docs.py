"""The documents tell the truth about names: paths, commands, libraries and code words exist."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields

from kiosk.config import Config, load_config
from kiosk.devices.clock import SystemClock
from kiosk.devices.registry import DeviceTools, UnusableDevice, make_device
from tests.architecture.source import ROOT, python_files, shown

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "bench/*.md", "LICENSES/*.md")
    for path in ROOT.glob(pattern)
)
TOP = "kiosk|tests|db|docs|assets|scripts|bench|LICENSES|\\.ci"


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_every_path_named_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    missing = [path for path in _paths(text) if not _exists(path)]
    missing += [link for link in _links(text) if not (document.parent / link).exists()]
    assert not missing, missing


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"^make run\b", readme, re.M)
    assert re.search(r"^make test\b", readme, re.M)


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {
        (shown(document), target)
        for document in DOCUMENTS
        for target in re.findall(r"(?:`|^)make ([a-z]+)", document.read_text("utf-8"), re.M)
    }
    assert not [pair for pair in named if pair[1] not in targets]


def test_the_example_configuration_shows_every_setting() -> None:
    path = ROOT / "kiosk.toml"
    load_config(path)
    general, devices, _ = path.read_text("utf-8").partition("[devices.")
    # What stands below a header such as [technicians.pins] is a name of the site's own.
    own_names = re.sub(r"^(\[\w+)\.(\w+\].*\n)(?:.*=.*\n)*", r"\1]\n[\2", general, flags=re.M)
    shown_settings = re.findall(r"^(?:\[(\w+)\]|(?:# )?(\w+) = )", own_names, re.M)
    assert devices
    assert [section or name for section, name in shown_settings] == [
        name
        for section in fields(Config)
        if section.name != "devices"
        for name in (section.name, *(setting.name for setting in fields(section.type)))
    ]


def test_every_driver_of_ours_is_shown_with_settings_that_it_takes(tmp_path: Path) -> None:
    """Also those of the example configuration that are off; none is started."""
    shown = (ROOT / "kiosk.toml").read_text("utf-8").partition("[devices.")
    tables = re.split(r"^(?:# )?(?=\[devices\.)", "".join(shown[1:]), flags=re.M)[1:]
    tools = DeviceTools(clock=SystemClock(), log=lambda *_: None, paper_folder=tmp_path)
    drivers = set()
    for text in tables:
        [(name, table)] = tomllib.loads(re.sub("^# ", "", text, flags=re.M))["devices"].items()
        made = make_device(name, table, tools)
        assert not isinstance(made, UnusableDevice), made.condition()
        drivers.add(table["driver"])
    assert drivers == set(_project()["entry-points"]["kiosk.devices"])


def test_every_library_is_explained_and_nothing_else() -> None:
    project = _project()
    extras = project["optional-dependencies"].values()
    wanted = project["dependencies"] + [one for extra in extras for one in extra]
    table = (ROOT / "docs/dependencies.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([\w.-]+)`", table, re.M)) == {
        re.split(r"[<>=!~ \[;]", one, maxsplit=1)[0] for one in wanted
    }


def _project() -> dict[str, Any]:
    """Return the part of pyproject.toml that describes the package."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return project


def test_every_code_word_of_the_glossary_is_in_the_code() -> None:
    words = re.findall(
        r"^\| ((?:`\w+`(?:, )?)+) \|", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M
    )
    assert words
    code = "\n".join(path.read_text("utf-8") for path in python_files("kiosk", "hub"))
    unknown = [
        name
        for row in words
        for name in re.findall(r"\w+", row)
        if not re.search(rf"\b{name}\b", code)
    ]
    assert not unknown, unknown


def test_every_decision_has_the_sections_of_the_template() -> None:
    sections = re.findall(r"^## .*", (ROOT / "docs/adr/0000-template.md").read_text("utf-8"), re.M)
    for record in sorted((ROOT / "docs/adr").glob("*.md")):
        assert re.findall(r"^## .*", record.read_text("utf-8"), re.M) == sections, shown(record)


def _paths(text: str) -> Iterator[str]:
    """Yield what looks like a path of ours, in code marks or in a listing."""
    for found in re.finditer(rf"(?<![\w./])(?:{TOP})/[\w./*<>{{}}-]*", text):
        if found[0].endswith("/1"):
            continue  # a label of the protocol with its version, as it is signed or sealed
        yield found[0].rstrip("./") if found[0].endswith(".") else found[0]


def _links(text: str) -> Iterator[str]:
    for found in re.finditer(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in found[1]:
            yield found[1]


def _exists(path: str) -> bool:
    pattern = re.sub(r"<\w+>|\bNNNN\b", "*", path)
    return any(True for _ in ROOT.glob(pattern.rstrip("/")))
