"""Each city rule fires on its fault, is silent on what is in order, and tells when it cannot."""

import msgspec
import pytest

from kiosk.domain.service import Service
from kiosk.workshop.city_facts import CityFacts
from kiosk.workshop.city_rules import RULES
from kiosk.workshop.lint import lint
from kiosk.workshop.lint_city import check_city, not_checked
from kiosk.workshop.load import load
from tests.unit.workshop.faults import SERVICE

BASE = {"id": "dog", "name": [{"value": "养犬登记"}], "plain": "给狗上户口", "agency": "police"}
PERMIT = {"type": "行政许可"}
AT_ONCE = {"promised": [{"days": 0, "unit": "immediate"}]}
FIVE_DAYS = {"promised": [{"days": 5, "unit": "working"}]}


def contacts(**parts):
    return {"contacts": {"consult": "0826-2345678", "complain": "0826-8765432", **parts}}


def result(name, kind="其他", **parts):
    return {"result": [{"name": name, "type": kind, **parts}]}


def flow(*days):
    stages = [{"stage": f"第{n}步", "days": d} for n, d in enumerate(days, start=1)]
    return {**PERMIT, "time": FIVE_DAYS, "flow": stages}


def came(count, **parts):
    return {"visits": [{"value": count}], **parts}


THEME = {"user_topic_type": "生育收养"}
FIRES = {
    "city-kind": [
        ({"handling": {"kind": "immediate"}, "time": FIVE_DAYS}, {}),
        ({"handling": {"kind": "promised"}, "time": AT_ONCE}, {}),
    ],
    "city-review": [
        ({"time": FIVE_DAYS}, {"review_type": "即审即办"}),
        ({"time": AT_ONCE}, {"review_type": "前审后批"}),
    ],
    "city-contact-address": [
        ({}, {"link_addr": "和平路1号"}),
        ({}, {"supervise_addr": "和平路1号"}),
    ],
    "city-result-type": [
        (result("养犬登记证", "出文"), {}),
        (result("不动产权证书", "批文"), {}),
        (result("关于同意的批复", "出证"), {}),
        (result("审查意见公文", "出证"), {}),
        ({"result": [{"name": "补贴"}]}, {}),
    ],
    "city-visits": [({}, {})],
    "city-visits-reason": [(came(1), {}), (came(0), {"limit_scene_explain": "要按指纹"})],
    "city-post": [(came(0, channels=["self_service"]), {})],
    "city-online": [(came(1, handling={"kind": "promised", "online_level": "IV"}), {})],
    "city-contacts": [
        (contacts(complain="0826-2345678"), {}),
        (contacts(consult="2345678"), {}),
        ({"contacts": {"consult": "0826-2345678"}}, {}),
    ],
    "city-hours": [({"contacts": {"hours": "9:00—17:00"}}, {}), ({}, {})],
    "city-address": [({"contacts": {"address": "建设路1号政务服务中心"}}, {})],
    "city-audience": [
        ({"for": "company"}, THEME),
        ({"for": "person"}, {"corp_topic_type": "准营准办"}),
    ],
    "city-faq": [(PERMIT, {})],
    "city-flow": [(flow(3, 3), {}), (flow(1, 1), {}), (PERMIT, {})],
    "city-sample": [(result("养犬登记证", "出证"), {})],
    "city-payment": [({"fee": [{"amount": "0.00"}]}, {"is_pay_online": "是"})],
    "material-source": [({}, {"source_type": "身份证：申请人自备"})],
}
SILENT = {
    "city-kind": [
        ({"handling": {"kind": "immediate"}, "time": AT_ONCE}, {}),
        ({"handling": {"kind": "promised"}, "time": FIVE_DAYS}, {}),
    ],
    "city-review": [
        ({"time": AT_ONCE}, {"review_type": "即审即办"}),
        ({"time": FIVE_DAYS}, {"review_type": "前审后批"}),
    ],
    "city-contact-address": [({}, {"link_addr": "和平路1号", "supervise_addr": "和平路2号"})],
    "city-result-type": [
        (result("养犬登记证", "出证"), {}),
        (result("办结凭证", "其他"), {}),
        (result("收入证明", "出文"), {}),
        (result("关于同意的批复", "批文批复"), {}),
    ],
    "city-visits": [(came(1), {})],
    "city-visits-reason": [(came(1), {"limit_scene_explain": "要按指纹"}), (came(0), {})],
    "city-post": [
        (came(0, channels=["post"]), {}),
        (came(0, channels=["online"]), {}),
        (came(0, handling={"kind": "promised", "forms": ["快递申请"]}), {}),
        (came(1, channels=["self_service"]), {}),
    ],
    "city-online": [
        (came(0, handling={"kind": "promised", "online_level": "IV"}), {}),
        (came(1, handling={"kind": "promised", "online_level": "III"}), {}),
    ],
    "city-contacts": [
        (contacts(), {}),
        (contacts(consult="(020) 83120001", complain="12345"), {}),
        (contacts(consult="(8620) 83120001"), {}),
    ],
    "city-hours": [({"contacts": {"hours": "工作日9:00—17:00"}}, {})],
    "city-address": [
        ({"contacts": {"address": "政务中心2楼12号窗口"}}, {}),
        ({"contacts": {"address": "政务中心229房"}}, {}),
        ({"contacts": {"address": "政务中心1楼所有窗口"}}, {}),
    ],
    "city-audience": [
        ({"for": "person"}, THEME),
        ({"for": "company", "presence": [{"value": "proxy_allowed"}]}, THEME),
    ],
    "city-faq": [({**PERMIT, "faq": [{"question": "多久？", "answer": "5天。"}]}, {}), ({}, {})],
    "city-flow": [(flow(2, 3), {}), ({"type": "公共服务"}, {})],
    "city-sample": [(result("养犬登记证", "出证", sample="样本"), {})],
    "city-payment": [
        ({"fee": [{"amount": "5.00"}]}, {"is_pay_online": "是"}),
        ({"fee": [{"amount": "0.00"}]}, {"is_pay_online": "否"}),
    ],
    "material-source": [({}, {"source_type": "身份证：自备；照片：自备"})],
}
BY_CODE = {rule.code: rule for rule in RULES}


