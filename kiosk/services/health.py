"""Health: catalogue, disk, devices, clock, fonts, lock in one report; see `kiosk doctor`.

Facts are gathered by `bootstrap`; judging them is all that happens here.
"""

import datetime as dt
from typing import Literal

from msgspec import Struct

from kiosk.domain.hours import civil
from kiosk.ports.devices import Condition, DeviceState
from kiosk.ports.finding import Place
from kiosk.ports.menu import CatalogState

CheckState = Literal["ok", "warn", "fault", "absent"]

LOW_DISK_BYTES = 500_000_000
NO_DISK_BYTES = 50_000_000
OLD_CATALOGUE_DAYS = 30
_MEND_CLOCK = "校准时间，查主板电池。"
CLOCK_SLACK = dt.timedelta(days=1)
SILENT_HUB = dt.timedelta(hours=1)
"""A kiosk in touch hears from its hub every quarter of an hour at the latest."""
_MEND_STOPPED = "能联网时运行 kiosk enrol --again，或问中心。"
_LOOK_AT_NETWORK = "看网线、路由器；清单照样能办。"
WORDS: dict[CheckState, str] = {"ok": "正常", "warn": "注意", "fault": "故障", "absent": "没装"}
DEVICE = "device-"
"""What the ids of the checks of devices begin with."""
DEVICE_WORDS = {
    "a4": "A4 打印机",
    "receipt": "小票打印机",
    "idcard": "身份证阅读器",
    "scanner": "扫码器",
}
"""The devices of a kiosk by their names in the configuration; others are called by that name."""


class RecordFacts(Struct, frozen=True, kw_only=True):
    """What an enrolled kiosk keeps, and how it stands with its hub.

    `flaw`: what is wrong with the journal; when it does not open, nothing else is known.
    `stopped`: why nothing is filed here, in plain words. `has_seal`: whether a filing could be
    sealed. `is_online` None: nobody here holds the link. `not_before`: it is later than this, as a
    hub has signed.
    """

    kiosk_no: int = 0
    entries: int = 0
    waiting: int = 0
    flaw: str | None = None
    stopped: str | None = None
    has_seal: bool = False
    heard_at: dt.datetime | None = None
    is_online: bool | None = None
    not_before: dt.datetime | None = None


class HealthFacts(Struct, frozen=True, kw_only=True):
    """What was found, without judgement.

    `silent_because`: why this machine makes no sound, None when it may. `touch_panels`: their
    names, None when the system does not tell. `places`: ports and queues there are, used or not.

    `catalogue` is None when the cache cannot be opened or rebuilt. `free_bytes` is the room on the
    disk of the data folder, None when it cannot be read. `missing_fonts` are file names. `records`
    is None for a kiosk that is not enrolled.
    `locked_by_other`: a kiosk runs on the data folder, beside the one who asks.
    """

    now: dt.datetime
    catalogue: CatalogState | None
    free_bytes: int | None
    writable: bool
    locked_by_other: bool
    devices: tuple[DeviceState, ...]
    missing_fonts: tuple[str, ...]
    silent_because: str | None = None
    touch_panels: tuple[str, ...] | None = None
    places: tuple[Place, ...] = ()
    records: RecordFacts | None = None


class HealthCheck(Struct, frozen=True, kw_only=True):
    """One finding in plain Chinese; `fix` says what a technician does about it."""

    id: str
    state: CheckState
    message: str
    fix: str | None

    @property
    def is_gone(self) -> bool:
        """Whether a device that is configured cannot be found; what is not was never fitted."""
        return self.state == "absent" and self.id.startswith(DEVICE) and self.fix is not None

    @property
    def word(self) -> str:
        """How it is, in a word."""
        return "没接上" if self.is_gone else WORDS[self.state]


class HealthReport(Struct, frozen=True, kw_only=True):
    """All findings; `ok` is False when any is a fault."""

    ok: bool
    checks: tuple[HealthCheck, ...]


