"""Chinese words for the values of a list, the same on screen, paper, phone and terminal.

Only short phrases for single values belong here. Layout is the business of `documents` and `ui`,
words of faults of `ui/messages.py`, words about one service of the catalogue.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kiosk.domain.checklist import (
    BenefitLine,
    Checklist,
    Days,
    Duration,
    DutyLine,
    FeeLine,
    Fees,
    Material,
    MaterialStatus,
    Outcome,
    Step,
    Undetermined,
)
from kiosk.domain.service import Channel, DayUnit, DutyUnit, Holder

FOOT_LINE = "本单为办事前告知，不是受理凭证，以受理机关审查为准。"
"""Foot line of every list on every channel (ux.md §3.4)."""

RECEIPT_FOOT_LINE = "已提交，是否受理由受理机关决定。"
"""What every 提交回执 says (ux.md §3.4); nothing of ours is called 受理回执."""

ASK_WINDOW = "请向窗口确认"

STATUS_TITLES: dict[MaterialStatus, str] = {
    "bring": "要带的",
    "ask": ASK_WINDOW,
    "fill": "现场填",
    "later": "可以后补",
    "on_site": "核查时看",
    "promise": "可书面承诺代替",
    "e_licence": "窗口可调取",
    "produced": "前一步办出",
    "optional": "可带可不带",
    "undetermined": "看情况带的",
}

STATUS_HINTS: dict[MaterialStatus, str] = {
    "bring": "缺一样就要再跑一趟。写“交”的要留下，别的原件看完还您",
    "ask": "各地不一样，去之前打电话问一声",
    "fill": "到窗口再填，不用自己准备",
    "later": "先受理，之后补上",
    "on_site": "上门检查时准备好，不用交",
    "promise": "写一份承诺书就可以不交",
    "e_licence": "窗口能查到，建议仍带原件",
    "produced": "办完前一步就有了",
    "optional": "带了更好，没有也能办",
    "undetermined": "先弄清楚几件事，才知道要不要",
}

HOLDERS: dict[Holder, str] = {
    "applicant": "本人",
    "agent": "代办人",
    "guardian": "监护人",
    "child": "孩子",
    "deceased": "逝者",
    "other": "其他人",
}

CHANNELS: dict[Channel, str] = {
    "window": "窗口",
    "online": "网上",
    "self_service": "自助机",
    "post": "邮寄",
}

_UNITS = {"working": "个工作日", "calendar": "天", "month": "个月", "year": "年"}
_WEEKDAYS = "一二三四五六日"


def money(amount: str) -> str:
    """Return a decimal string as spoken money: "12.50" → 12元5角, "0.00" → 0元."""
    fen = int(Decimal(amount) * 100)
    yuan, rest = divmod(fen, 100)
    jiao, fen = divmod(rest, 10)
    text = f"{yuan}元" if yuan or not rest else ""
    return text + (f"{jiao}角" if jiao else "") + (f"{fen}分" if fen else "")


def date(day: dt.date) -> str:
    """Return a day as 3月5日（星期四）."""
    return f"{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def limit(days: int, unit: DayUnit) -> str:
    """Return a time limit: 当场, 3个工作日 or 60天（自然日）."""
    if unit == "immediate" or days == 0:
        return "当场"
    return f"{days}个工作日" if unit == "working" else f"{days}天（自然日）"


def step_days(days: Days) -> str:
    """Return the limit that counts for a step: promised, else statutory, else 请向窗口确认."""
    if days.promised is not None and days.unit is not None:
        return limit(days.promised, days.unit)
    if days.statutory is not None and days.statutory_unit is not None:
        return limit(days.statutory, days.statutory_unit)
    return ASK_WINDOW


def fee(line: FeeLine) -> str:
    """Return one fee: 不收费, 20元, or 约40元，请向窗口确认."""
    if line.amount is None:
        return ASK_WINDOW
    free = Decimal(line.amount) == 0
    if line.status == "unverified":
        return f"{'可能不收费' if free else '约' + money(line.amount)}，{ASK_WINDOW}"
    return "不收费" if free else money(line.amount)


def step_fee(step: Step) -> str:
    """Return the fees of a step, with their notes."""
    if not step.fee:
        return ASK_WINDOW
    return "；".join(fee(f) + (f"（{f.note}）" if f.note else "") for f in step.fee)


def fees(total: Fees) -> str:
    """Return what the whole list costs: 不收费, 40元, 至少40元 or 请向窗口确认."""
    if Decimal(total.total) == 0:
        return ASK_WINDOW if total.unknown else "不收费"
    return ("至少" if total.unknown else "") + money(total.total)


def duration(value: Duration) -> str:
    """Return the working days along the critical path: 13个工作日, 至少13个工作日 or 当场."""
    if value.critical_path_days == 0:
        return ASK_WINDOW if value.lower_bound else "当场"
    return ("至少" if value.lower_bound else "") + f"{value.critical_path_days}个工作日"


def trips(checklist: Checklist) -> str:
    """Return the number of trips: 3趟, 大约3趟, 不用跑 or, when nothing is known, 请向窗口确认."""
    if checklist.trips == 0:
        return ASK_WINDOW if checklist.trips_estimate else "不用跑"
    return ("大约" if checklist.trips_estimate else "") + f"{checklist.trips}趟"


def counts(material: Material) -> str:
    """Return what to bring of one paper: 原件 复印件2份, or 交原件1份 when it is not given back."""
    submitted = any(u.original == "submit" for u in material.uses)
    parts = []
    if material.originals:
        parts.append(f"交原件{material.originals}份" if submitted else "原件")
    if material.copies:
        parts.append(f"复印件{material.copies}份")
    return " ".join(parts)


def material_name(material: Material) -> str:
    """Return the plain name with its holder: 身份证（监护人）; the applicant's own stands alone."""
    name = "或".join(a.plain for a in material.any_of or ()) or material.plain
    return name if material.holder == "applicant" else f"{name}（{HOLDERS[material.holder]}）"


