"""`kiosk catalog import|coverage`: lists of items become services, and are held against topics.

Rules do not belong here; they are in `kiosk/workshop`. The group is in `catalog.py`, the words of
both results in `catalog_accounts.py`.
"""

import datetime as dt
from pathlib import Path

import click
import msgspec

from kiosk.cli.catalog_accounts import import_text, table
from kiosk.domain.errors import InputError
from kiosk.domain.hours import CHINA
from kiosk.domain.ids import RegionCode
from kiosk.files import bundled, write_atomic
from kiosk.workshop.coverage import Coverage, cover, read_demand
from kiosk.workshop.coverage_picture import picture
from kiosk.workshop.imported import FOLDER, ItemTrace, read_items
from kiosk.workshop.importers import import_list, open_list, reading
from kiosk.workshop.item_map import ReadMap, find_map, read_map
from kiosk.workshop.load import load
from kiosk.workshop.picture_svg import to_svg
from kiosk.workshop.topic_codes import TopicCodes

FOUND_WRONG = 4
"""Exit code: the command ran and found rows, or links, that are wrong."""

_PATH = click.Path(path_type=Path)
_MAP = click.option("--map", "map_file", type=_PATH, help="映射文件；不写就从自带的里面找。")
_CATALOG = click.option("--catalog", "folder", type=_PATH, help="有主题的目录；默认是 db/catalog。")
_JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON。")


@click.command("import", help="把部门的事项清单变成目录里的事项：有行没采用时以 4 结束。")
@click.argument("list_file", metavar="FILE", type=_PATH)
@_MAP
@click.option("--out", type=_PATH, required=True, help="写到这个目录文件夹的 imports 里。")
@_CATALOG
@_JSON
def import_command(
    list_file: Path, map_file: Path | None, out: Path, folder: Path | None, as_json: bool
) -> None:
    """Import a list: exit 4 when rows were rejected, 2 when list or map cannot be used."""

    def topic_codes(region: RegionCode) -> TopicCodes:
        return TopicCodes(load(folder or bundled("db", "catalog")), region)

    today = dt.datetime.now(CHINA).date()
    account = import_list(list_file, _map(map_file, list_file), out, topic_codes, today)
    if as_json:
        _print_json(account)
    else:
        click.echo(import_text(account))
    _end(FOUND_WRONG if account.rejected_rows or not account.imported else 0)


@click.command("coverage", help="清单里哪些事项已在主题里：有关联落空时以 4 结束。")
@click.option("--items", "list_file", metavar="LIST", type=_PATH, required=True, help="事项清单。")
@_MAP
@click.option("--before", type=_PATH, help="以前的清单，用来看哪些事项改了。")
@click.option("--demand", type=_PATH, help="办件量：事项编码,件数。")
@_CATALOG
@_JSON
@click.option("--svg", type=_PATH, help="再画一张图：部门 × 主题。")
@click.option("--png", type=_PATH, help="同一张图，存成 PNG。")
def coverage_command(
    list_file: Path,
    map_file: Path | None,
    before: Path | None,
    demand: Path | None,
    folder: Path | None,
    as_json: bool,
    svg: Path | None,
    png: Path | None,
) -> None:
    """Show coverage: exit 4 when topics are linked to items that the list does not have."""
    wanted = None if demand is None else read_demand(demand)
    region, items = _items(list_file, map_file)
    older = None if before is None else _items(before, map_file)[1]
    found = cover(load(folder or bundled("db", "catalog")), region, items, older, wanted)
    drawn = _draw(found, svg, png)
    if as_json:
        _print_json(found)
    else:
        click.echo(table(found))
        for path in drawn:
            click.echo(f"图已写到 {path}")
    _end(FOUND_WRONG if _has_loose_links(found) else 0)


def _draw(found: Coverage, svg: Path | None, png: Path | None) -> tuple[Path, ...]:
    """Write the picture in the formats asked for; return where it stands."""
    if svg is not None:
        write_atomic(svg, to_svg(picture(found)))
    if png is not None:
        from kiosk.workshop.picture_png import to_png  # drawing takes 20 MB that nothing else needs

        write_atomic(png, to_png(picture(found), bundled("assets", "fonts")))
    return tuple(path for path in (svg, png) if path is not None)


def _has_loose_links(found: Coverage) -> bool:
    return any(topic.missing for topic in found.topics)


def _map(map_file: Path | None, list_file: Path) -> ReadMap:
    """Return the map that was given, else the only shipped one that fits."""
    if map_file is not None:
        return read_map(map_file)
    return find_map(open_list(list_file, None).headers, list_file.name)


def _items(list_file: Path, map_file: Path | None) -> tuple[RegionCode, dict[str, ItemTrace]]:
    """Read items from an imported list, a folder with one, or an agency's own file."""
    imported = _imported(list_file)
    if imported is not None:
        head, items = read_items(imported)
        return head.region, items
    read = _map(map_file, list_file)
    with reading(list_file, read) as done:
        return read.value.region, done.items()


def _imported(path: Path) -> Path | None:
    """Return the file that `catalog import` wrote when `path` is or holds one, else None."""
    if path.parent.name == FOLDER and path.suffix == ".jsonl":
        return path
    if not path.is_dir():
        return None
    found = sorted((path / FOLDER).glob("*.jsonl"))
    if len(found) != 1:
        shown = "、".join(one.name for one in found) or "没有"
        said = f"{path} 里导入好的清单要正好一份（现在：{shown}）；请给出其中一个文件"
        raise InputError("no-list", said)
    return found[0]


def _print_json(value: object) -> None:
    click.echo(msgspec.json.encode(value).decode())


def _end(code: int) -> None:
    click.get_current_context().exit(code)
