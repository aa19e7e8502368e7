"""City rules about days and visits: 即办 and promises, coming to the hall, the stages of a permit.

The other rules and the table of all are `city_rules.py`. Source: domain.md §1.4.
"""

import re

from kiosk.domain.service import TimeLimit
from kiosk.workshop.city_facts import REVIEW_TYPE, VISITS_REASON, CityFacts, Fault, Faults, fault
from kiosk.workshop.examples import counts

_AT_ONCE = "即审即办"
_REVIEWS = (_AT_ONCE, "前审后批")
_POST = re.compile(r"邮寄|快递|物流|EMS")


def kind(facts: CityFacts) -> Faults:
    """Rule 1: 即办 exactly where the kind of handling says so."""
    handling, promised = facts.service.handling, facts.service.time.promised
    if handling is None or not promised:
        return None
    late = _first_late(facts)
    if handling.kind == "immediate" and late is not None:
        said = "写的是即办件，承诺时限却不是即办；请改一处"
        return [fault(("handling",), said, counts(promised, late))]
    if handling.kind == "promised" and late is None:
        return [fault(("handling",), "写的是承诺件，承诺时限却是即办；请改一处")]
    return []


def review(facts: CityFacts) -> Faults:
    """Rule 1: 即审即办 exactly where every promise is 即办."""
    review, promised = facts.kept.get(REVIEW_TYPE), facts.service.time.promised
    if review not in _REVIEWS or not promised:
        return None
    late = _first_late(facts)
    if review == _AT_ONCE and late is not None:
        said = f"事项审查类型是{review}，承诺时限却不是即办；请改一处"
        return [fault(("time", "promised", late), said, counts(promised, late))]
    if review != _AT_ONCE and late is None:
        said = f"事项审查类型是{review}，承诺时限却是即办；应是{_AT_ONCE}"
        return [fault(("time", "promised"), said)]
    return []


def _first_late(facts: CityFacts) -> int | None:
    """Return which promise is the first that is not 即办, or None when all are."""
    promised = enumerate(facts.service.time.promised)
    return next((place for place, limit in promised if not _is_immediate(limit)), None)


def _is_immediate(limit: TimeLimit) -> bool:
    return limit.unit == "immediate" or limit.days == 0


def visits(facts: CityFacts) -> Faults:
    """Rule 3: 到现场次数 is there."""
    if not facts.service.visits:
        return [fault((), "没有写到现场次数")]
    return []


def visits_reason(facts: CityFacts) -> Faults:
    """Rule 3: a reason exactly where somebody has to come."""
    visits, reason = facts.service.visits, facts.kept.get(VISITS_REASON)
    if not visits:
        return None
    coming = _first_coming(facts)
    if coming is not None and not reason:
        return [fault(("visits", coming), "要到现场，却没有写为什么", counts(visits, coming))]
    if coming is None and reason:
        return [fault(("visits",), f"不用到现场，却写了到现场的原因：“{reason}”")]
    return []


def _first_coming(facts: CityFacts) -> int | None:
    """Return which entry of 到现场次数 is the first that is not 0, or None when all are."""
    visits = enumerate(facts.service.visits)
    return next((place for place, choice in visits if choice.value), None)


def _never_comes(facts: CityFacts) -> bool:
    return bool(facts.service.visits) and _first_coming(facts) is None


def post(facts: CityFacts) -> Faults:
    """Rule 4: who need not come can get it by post or online."""
    service = facts.service
    if not _never_comes(facts) or "online" in service.channels:
        return []
    forms = service.handling.forms if service.handling else ()
    if "post" in service.channels or any(_POST.search(form) for form in forms):
        return []
    return [fault(("channels",), "不用到现场又不能网上办，要能邮寄或快递收件")]


def online(facts: CityFacts) -> Faults:
    """Rule 5: 全程网办 takes no visit."""
    handling, visits = facts.service.handling, facts.service.visits
    if handling is None or handling.online_level is None or not visits:
        return None
    coming = _first_coming(facts)
    if handling.online_level == "IV" and coming is not None:
        said = "写的是全程网办（IV级），到现场次数应是 0"
        return [fault(("visits", coming), said, counts(visits, coming))]
    return []


def flow(facts: CityFacts) -> Faults:
    """Rule 11: the stages of a permit take as long as is promised."""
    flow, promised = facts.service.flow, facts.service.time.promised
    if not facts.is_permit:
        return []
    if not flow:
        return [fault((), "行政许可要有办理流程表")]
    if not promised or any(stage.days is None for stage in flow):
        return None
    total, days = sum(stage.days or 0 for stage in flow), [limit.days for limit in promised]
    for place, limit in enumerate(days):
        if total > limit:
            said = f"流程各环节一共 {total} 天，承诺时限是 {limit} 天；加起来不能更长"
            when = counts(promised, place)
            return [Fault(path=("flow",), message=said, level="error", when=when)]
    said = f"流程各环节一共 {total} 天，承诺时限是 {min(days)} 天；两个数应当一样"
    return [fault(("flow",), said)] if total < min(days) else []
