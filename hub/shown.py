"""What the commands of the hub share: the data folder, JSON or words."""

from pathlib import Path

import click
import msgspec

NO_POLICY = "政策钥匙不在这里：放回 keys 后运行 hub keys policy。"

as_json_option = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档")
pass_data = click.make_pass_decorator(Path)


def show(as_json: bool, document: object, text: str) -> None:
    """Write a result as one JSON document, or in words."""
    if as_json:
        click.echo(msgspec.json.encode(document))
    elif text:
        click.echo(text)
