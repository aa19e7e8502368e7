"""The thirteen rules that a city checks its guides by, one function each.

Which source carries their inputs, and what is counted as not checked, is `lint_city.py`. A rule
returns what is wrong, or None where it cannot be applied to this very service. Source: domain.md
§1.4.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from kiosk.domain.service import ServiceResult, TimeLimit
from kiosk.workshop.city_facts import (
    COMPANY_THEME,
    PAPER_SOURCE,
    PAY_ONLINE,
    PERSON_THEME,
    VISITS_REASON,
    CityFacts,
)
from kiosk.workshop.findings import Level
from kiosk.workshop.walk import Path

_NO_RESULT = ("无", "无特定审批结果")
_CERTIFICATE = ("出证", "出证办结", "证件执照", "证照", "证照类", "CERTIFICATE", "10")
_APPROVAL = ("批文", "审批办结", "批文批复", "批文类", "APPROVAL", "20")
_PAPER = (
    *("出文", "出文办结", "证明文件", "鉴定报告", "其他文件", "其他", "其他类"),
    *("PROOF", "AUTHENTICATION_REPORT", "WORK_RESULT", "30"),
)
_KNOWN_TYPES = (*_CERTIFICATE, *_APPROVAL, *_PAPER)
_POST = re.compile(r"邮寄|快递|物流|EMS")
_HOURS = re.compile(r"工作日|全天|24\s*小时|节假日")
_PLACE = "窗|室|柜|房|台位"
_EXACT = re.compile(
    rf"[0-9０-９A-Za-z一二三四五六七八九十]\s*(号|#)?\s*(综合)?({_PLACE})"
    rf"|({_PLACE})口?[^,，。;；]{{0,4}}[0-9０-９]|(所有|任何|任意|任一|各|综合).{{0,4}}窗口"
)
_LOCAL_NUMBER = re.compile(r"(?<!\d)(?<!\d[-－—–)）\s])(?<!\d[)）]\s)\d{7,8}(?!\d)")
_ANY_DIGITS = re.compile(r"\d")
_OTHER = re.compile(r"[^\d]")


class Fault(Struct, frozen=True, kw_only=True):
    """What one rule finds in one service, and where in the service it is written."""

    path: Path
    message: str
    level: Level


def _fault(path: Path, message: str, level: Level = "warning") -> Fault:
    return Fault(path=path, message=message, level=level)


Faults = list[Fault] | None


class CityRule(Struct, frozen=True, kw_only=True):
    """One rule: its number at the city (0: ours), our code, what it needs, how it is checked."""

    number: int
    code: str
    title: str
    needs: tuple[str, ...]
    check: Callable[[CityFacts], Faults]


def _kind(facts: CityFacts) -> Faults:
    handling, promised = facts.service.handling, facts.service.time.promised
    if handling is None or not promised:
        return None
    at_once = [_is_immediate(limit) for limit in promised]
    if handling.kind == "immediate" and not all(at_once):
        return [_fault(("handling",), "写的是即办件，承诺时限却不是即办；请改一处")]
    if handling.kind == "promised" and all(at_once):
        return [_fault(("handling",), "写的是承诺件，承诺时限却是即办；请改一处")]
    return []


def _is_immediate(limit: TimeLimit) -> bool:
    return limit.unit == "immediate" or limit.days == 0


def _result_type(facts: CityFacts) -> Faults:
    named = [(n, r) for n, r in enumerate(facts.service.result) if r.name not in _NO_RESULT]
    if not named:
        return None
    return [
        _fault(
            ("result", place), f"结果“{result.name}”和类型“{result.type or '没有写'}”对不上，{said}"
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


def _visits(facts: CityFacts) -> Faults:
    if not facts.service.visits:
        return [_fault((), "没有写到现场次数")]
    return []


def _visits_reason(facts: CityFacts) -> Faults:
    visits, reason = facts.service.visits, facts.kept.get(VISITS_REASON)
    if not visits:
        return None
    must_come = any(choice.value for choice in visits)
    if must_come and not reason:
        return [_fault(("visits",), "要到现场，却没有写为什么")]
    if not must_come and reason:
        return [_fault(("visits",), f"不用到现场，却写了到现场的原因：“{reason}”")]
    return []


def _never_comes(facts: CityFacts) -> bool:
    visits = facts.service.visits
    return bool(visits) and not any(choice.value for choice in visits)


def _post(facts: CityFacts) -> Faults:
    service = facts.service
    if not _never_comes(facts) or "online" in service.channels:
        return []
    forms = service.handling.forms if service.handling else ()
    if "post" in service.channels or any(_POST.search(form) for form in forms):
        return []
    return [_fault(("channels",), "不用到现场又不能网上办，要能邮寄或快递收件")]


def _online(facts: CityFacts) -> Faults:
    handling = facts.service.handling
    if handling is None or handling.online_level is None or not facts.service.visits:
        return None
    if handling.online_level == "IV" and not _never_comes(facts):
        return [_fault(("visits",), "写的是全程网办（IV级），到现场次数应是 0")]
    return []


def _contacts(facts: CityFacts) -> Faults:
    consult, complain = facts.consult, facts.complain
    found = []
    for field, title, text in (("consult", "咨询", consult), ("complain", "投诉", complain)):
        if not text:
            found.append(_fault(("contacts",), f"没有写{title}电话"))
        elif _LOCAL_NUMBER.search(text):
            said = f"{title}电话没有区号：“{text}”"
            found.append(_fault(("contacts", field), said))
    if consult and complain and _same_number(consult, complain):
        said = f"咨询电话和投诉电话一样：“{complain}”；投诉要有另一个电话"
        found.append(_fault(("contacts", "complain"), said))
    return found


def _same_number(one: str, other: str) -> bool:
    """Tell whether two contacts have the same digits, whatever is written around them."""
    if not _ANY_DIGITS.search(one):
        return one.strip() == other.strip()
    return _OTHER.sub("", one) == _OTHER.sub("", other)


def _hours(facts: CityFacts) -> Faults:
    hours = facts.hours
    if not hours:
        return [_fault(("contacts",), "没有写办理时间")]
    if not _HOURS.search(hours):
        return [_fault(("contacts", "hours"), f"办理时间没有说是不是工作日：“{hours}”")]
    return []


def _address(facts: CityFacts) -> Faults:
    address = facts.address
    if not address:
        return None
    if not _EXACT.search(address):
        return [_fault(("contacts", "address"), f"办理地点没有写到几号窗口或几号房间：“{address}”")]
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
        return [_fault((), f"服务对象是个人，主题分类却只有法人的：“{company}”")]
    if service.for_ == "company" and not company:
        return [_fault((), f"服务对象是企业，主题分类却只有个人的：“{person}”")]
    return []


def _faq(facts: CityFacts) -> Faults:
    if not facts.is_permit:
        return []
    return [] if facts.service.faq else [_fault((), "行政许可至少要有一个常见问题")]


def _flow(facts: CityFacts) -> Faults:
    flow, promised = facts.service.flow, facts.service.time.promised
    if not facts.is_permit:
        return []
    if not flow:
        return [_fault((), "行政许可要有办理流程表")]
    if not promised or any(stage.days is None for stage in flow):
        return None
    total, limit = sum(stage.days or 0 for stage in flow), max(p.days for p in promised)
    said = f"流程各环节一共 {total} 天，承诺时限是 {limit} 天"
    if total > limit:
        return [_fault(("flow",), f"{said}；加起来不能更长", "error")]
    return [_fault(("flow",), f"{said}；两个数应当一样")] if total < limit else []


def _sample(facts: CityFacts) -> Faults:
    named = [(n, r) for n, r in enumerate(facts.service.result) if r.name not in _NO_RESULT]
    if not named:
        return None
    return [
        _fault(("result", place), f"结果“{result.name}”没有样本")
        for place, result in named
        if not result.sample
    ]


def _payment(facts: CityFacts) -> Faults:
    fees, online = facts.service.fee, facts.kept.get(PAY_ONLINE)
    if not fees or online is None:
        return None
    free = all(fee.amount is not None and Decimal(fee.amount) == 0 for fee in fees)
    if free and online in ("是", "1", "Y", "支持"):
        return [_fault(("fee",), "不收费，却写着可以网上支付")]
    return []


def _paper_source(facts: CityFacts) -> Faults:
    said = facts.kept.get(PAPER_SOURCE, "")
    missing = [name for name in facts.papers if f"{name}：" not in said]
    return [_fault(("evidence",), f"材料没有写来源渠道：{'、'.join(missing)}")] if missing else []


RULES: tuple[CityRule, ...] = tuple(
    CityRule(number=number, code=code, title=title, needs=needs, check=check)
    for number, code, title, needs, check in (
        (1, "city-kind", "办件类型", ("办件类型", "承诺时限"), _kind),
        (2, "city-result-type", "结果类型", ("结果名称", "结果类型"), _result_type),
        (3, "city-visits", "到现场次数", ("到现场次数",), _visits),
        (3, "city-visits-reason", "到现场原因", ("到现场次数", "到现场原因"), _visits_reason),
        (4, "city-post", "邮寄收件", ("到现场次数", "办理渠道"), _post),
        (5, "city-online", "全程网办", ("到现场次数", "网上办理深度"), _online),
        (6, "city-contacts", "咨询和投诉电话", ("咨询方式", "投诉方式"), _contacts),
        (7, "city-hours", "办理时间", ("办理时间",), _hours),
        (8, "city-address", "办理地点", ("办理地点",), _address),
        (9, "city-audience", "服务对象和主题分类", ("服务对象", "主题分类"), _audience),
        (10, "city-faq", "常见问题", ("常见问题",), _faq),
        (11, "city-flow", "办理流程", ("办理流程", "承诺时限"), _flow),
        (12, "city-sample", "结果样本", ("结果名称", "结果样本"), _sample),
        (13, "city-payment", "网上支付", ("收费", "网上支付"), _payment),
        (0, "material-source", "材料来源", ("材料来源",), _paper_source),
    )
)