def report(facts: HealthFacts) -> HealthReport:
    """Judge the facts; the order of the checks is stable."""
    checks = (
        _catalogue(facts),
        _age(facts),
        _clock(facts),
        _folder(facts),
        _disk(facts),
        *device_checks(facts.devices),
        _ports(facts),
        _queues(facts),
        _speaker(facts),
        *_touch(facts),
        _fonts(facts),
        *_hub_and_journal(facts),
    )
    return HealthReport(ok=all(check.state != "fault" for check in checks), checks=checks)


def _check(name: str, state: CheckState, message: str, fix: str | None = None) -> HealthCheck:
    return HealthCheck(id=name, state=state, message=message, fix=fix)


def _catalogue(facts: HealthFacts) -> HealthCheck:
    state = facts.catalogue
    if state is None:
        return _check("catalogue", "fault", "办事目录打不开。", "重新安装，或运行 make setup。")
    if state.rebuilt is not None:
        said = f"办事目录坏了，已从自带的目录重建：{state.rebuilt}"
        return _check("catalogue", "warn", said, "常常这样就检查磁盘。")
    return _check("catalogue", "ok", f"办事目录第{state.edition}版，能用。")


def _age(facts: HealthFacts) -> HealthCheck:
    if facts.catalogue is None:
        return _check("age", "absent", "没有办事目录，看不出新旧。")
    days = (facts.now - facts.catalogue.checked_at).days
    if days >= OLD_CATALOGUE_DAYS:
        return _check("age", "warn", f"办事目录{days}天没有核对了。", "装一份新目录。")
    return _check("age", "ok", f"办事目录{max(days, 0)}天前核对过。")


def _clock(facts: HealthFacts) -> HealthCheck:
    """The clock cannot stand before the catalogue was applied, nor before what a hub signed."""
    applied = facts.catalogue.applied_at if facts.catalogue else None
    if applied is not None and facts.now < applied - CLOCK_SLACK:
        said = f"机器时间不对：现在显示{facts.now:%Y-%m-%d}，比装目录那天还早。"
        return _check("clock", "fault", said, _MEND_CLOCK)
    signed = facts.records.not_before if facts.records else None
    if signed is not None and facts.now < signed - CLOCK_SLACK:
        said = (
            f"机器时间不对：现在显示{facts.now:%Y-%m-%d}，中心报的是{civil(signed):%Y-%m-%d}以后。"
        )
        return _check("clock", "fault", said, _MEND_CLOCK)
    return _check("clock", "ok", f"机器时间{civil(facts.now):%Y-%m-%d %H:%M}。")


def _folder(facts: HealthFacts) -> HealthCheck:
    if not facts.writable:
        return _check(
            "data", "fault", "数据文件夹写不进去。", "检查文件夹的权限，或用 --data 换一个。"
        )
    if facts.locked_by_other:
        return _check("data", "ok", "数据文件夹能写，办事亭正在运行。")
    return _check("data", "ok", "数据文件夹能写。")


def _disk(facts: HealthFacts) -> HealthCheck:
    free = facts.free_bytes
    if free is None:
        return _check("disk", "fault", "看不到磁盘还有多少空间。", "检查磁盘。")
    said = f"磁盘还剩{free / 1e9:.1f} GB。"
    if free < NO_DISK_BYTES:
        return _check("disk", "fault", said, "马上清理磁盘。")
    if free < LOW_DISK_BYTES:
        return _check("disk", "warn", said, "清理磁盘。")
    return _check("disk", "ok", said)


def device_checks(devices: tuple[DeviceState, ...]) -> tuple[HealthCheck, ...]:
    """Return one check per device: the usual ones in a fixed order, then all others by name.

    The status board and `kiosk doctor` both show exactly these. A usual device that is not
    configured is absent, which is no fault.
    """
    conditions = {found.name: found.condition for found in devices}
    others = sorted(conditions.keys() - DEVICE_WORDS.keys())
    return tuple(_device(name, conditions.get(name)) for name in (*DEVICE_WORDS, *others))


