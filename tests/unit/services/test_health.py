"""Health: facts in, judgement out."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.ports.devices import Condition, DeviceState
from kiosk.ports.finding import Place
from kiosk.ports.menu import CatalogState
from kiosk.services.health import HealthFacts, report

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
