"""The thirteen rules that a city checks its guides by, one function each.

Those about days and visits are `city_time_rules.py`. Which source carries their inputs, and what is
counted as not checked, is `lint_city.py`. A rule returns what is wrong, or None where it cannot be
applied to this very service. Source: domain.md §1.4.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from kiosk.domain.service import ServiceResult
from kiosk.workshop import city_time_rules
from kiosk.workshop.city_facts import (
    COMPANY_THEME,
    COMPLAIN_ADDRESS,
    CONSULT_ADDRESS,
    PAPER_SOURCE,
    PAY_ONLINE,
    PERSON_THEME,
    CityFacts,
    Faults,
    fault,
)
from kiosk.workshop.examples import counts

_NO_RESULT = ("无", "无特定审批结果")
_CERTIFICATE = ("出证", "出证办结", "证件执照", "证照", "证照类", "CERTIFICATE", "10")
_APPROVAL = ("批文", "审批办结", "批文批复", "批文类", "APPROVAL", "20")
_PAPER = (
    *("出文", "出文办结", "证明文件", "鉴定报告", "其他文件", "其他", "其他类"),
    *("PROOF", "AUTHENTICATION_REPORT", "WORK_RESULT", "30"),
)
_KNOWN_TYPES = (*_CERTIFICATE, *_APPROVAL, *_PAPER)
_HOURS = re.compile(r"工作日|全天|24\s*小时|节假日")
_PLACE = "窗|室|柜|房|台位"
_EXACT = re.compile(
    rf"[0-9０-９A-Za-z一二三四五六七八九十]\s*(号|#)?\s*(综合)?({_PLACE})"
    rf"|({_PLACE})口?[^,，。;；]{{0,4}}[0-9０-９]|(所有|任何|任意|任一|各|综合).{{0,4}}窗口"
)
_LOCAL_NUMBER = re.compile(r"(?<!\d)(?<!\d[-－—–)）\s])(?<!\d[)）]\s)\d{7,8}(?!\d)")
_ANY_DIGITS = re.compile(r"\d")
_OTHER = re.compile(r"[^\d]")
_COMING = ("到现场次数", "到现场原因")


class CityRule(Struct, frozen=True, kw_only=True):
    """One rule: its number at the city (0: ours), our code, what it needs, how it is checked."""

    number: int
    code: str
    title: str
    needs: tuple[str, ...]
    check: Callable[[CityFacts], Faults]


def _result_type(facts: CityFacts) -> Faults:
    named = [(n, r) for n, r in enumerate(facts.service.result) if r.name not in _NO_RESULT]
    if not named:
        return None
    return [
        fault(
            ("result", place),
            f"结果“{result.name}”和类型“{result.type or '没有写'}”对不上，{said}",
            counts(facts.service.result, place),
        )
        for place, result in named
        if (said := _wrong_type(result))
    ]


def _wrong_type(result: ServiceResult) -> str | None:
    """Return which type is expected of a result, or None when it has one that fits."""
    name, kind = result.name, result.type
    if not kind:
        return "请写上结果类型"
    if kind not in _KNOWN_TYPES:
        return None
    is_licence = "证书" in name or name.endswith("证")
    if is_licence and "凭证" not in name and "证明" not in name:
        return None if kind in _CERTIFICATE else "应是出证办结"
    if "批复" in name or "批文" in name:
        return None if kind in _APPROVAL else "应是审批办结"
    if "文" in name:
        return None if kind in (*_PAPER, *_APPROVAL) else "应是出文办结"
    return None


def _contacts(facts: CityFacts) -> Faults:
    consult, complain = facts.consult, facts.complain
    found = []
    for field, title, text in (("consult", "咨询", consult), ("complain", "投诉", complain)):
        if not text:
            found.append(fault(("contacts",), f"没有写{title}电话"))
        elif lacks_area_code(text):
            said = f"{title}电话没有区号：“{text}”"
            found.append(fault(("contacts", field), said))
    if consult and complain and _same_number(consult, complain):
        said = f"咨询电话和投诉电话一样：“{complain}”；投诉要有另一个电话"
        found.append(fault(("contacts", "complain"), said))
    return found


def _contact_addresses(facts: CityFacts) -> Faults:
    wanted = ((CONSULT_ADDRESS, "咨询"), (COMPLAIN_ADDRESS, "投诉"))
    missing = "、".join(f"{title}地址" for key, title in wanted if not facts.kept.get(key))
    return [fault(("contacts",), f"没有写{missing}")] if missing else []


def lacks_area_code(number: str) -> bool:
    """Tell whether a telephone number of a place is written without its area code."""
    return _LOCAL_NUMBER.search(number) is not None


def _same_number(one: str, other: str) -> bool:
    """Tell whether two contacts have the same digits, whatever is written around them."""
    if not _ANY_DIGITS.search(one):
        return one.strip() == other.strip()
    return _OTHER.sub("", one) == _OTHER.sub("", other)


def _hours(facts: CityFacts) -> Faults:
    hours = facts.hours
    if not hours:
        return [fault(("contacts",), "没有写办理时间")]
    if not _HOURS.search(hours):
        return [fault(("contacts", "hours"), f"办理时间没有说是不是工作日：“{hours}”")]
    return []


def _address(facts: CityFacts) -> Faults:
    address = facts.address
    if not address:
        return None
    if not _EXACT.search(address):
        return [fault(("contacts", "address"), f"办理地点没有写到几号窗口或几号房间：“{address}”")]
    return []


def _audience(facts: CityFacts) -> Faults:
    service, kept = facts.service, facts.kept
    by_proxy = any(choice.value == "proxy_allowed" for choice in service.presence)
    person, company = kept.get(PERSON_THEME), kept.get(COMPANY_THEME)
    if by_proxy:
        return []
    if service.for_ == "both" or not (person or company):
        return None
    if service.for_ == "person" and not person:
        return [fault((), f"服务对象是个人，主题分类却只有法人的：“{company}”")]
    if service.for_ == "company" and not company:
        return [fault((), f"服务对象是企业，主题分类却只有个人的：“{person}”")]
    return []


def _faq(facts: CityFacts) -> Faults:
    if not facts.is_permit:
        return []
    return [] if facts.service.faq else [fault((), "行政许可至少要有一个常见问题")]


def _sample(facts: CityFacts) -> Faults:
    named = [(n, r) for n, r in enumerate(facts.service.result) if r.name not in _NO_RESULT]
    if not named:
        return None
    return [
        fault(
            ("result", place),
            f"结果“{result.name}”没有样本",
            counts(facts.service.result, place),
        )
        for place, result in named
        if not result.sample
    ]


def _payment(facts: CityFacts) -> Faults:
    fees, online = facts.service.fee, facts.kept.get(PAY_ONLINE)
    if not fees or online is None:
        return None
    free = all(fee.amount is not None and Decimal(fee.amount) == 0 for fee in fees)
    if free and online in ("是", "1", "Y", "支持"):
        return [fault(("fee",), "不收费，却写着可以网上支付")]
    return []


def _paper_source(facts: CityFacts) -> Faults:
    said = facts.kept.get(PAPER_SOURCE, "")
    missing = [name for name in facts.papers if f"{name}：" not in said]
    return [fault(("evidence",), f"材料没有写来源渠道：{'、'.join(missing)}")] if missing else []


RULES: tuple[CityRule, ...] = tuple(
    CityRule(number=number, code=code, title=title, needs=needs, check=check)
    for number, code, title, needs, check in (
        (1, "city-kind", "办件类型", ("办件类型", "承诺时限"), city_time_rules.kind),
        (1, "city-review", "事项审查类型", ("事项审查类型", "承诺时限"), city_time_rules.review),
        (2, "city-result-type", "结果类型", ("结果名称", "结果类型"), _result_type),
        (3, "city-visits", "到现场次数", ("到现场次数",), city_time_rules.visits),
        (
            3,
            "city-visits-reason",
            "到现场原因",
            ("到现场次数", "到现场原因"),
            city_time_rules.visits_reason,
        ),
        (4, "city-post", "邮寄收件", ("到现场次数", "办理渠道"), city_time_rules.post),
        (5, "city-online", "全程网办", ("到现场次数", "网上办理深度"), city_time_rules.online),
        (6, "city-contacts", "咨询和投诉电话", ("咨询方式", "投诉方式"), _contacts),
        (6, "city-contact-address", "咨询和投诉地址", ("咨询投诉地址",), _contact_addresses),
        (7, "city-hours", "办理时间", ("办理时间",), _hours),
        (8, "city-address", "办理地点", ("办理地点",), _address),
        (9, "city-audience", "服务对象和主题分类", ("服务对象", "主题分类"), _audience),
        (10, "city-faq", "常见问题", ("常见问题",), _faq),
        (11, "city-flow", "办理流程", ("办理流程", "承诺时限"), city_time_rules.flow),
        (12, "city-sample", "结果样本", ("结果名称", "结果样本"), _sample),
        (13, "city-payment", "网上支付", ("收费", "网上支付"), _payment),
        (0, "material-source", "材料来源", ("材料来源",), _paper_source),
    )
)