def _device(name: str, found: Condition | None) -> HealthCheck:
    called = DEVICE_WORDS.get(name, name)
    if found is None:
        return _check(f"{DEVICE}{name}", "absent", f"{called}：没有配置。")
    return _check(f"{DEVICE}{name}", found.state, f"{called}：{found.message}", found.fix)


def _ports(facts: HealthFacts) -> HealthCheck:
    found = [place.where for place in facts.places if place.kind != "queue"]
    if not found:
        return _check("ports", "absent", "没有串口，也没有插 USB 打印机。")
    return _check("ports", "ok", f"串口和 USB 打印机：{'、'.join(found)}。")


def _queues(facts: HealthFacts) -> HealthCheck:
    found = [place.where for place in facts.places if place.kind == "queue"]
    if not found:
        return _check("queues", "absent", "没有打印队列。")
    return _check("queues", "ok", f"打印队列：{'、'.join(found)}。")


def _speaker(facts: HealthFacts) -> HealthCheck:
    if facts.silent_because is not None:
        return _check("speaker", "absent", f"放不出声音：{facts.silent_because}。")
    return _check("speaker", "ok", "有声卡，响不响要试听。")


def _touch(facts: HealthFacts) -> tuple[HealthCheck, ...]:
    if facts.touch_panels is None:
        return ()
    if not facts.touch_panels:
        return (_check("touch", "absent", "没有认到触摸屏，要用鼠标或键盘。"),)
    return (_check("touch", "ok", f"认到触摸屏：{'、'.join(facts.touch_panels)}。"),)


def _fonts(facts: HealthFacts) -> HealthCheck:
    if facts.missing_fonts:
        said = f"缺字体：{'、'.join(facts.missing_fonts)}。"
        return _check("fonts", "fault", said, "运行 make setup，或安装 fonts-hanazono。")
    return _check("fonts", "ok", "字体齐全。")


def _hub_and_journal(facts: HealthFacts) -> tuple[HealthCheck, ...]:
    """The hub, the journal and the city's key; a kiosk that is not enrolled has none of them."""
    if (found := facts.records) is None:
        said = "还没登记到中心，只给清单（E-HB-04）。"
        return (_check("hub", "absent", said, "要收件，先登记：kiosk enrol，或扫登记码。"),)
    if not found.kiosk_no:
        return (_journal(found),)
    return (_hub(facts.now, found), _journal(found), _seal(found))


def _hub(now: dt.datetime, found: RecordFacts) -> HealthCheck:
    number = f"机器 {found.kiosk_no:07}"
    if found.stopped is not None:
        return _check("hub", "fault", f"{number}，已停止收件：{found.stopped}。", _MEND_STOPPED)
    waiting = f"还有{found.waiting}件没送到" if found.waiting else "都送到了"
    if found.heard_at is None:
        return _check("hub", "warn", f"{number}，还没有联上过中心，{waiting}。", _LOOK_AT_NETWORK)
    heard = f"{civil(found.heard_at):%m-%d %H:%M}"
    silent = now - found.heard_at > SILENT_HUB if found.is_online is None else not found.is_online
    if silent:
        said = f"{number}，联不上中心，上次{heard}，{waiting}。"
        return _check("hub", "warn", said, _LOOK_AT_NETWORK)
    return _check("hub", "ok", f"{number}，上次联系中心{heard}，{waiting}。")


def _journal(found: RecordFacts) -> HealthCheck:
    if found.flaw is not None:
        return _check("journal", "fault", f"日志坏了：{found.flaw}。", "别重装，请联系技术支持。")
    return _check("journal", "ok", f"日志{found.entries}条，末尾核对过。")


def _seal(found: RecordFacts) -> HealthCheck:
    if not found.has_seal:
        said = "还没有城市的密封钥匙，不能收件。"
        return _check("seal", "warn", said, "联网后运行 kiosk sync --once。")
    return _check("seal", "ok", "有城市的密封钥匙。")
