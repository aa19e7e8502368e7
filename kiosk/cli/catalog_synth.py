"""`kiosk catalog synth`: an invented province as a data folder, to try the kiosk at full size.

What is invented is `kiosk/workshop/synth.py`. The group is in `catalog.py`.
"""

import datetime as dt
from pathlib import Path

import click
import msgspec

from kiosk.cli.context import show
from kiosk.domain.hours import CHINA
from kiosk.files import bundled
from kiosk.store.catalog_intake import CatalogIntake
from kiosk.store.catalog_mark import CACHE_FILE
from kiosk.workshop.load import load

STARTER_FOLDER = "starter"
_PATH = click.Path(path_type=Path)


@click.command("synth", help="编一个省那么大的试验目录，不能给群众用。FOLDER 默认是 db/catalog。")
@click.argument("folder", type=_PATH, default=Path("db/catalog"), required=False)
@click.option("--services", type=int, default=400_000, show_default=True, help="编多少个事项。")
@click.option("--seed", type=int, default=1, show_default=True, help="同一个数编出同一个目录。")
@click.option("--out", type=_PATH, required=True, help="数据文件夹：用 kiosk --data 打开。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON。")
def synth_command(folder: Path, services: int, seed: int, out: Path, as_json: bool) -> None:
    """Write a starter and take it in, as a kiosk does with its own."""
    from kiosk.workshop import build, synth  # readings take 50 MB that no other command needs

    starter = build.compile_starter(synth.synthesize(load(folder), services, seed))
    build.write_starter(starter, out / STARTER_FOLDER)
    intake = CatalogIntake(out, out / STARTER_FOLDER, bundled("db", "kiosk"))
    intake.ensure(dt.datetime.now(CHINA))
    if as_json:
        click.echo(msgspec.json.encode(starter.head).decode())
        return
    size_mb = (out / CACHE_FILE).stat().st_size / 1e6
    show(
        f"已写到 {out}：编出 {services} 个事项，第 {starter.head.edition} 版，"
        f"共 {starter.head.documents} 份文档，目录文件 {size_mb:.0f} MB\n"
        f"试用：kiosk --data {out} search 身份证"
    )