def outcomes(block: Undetermined, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return 弄清后, a line an option: 如果“满了”：加上排水许可; 不用再加 where it adds nothing.

    When no option adds anything by itself (numbers, or two unclear things together), one line says
    what may differ. `names` are the plain names of services and evidence types by id.
    """
    if any(outcome.adds for outcome in block.outcomes):
        return tuple(f"如果“{o.label}”：{_added(o, names)}" for o in block.outcomes)
    affected = "、".join(names[a] for a in block.affects if a in names)
    return (f"弄清以后，{affected}要带的、要办的可能不一样",) if affected else ()


def _added(value: Outcome, names: Mapping[str, str]) -> str:
    added = [names.get(a.service or a.evidence or "", "") for a in value.adds]
    return "加上" + "、".join(n for n in added if n) if any(added) else "不用再加"


def benefit(line: BenefitLine) -> str:
    """Return what one gets: 80–89岁：每月30元, 约721元 or 请向窗口确认."""
    per = {"month": "每月", "year": "每年", "once": "一次"}.get(line.per or "", line.per or "")
    if line.amount is None:
        text = ASK_WINDOW
    elif line.status == "unverified":
        text = f"{per}约{Decimal(line.amount).normalize():f}{line.unit}，{ASK_WINDOW}"
    else:
        text = f"{per}{Decimal(line.amount).normalize():f}{line.unit}"
    return f"{line.group}：{text}" if line.group else text


def span(count: int, unit: DutyUnit) -> str:
    """Return a span of time: 15个工作日, 30天, 3个月 or 1年."""
    return f"{count}{_UNITS[unit]}"


def duty(line: DutyLine, steps: Sequence[Step]) -> str:
    """Return the applicant's own deadline: 满16周岁起3个月内办。过期….

    Where the list has several steps the one that it belongs to comes first: 养犬登记：….
    """
    whose = next((step.name for step in steps if step.service == line.service), "")
    name = f"{whose}：" if whose and len(steps) > 1 else ""
    text = name + f"{line.from_}起{span(line.within, line.unit)}内办"
    return f"{text}。{line.consequence}" if line.consequence else text


def presence(step: Step) -> str:
    """Return who may come: 要本人到场, 可以请人代办 or 不用去人."""
    words = {"in_person": "要本人到场", "proxy_allowed": "可以请人代办", "nobody": "不用去人"}
    return words[step.presence] if step.presence else ASK_WINDOW


def receipt_groups(receipt: str) -> str:
    """Return a receipt number in four groups of four, as it is read aloud."""
    return " ".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))