def checked(code, fields, kept):
    service = msgspec.convert({**BASE, **fields}, Service)
    facts = CityFacts(service=service, papers=("身份证", "照片"), kept=kept)
    return BY_CODE[code].check(facts)


def test_the_thirteen_rules_are_all_there():
    assert {rule.number for rule in RULES} == set(range(14))
    assert set(FIRES) == set(SILENT) == set(BY_CODE)


@pytest.mark.parametrize(("code", "case"), [(c, n) for c in FIRES for n in range(len(FIRES[c]))])
def test_a_rule_fires_on_its_fault(code, case):
    faults = checked(code, *FIRES[code][case])
    assert len(faults) == 1
    assert faults[0].message


@pytest.mark.parametrize(("code", "case"), [(c, n) for c in SILENT for n in range(len(SILENT[c]))])
def test_a_rule_is_silent_on_what_is_in_order(code, case):
    assert checked(code, *SILENT[code][case]) == []


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("city-kind", {}),
        ("city-review", {"time": FIVE_DAYS}),
        ("city-result-type", result("无特定审批结果")),
        ("city-visits-reason", {}),
        ("city-address", {}),
        ("city-audience", {"for": "both"}),
        ("city-flow", {**PERMIT, "time": FIVE_DAYS, "flow": [{"stage": "受理"}]}),
        ("city-sample", result("无")),
        ("city-payment", {}),
    ],
)
def test_a_rule_that_cannot_be_applied_says_so(code, fields):
    assert checked(code, fields, {}) is None


def test_a_longer_flow_is_an_error_and_a_shorter_one_a_warning():
    (longer,), (shorter,) = (checked("city-flow", flow(*days), {}) for days in ((3, 3), (1, 1)))
    assert (longer.level, shorter.level) == ("error", "warning")


def test_what_a_file_does_not_say_is_counted_and_not_found(write):
    catalogue = load(write())
    assert list(check_city(catalogue, None)) == []
    assert set(not_checked(catalogue).values()) == {1}
    assert not_checked(catalogue)["咨询和投诉电话"] == 1


def test_a_fault_is_found_on_the_line_where_it_is_written(write, files):
    said = "contacts:\n  consult: 0826-2345678\n  complain: 0826-2345678\n"
    folder = write({SERVICE: files[SERVICE] + said})
    (finding,) = [f for f in lint(load(folder)) if f.code == "city-contacts"]
    assert (finding.file, finding.level) == (SERVICE, "warning")
    assert (
        (folder / SERVICE)
        .read_text("utf-8")
        .splitlines()[finding.line - 1]
        .startswith("  complain")
    )
    assert "咨询和投诉电话" not in not_checked(load(folder))
