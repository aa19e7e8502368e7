"""`kiosk catalog export|schema`: the catalogue for other programs, its file forms for editors.

What stands in the files does not belong here: `kiosk/workshop` (CPSV-AP, rows, schemas) and
`kiosk/store` (SQLite). The group is in `catalog.py`.
"""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from kiosk.cli.catalog_findings import as_of_option, public_day
from kiosk.domain.errors import InputError
from kiosk.files import file_error, write_atomic
from kiosk.store.catalog_export import write_tables
from kiosk.workshop.catalog_rows import rows
from kiosk.workshop.editorial import released
from kiosk.workshop.file_schemas import file_schemas
from kiosk.workshop.findings import Unreadable
from kiosk.workshop.lint_references import check_references
from kiosk.workshop.load import load
from kiosk.workshop.loaded import LoadedCatalogue

if TYPE_CHECKING:
    from kiosk.workshop.cpsv_graph import GraphFormat

_PATH = click.Path(path_type=Path)
_GRAPHS: dict[str, "GraphFormat"] = {".ttl": "turtle", ".jsonld": "json-ld"}


@click.command("export", help="把目录写成别的程序能读的文件。FOLDER 默认是 db/catalog。")
@click.argument("folder", type=_PATH, default=Path("db/catalog"), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["cpsv-ap", "sqlite"]),
    required=True,
    help="cpsv-ap：欧盟公共服务词汇 3.2；sqlite：普通的数据库文件。",
)
@click.option("--out", type=_PATH, required=True, help="文件：cpsv-ap 用 .jsonld 或 .ttl。")
@click.option("--base", metavar="URL", help="cpsv-ap 里每个网址的开头，以 / 结尾。")
@as_of_option
def export_command(
    folder: Path,
    form: Literal["cpsv-ap", "sqlite"],
    out: Path,
    base: str | None,
    as_of: dt.date | None,
) -> None:
    """Export a catalogue: exit 2, and nothing written, when an id in it leads nowhere."""
    if form == "sqlite":
        count = write_tables(out, rows(_whole(folder)))
        click.echo(f"已写到 {out}：{count} 行")
        return
    if out.suffix not in _GRAPHS:
        raise InputError("bad-name", f"--out 要以 {' 或 '.join(_GRAPHS)} 结尾，现在是 {out.name}")
    from kiosk.workshop.cpsv_ap import DEFAULT_BASE, to_cpsv_ap  # rdflib: for this command only

    catalogue = _whole(folder)
    day = public_day(catalogue, as_of)
    graph = to_cpsv_ap(released(catalogue, day), base or DEFAULT_BASE, day)
    write_atomic(out, graph.encode(_GRAPHS[out.suffix]))
    click.echo(f"已写到 {out}：{len(graph.graph)} 条陈述")


@click.command("schema", help="写出每种目录文件的 JSON Schema，给编辑器提示和检查用。")
@click.option("--out", type=_PATH, required=True, help="写到这个文件夹。")
def schema_command(out: Path) -> None:
    """Write one JSON Schema per kind of file."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(out, error) from error
    files = file_schemas(out)
    for name, text in files.items():
        write_atomic(out / name, text)
    click.echo(f"已写到 {out}：{'、'.join(files)}")


def _whole(folder: Path) -> LoadedCatalogue:
    """Read a catalogue whose ids all lead somewhere. Raises Unreadable with all that do not."""
    catalogue = load(folder)
    found = (*catalogue.findings, *check_references(catalogue))
    errors = [finding for finding in found if finding.level == "error"]
    if errors:
        raise Unreadable(folder, errors)
    return catalogue
