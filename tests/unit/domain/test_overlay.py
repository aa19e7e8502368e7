"""Overlays of regions: what they change, and switches that nobody has verified."""

import datetime as dt

import pytest

from kiosk.domain.guide import Guide
from kiosk.domain.service import (
    Note,
    Stop,
    Time,
    TimeLimit,
    Validity,
)
from kiosk.domain.topic import (
    Include,
    IncludePatch,
    LinePatch,
    OptionPatch,
    RegionOverlay,
    ServicePatch,
    TopicPatch,
    Window,
)
from tests.builders import (
    a_line,
    a_question,
    a_service,
    a_topic,
    is_,
    not_,
)
from tests.reading import guide_of, step_of, uses, values

SIZE = a_question("size", "small", "large")


PROVINCE = RegionOverlay(
    code="34",
    name="省",
    hotline="12340",
    e_licences=("lease",),
    windows={"agency": Window(name="省里的窗口"), "permit": Window(name="食品窗口")},
    services={
        "permit": ServicePatch(
            plain="办许可(省)",
            time=Time(promised=(TimeLimit(days=5, unit="working"),)),
            evidence={"lease": LinePatch(copies=2), "photo": LinePatch(off="省规定第3条")},
            add_evidence=(a_line("extra"),),
            add_notes=(Note(id="n1", text="省里说明"),),
        )
    },
)
COUNTY = RegionOverlay(
    code="341602",
    name="县",
    windows={
        "permit": (
            Window(name="旧窗口", valid=Validity(to=dt.date(2025, 1, 1))),
            Window(name="新窗口"),
        )
    },
    services={
        "permit": ServicePatch(
            evidence={"extra": LinePatch(copies=3, status="unverified", place="谯城")}
        )
    },
    topics={
        "topic": TopicPatch(
            options={
                "size.large": OptionPatch(off="没有"),
                "size.small": OptionPatch(label="小"),
                "kind.plain": OptionPatch(off="听说没有了", status="unverified"),
            },
            add_stops=(Stop(id="s1", reason="不行"),),
        )
    },
)


def permit_guide(region: str) -> Guide:
    limits = Time(
        statutory=(TimeLimit(days=20, unit="working"),),
        promised=(TimeLimit(days=10, unit="working"),),
    )
    return guide_of(
        a_topic("permit", questions=(SIZE, a_question("kind", "plain", "odd"))),
        [a_service("permit", "lease", "photo", time=limits)],
        region=region,
        overlays=(PROVINCE, COUNTY),
    )


def test_lines_are_patched_from_province_to_county():
    lines = {x.use: x for x, _ in values(permit_guide("341602").steps[0].evidence, {})}
    assert {use: (x.copies, x.status) for use, x in lines.items()} == {
        "lease": (2, "verified"),
        "extra": (3, "unverified"),
    }
    assert lines["extra"].place == "谯城"


def test_scalars_replace_maps_merge_and_additions_append():
    here = permit_guide("341602")
    step = here.steps[0]
    assert (step.plain, step.window.name, here.hotline) == ("办许可(省)", "新窗口", "12340")
    assert [v.days for v, _ in values(step.promised + step.statutory, {})] == [5, 20]
    assert (here.e_licences, len(here.stops), len(step.notes)) == (frozenset({"lease"}), 1, 1)


def test_options_are_worded_and_switched_off_locally():
    size, kind = permit_guide("341602").questions
    assert [o.label for o in size.options] == ["小"]
    assert [o.id for o in kind.options] == ["plain", "odd"]


def test_another_region_is_untouched():
    elsewhere = permit_guide("5116")
    assert (elsewhere.steps[0].window, elsewhere.hotline) == (None, "12345")
    assert uses(elsewhere.steps[0], {}) == {"lease": True, "photo": True}
    province = permit_guide("34")
    assert (province.steps[0].window.name, len(province.stops)) == ("食品窗口", 0)


def test_unverified_line_switch_keeps_the_paper_as_unverified():
    overlay = RegionOverlay(
        code="34",
        name="省",
        services={
            "permit": ServicePatch(
                evidence={"lease": LinePatch(off="听说不要了", status="unverified")}
            )
        },
    )
    guide = guide_of(a_topic("permit"), [a_service("permit", "lease")], overlays=(overlay,))
    assert [v.status for v, _ in values(guide.steps[0].evidence, {})] == ["unverified"]


@pytest.mark.parametrize("off", ["有人这样说", None])
def test_unverified_include_switch(off):
    patch = IncludePatch(off=off, status="unverified")
    if off is None:
        patch = IncludePatch(when=not_(is_("size", "small")), status="unverified")
    overlay = RegionOverlay(
        code="34",
        name="省",
        topics={
            "topic": TopicPatch(
                includes={"permit": patch},
                add_includes=(Include(service="record", when=is_("size", "small")),),
            )
        },
    )
    services = [a_service("permit", "lease"), a_service("record")]
    guide = guide_of(a_topic("permit", questions=(SIZE,)), services, overlays=(overlay,))
    small = {"size": ("small",)}
    assert [(g.value.key, g.test(small)) for g in guide.replaced] == [("permit", True)]
    assert step_of(guide, "record").status == "unverified"
    if off is None:
        assert step_of(guide, "permit").status == "verified"
        assert guide.replaced[0].test({"size": ("large",)}) is False


def test_widened_switch_is_unverified_only_for_those_it_brings_in():
    overlay = RegionOverlay(
        code="34",
        name="省",
        topics={
            "topic": TopicPatch(includes={"permit": IncludePatch(when=None, status="unverified")})
        },
    )
    topic = a_topic(Include(service="permit", when=is_("size", "large")), questions=(SIZE,))
    step = guide_of(topic, [a_service("permit")], overlays=(overlay,)).steps[0]
    assert step.status == "verified"
    assert step.switched({"size": ("large",)}) is False
    assert step.switched({"size": ("small",)}) is True


def test_verified_off_just_removes_the_include():
    overlay = RegionOverlay(
        code="34",
        name="省",
        topics={"topic": TopicPatch(includes={"b1": IncludePatch(off="第3条")})},
    )
    guide = guide_of(a_topic("a1", "b1"), [a_service("a1"), a_service("b1")], overlays=(overlay,))
    assert ([s.key for s in guide.steps], guide.replaced) == (["a1"], ())
