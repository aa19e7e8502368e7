"""Health: facts in, judgement out."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.ports.devices import Condition, DeviceState
from kiosk.ports.finding import Place
from kiosk.ports.menu import CatalogState
from kiosk.services.health import HealthFacts, RecordFacts, report

NOW = dt.datetime(2026, 11, 21, 8, tzinfo=dt.UTC)
SOUND = HealthFacts(
    now=NOW,
    catalogue=CatalogState(
        edition="12", digest="0" * 64, applied_at=NOW, checked_at=NOW, rebuilt=None
    ),
    free_bytes=20_000_000_000,
    writable=True,
    locked_by_other=False,
    devices=(DeviceState(name="a4", condition=Condition(state="ok", message="能打印。")),),
    missing_fonts=(),
)


PORT = Place(kind="serial", where="/dev/ttyUSB0")
QUEUE = Place(kind="queue", where="kiosk_a4")


def test_a_sound_kiosk_is_ok_also_without_a_second_printer() -> None:
    made = report(SOUND)
    assert made.ok
    assert {c.id: c.state for c in made.checks} == {
        "catalogue": "ok",
        "age": "ok",
        "clock": "ok",
        "data": "ok",
        "disk": "ok",
        "device-a4": "ok",
        "device-receipt": "absent",
        "device-idcard": "absent",
        "device-scanner": "absent",
        "ports": "absent",
        "queues": "absent",
        "speaker": "ok",
        "fonts": "ok",
        "hub": "absent",
    }


RECORDS = RecordFacts(kiosk_no=42017, entries=3, has_seal=True, heard_at=NOW, not_before=NOW)


def rows(records: RecordFacts) -> dict[str, tuple[str, str]]:
    checks = report(replace(SOUND, records=records)).checks
    return {c.id: (c.state, c.message) for c in checks if c.id in ("hub", "journal", "seal")}


def test_an_enrolled_kiosk_tells_of_hub_journal_and_key() -> None:
    assert rows(RECORDS) == {
        "hub": ("ok", "机器 0042017，上次联系中心11-21 16:00，都送到了。"),
        "journal": ("ok", "日志3条，末尾核对过。"),
        "seal": ("ok", "有城市的密封钥匙。"),
    }


@pytest.mark.parametrize(
    ("change", "check", "state", "says"),
    [
        ({"waiting": 2}, "hub", "ok", "还有2件没送到"),
        ({"heard_at": None}, "hub", "warn", "还没有联上过中心"),
        ({"heard_at": NOW - dt.timedelta(minutes=61)}, "hub", "warn", "联不上中心"),
        ({"heard_at": NOW - dt.timedelta(hours=9), "is_online": True}, "hub", "ok", "都送到了"),
        ({"is_online": False}, "hub", "warn", "联不上中心"),
        ({"stopped": "中心停用了它"}, "hub", "fault", "已停止收件：中心停用了它"),
        ({"flaw": "第3条坏了"}, "journal", "fault", "第3条坏了"),
        ({"has_seal": False}, "seal", "warn", "不能收件"),
    ],
)
def test_what_is_wrong_with_the_link_is_told(
    change: dict[str, Any], check: str, state: str, says: str
) -> None:
    found = rows(replace(RECORDS, **change))[check]
    assert found[0] == state and says in found[1]


def test_a_journal_that_does_not_open_is_all_that_is_known() -> None:
    assert rows(RecordFacts(flaw="journal.db 读写不了")) == {
        "journal": ("fault", "日志坏了：journal.db 读写不了。")
    }


@pytest.mark.parametrize(
    ("change", "check", "state"),
    [
        ({"catalogue": None}, "catalogue", "fault"),
        ({"catalogue": None}, "age", "absent"),
        ({"catalogue": replace(SOUND.catalogue, rebuilt="文件损坏")}, "catalogue", "warn"),
        ({"now": NOW + dt.timedelta(days=30)}, "age", "warn"),
        ({"now": NOW + dt.timedelta(days=29)}, "age", "ok"),
        ({"now": NOW - dt.timedelta(days=2)}, "clock", "fault"),
        ({"now": NOW - dt.timedelta(hours=20)}, "clock", "ok"),
        ({"records": replace(RECORDS, not_before=NOW + dt.timedelta(days=2))}, "clock", "fault"),
        ({"records": replace(RECORDS, not_before=NOW + dt.timedelta(hours=2))}, "clock", "ok"),
        ({"writable": False}, "data", "fault"),
        ({"locked_by_other": True}, "data", "ok"),
        ({"free_bytes": None}, "disk", "fault"),
        ({"silent_because": "没有声卡"}, "speaker", "absent"),
        ({"touch_panels": ()}, "touch", "absent"),
        ({"places": (PORT, QUEUE)}, "ports", "ok"),
        ({"places": (QUEUE,)}, "ports", "absent"),
        ({"places": (PORT, QUEUE)}, "queues", "ok"),
        ({"touch_panels": ("eGalax",)}, "touch", "ok"),
        ({"free_bytes": 49_000_000}, "disk", "fault"),
        ({"free_bytes": 400_000_000}, "disk", "warn"),
        (
            {
                "devices": (
                    DeviceState(
                        name="camera",
                        condition=Condition(state="fault", message="没有画面。", fix="插好线。"),
                    ),
                )
            },
            "device-camera",
            "fault",
        ),
        ({"missing_fonts": ("HanaMinB.ttf",)}, "fonts", "fault"),
    ],
)
def test_each_fact_is_judged(change: dict[str, Any], check: str, state: str) -> None:
    made = report(replace(SOUND, **change))
    found = next(c for c in made.checks if c.id == check)
    assert found.state == state
    assert made.ok == all(c.state != "fault" for c in made.checks)
    assert (found.fix is not None) == (state in ("warn", "fault"))
