"""A made-up list with every kind of line, for paper and pictures."""

import datetime as dt

from kiosk.domain import checklist as c
from kiosk.ports.documents import Sheet


def a_material(
    evidence: str, plain: str, status: c.MaterialStatus = "bring", **change: object
) -> c.Material:
    """Return one line with one use."""
    fields: dict[str, object] = {
        "evidence": evidence,
        "holder": "applicant",
        "name": plain,
        "plain": plain,
        "status": status,
        "originals": 1,
        "copies": 1,
        "any_of": None,
        "uses": (
            c.Use(service="licence", status=status, original="show", originals=1, copies=1),
            c.Use(service="permit", status=status, original="none", originals=0, copies=1),
        ),
        "why": (),
        "note": None,
        "basis": (),
        "form": None,
    }
    return c.Material(**{**fields, **change})  # type: ignore[arg-type]


def a_step(n: int, stage: int, service: str, name: str, **change: object) -> c.Step:
    """Return one verified step of 3 promised working days."""
    fields: dict[str, object] = {
        "n": n,
        "stage": stage,
        "service": service,
        "code": None,
        "name": name,
        "agency": "县市场监管局",
        "after": (),
        "optional": False,
        "status": "verified",
        "presence": "proxy_allowed",
        "channels": ("window",),
        "visits": 1,
        "days": c.Days(
            promised=3, statutory=20, unit="working", statutory_unit="working", note=None
        ),
        "fee": (c.FeeLine(amount="0.00", currency="CNY", note=None, status="verified"),),
        "result": name,
        "window": None,
        "basis": ("行政许可法§42",),
    }
    return c.Step(**{**fields, **change})  # type: ignore[arg-type]


UNCLEAR = c.Undetermined(
    question="drain",
    ask="污水排到哪里？",
    find_out="问房东，或看门口有没有井盖",
    affects=("drainage",),
    outcomes=(
        c.Outcome(option="pipe", label="城镇管网", adds=(c.Addition(service="permit"),)),
        c.Outcome(option="ditch", label="自家沟渠", adds=()),
    ),
)
STEPS = (
    a_step(1, 1, "licence", "营业执照（设立登记）"),
    a_step(2, 2, "permit", "食品经营许可", after=("licence",), status="unverified"),
    a_step(3, 2, "fire", "消防安全检查", after=("licence",)),
    a_step(4, 2, "tobacco", "烟草专卖零售许可", after=("licence",), optional=True),
)
MATERIALS = (
    a_material("id-card", "身份证", name="居民身份证", why=("因为您选了“自己来办”",), copies=4),
    a_material("premises", "房子的凭据", name="经营场所使用证明", basis=("登记条例§16",)),
    *(a_material(f"paper-{s}", f"材料{i}", s) for i, s in enumerate(c.STATUS_ORDER[1:], start=1)),
)
ANSWER = c.GivenAnswer(
    question="entity", ask="您有营业执照吗？", answer=("none",), label=("还没有",)
)
DURATION = c.Duration(
    critical_path_days=6, sequential_days=12, unit="working", lower_bound=True, ready_on=None
)
SKIP = c.NotNeededLine(name="卫生许可证", why="已并入食品经营许可", basis=None, status="verified")
NOTE = c.NoteLine(text="当天能办的当天办", service=None, basis=None, status="verified")


def a_checklist(**change: object) -> c.Checklist:
    """Return a complete list with every status, an unclear question and an unverified step."""
    fields: dict[str, object] = {
        "topic": "open-restaurant",
        "name": "开餐馆",
        "plain": "开饭店",
        "region": "341602",
        "edition": "12",
        "as_of": "2026-11-21",
        "facts_on": "2026-11-01",
        "hotline": "12345",
        "state": "complete",
        "answers": (ANSWER,),
        "next_question": None,
        "undetermined": (UNCLEAR,),
        "steps": STEPS,
        "materials": MATERIALS,
        "not_needed": (SKIP,),
        "notes": (NOTE,),
        "duties": (),
        "benefits": (),
        "duration": DURATION,
        "trips": 3,
        "trips_estimate": True,
        "fees": c.Fees(total="0.00", currency="CNY", unknown=False),
        "stops": (),
        "saved": c.Saved(duplicate_papers=3, produced=1, e_licence=1),
        "dropped": (),
        "digest": "0123456789abcdef" * 4,
    }
    return c.Checklist(**{**fields, **change})  # type: ignore[arg-type]


def a_sheet(**change: object) -> Sheet:
    """Return a sheet of the made-up list; the site has a rare character in its name."""
    fields: dict[str, object] = {
        "checklist": a_checklist(),
        "names": {"permit": "食品经营许可"},
        "site_name": "䶮村便民服务站",
        "site_phone": "0558-0000000",
        "region_name": "亳州市谯城区",
        "printed_at": dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        "code": "K1:" + "ABC123" * 100,
    }
    return Sheet(**{**fields, **change})  # type: ignore[arg-type]
