"""`kiosk catalog take FOLDER`: the published catalogue from a USB stick in place of the network.

The folder is a copy of what the hub serves: `tuf` and `packs`. The group is in `catalog.py`.
"""

from pathlib import Path

import click

from kiosk.cli.context import Launch, as_json_option, pass_launch, show, show_json
from kiosk.domain.errors import InputError


@click.command("take", help="从文件夹（U 盘）收下中心发布的目录：里面要有 tuf 和 packs。")
@click.argument("folder", type=click.Path(path_type=Path))
@as_json_option
@pass_launch
def take_command(launch: Launch, folder: Path, as_json: bool) -> None:
    """Verify and apply what a folder holds, exactly as if it came from the hub."""
    from kiosk.catalog_link import catalog_in_folder  # with what checks signatures: only here
    from kiosk.hub_link import records_of

    if not (folder / "tuf").is_dir():
        raise InputError("take.folder", f"{folder} 里没有 tuf：请把中心 published 里的两样都拷来")
    station = launch.station
    records = records_of(station)
    try:
        moves = catalog_in_folder(station.data, records, station.intake, folder).bring()
    finally:
        records.close()
    shards = [{"code": one.code, "from": one.from_, "to": one.to} for one in moves.shards]
    if as_json:
        show_json({"shards": shards, "bytes": moves.bytes})
    elif shards:
        state = station.intake.current()
        show(f"收下了：目录第 {state.edition if state else '?'} 版，{len(shards)} 个分片有更新。")
    else:
        show("已经是最新的，没有要收的。")
