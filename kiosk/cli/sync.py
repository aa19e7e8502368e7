"""The commands of the network: enrol and sync."""

import click

from kiosk.cli.context import Launch, as_json_option, pass_launch, show, show_json
from kiosk.domain.errors import InputError
from kiosk.hub_link import link_of, records_of
from kiosk.renewal import begin_anew, renew
from kiosk.wire.enrol_token import read_origin


@click.command("enrol", help="把这台机器登记到中心。")
@click.option("--hub", "origin", required=True, help="中心的地址，https://…")
@click.option("--token", help="登记码（hub token 服务点）")
@click.option(
    "--again",
    is_flag=True,
    help="换一个新号码：记录和中心对不上时。日志或钥匙丢了、坏了，要同时给 --token",
)
@as_json_option
@pass_launch
def enrol(launch: Launch, origin: str, token: str | None, again: bool, as_json: bool) -> None:
    """Enrol this machine with a one-time token, or anew with the key that it has."""
    origin = read_origin(origin)
    if not again and token is None:
        raise InputError("enrol.how", "要写 --token 登记码，或者 --again")
    records = records_of(launch.station)
    aside = None
    try:
        if again and token is not None:
            answer, aside = begin_anew(launch.station, records, origin, token)
        else:
            link = link_of(launch.station, records, origin)
            answer = link.enrol(token) if token else renew(launch.station, records, link)
    finally:
        records.close()
    if aside is not None:
        click.echo(f"提示：原来的记录收在 {aside}，里面可能有没送到的件：别删。", err=True)
    if as_json:
        region = answer.regions[-1] if answer.regions else None
        show_json({"kiosk_no": answer.kiosk_no, "site": answer.site, "region": region})
    else:
        show(f"登记好了：机器 {answer.kiosk_no:07}，服务点 {answer.site}。")


@click.command("sync", help="和中心同步一次：送日志，收状态，更新目录。")
@click.option("--once", is_flag=True, help="只做一次就结束（现在只有这一种）")
@as_json_option
@pass_launch
def sync(launch: Launch, once: bool, as_json: bool) -> None:
    """Do one pass of sync: exit 3 when the hub cannot be reached."""
    records = records_of(launch.station)
    try:
        link = link_of(launch.station, records)
        done = link.run_pass()
        failures = link.deliver_frozen()
        link.close()
    finally:
        records.close()
    if as_json:
        moves = [{"code": m.code, "from": m.from_, "to": m.to} for m in done.catalog.shards]
        show_json(
            {
                "hub": link.origin,
                "journal": {
                    "head": done.journal.head,
                    "through": done.journal.through,
                    "sent": done.journal.sent,
                },
                "feed": {"after": done.feed.after, "received": done.feed.received},
                "catalog": {"shards": moves, "bytes": done.catalog.bytes},
                "clock": {"skew_ms": done.skew_ms},
            }
        )
    else:
        left = done.journal.head - done.journal.through
        show(f"送出{done.journal.sent}条，还有{left}条；收到{done.feed.received}条状态。")
    for failure in failures:
        click.echo(f"提示：{failure.message}", err=True)
    if done.failure is not None:
        raise done.failure
