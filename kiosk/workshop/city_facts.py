"""What the thirteen city rules read of a service, whether its source carries it, what they find.

The rules are `city_rules.py`. What an imported list has and a service has no field for is kept
with the item (`imported.py`), by element of GB/T 39554. Source: domain.md §1.4.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct

from kiosk.domain.condition import ALWAYS, Condition
from kiosk.domain.service import Contacts, Service
from kiosk.workshop.findings import Level
from kiosk.workshop.walk import Path

VISITS_REASON = "limit_scene_explain"
PERSON_THEME = "user_topic_type"
COMPANY_THEME = "corp_topic_type"
PAY_ONLINE = "is_pay_online"
PAPER_SOURCE = "source_type"
REVIEW_TYPE = "review_type"
CONSULT_ADDRESS = "link_addr"
COMPLAIN_ADDRESS = "supervise_addr"


class CityFacts(Struct, frozen=True, kw_only=True):
    """One service, the names of its papers and, by element, what its item says beyond it."""

    service: Service
    papers: tuple[str, ...] = ()
    kept: Mapping[str, str] = {}

    @property
    def is_permit(self) -> bool:
        """Tell whether it is a 行政许可: two rules are for these only."""
        return self.service.type == "行政许可"

    @property
    def _contacts(self) -> Contacts:
        return self.service.contacts or Contacts()

    @property
    def consult(self) -> str | None:
        """Return 咨询方式."""
        return self._contacts.consult

    @property
    def complain(self) -> str | None:
        """Return 监督投诉方式."""
        return self._contacts.complain

    @property
    def hours(self) -> str | None:
        """Return 办理时间."""
        return self._contacts.hours

    @property
    def address(self) -> str | None:
        """Return 办理地点."""
        return self._contacts.address


Carries = Callable[[CityFacts], object]
INPUTS: dict[str, Carries] = {
    "办件类型": lambda facts: facts.service.handling,
    "承诺时限": lambda facts: facts.service.time.promised,
    "结果名称": lambda facts: facts.service.result,
    "结果类型": lambda facts: any(r.type for r in facts.service.result),
    "结果样本": lambda facts: any(r.sample for r in facts.service.result),
    "到现场次数": lambda facts: facts.service.visits,
    "到现场原因": lambda facts: VISITS_REASON in facts.kept,
    "办理渠道": lambda facts: facts.service.channels != ("window",),
    "网上办理深度": lambda facts: facts.service.handling and facts.service.handling.online_level,
    "咨询方式": lambda facts: facts.consult,
    "投诉方式": lambda facts: facts.complain,
    "咨询投诉地址": lambda facts: CONSULT_ADDRESS in facts.kept or COMPLAIN_ADDRESS in facts.kept,
    "事项审查类型": lambda facts: REVIEW_TYPE in facts.kept,
    "办理时间": lambda facts: facts.hours,
    "办理地点": lambda facts: facts.address,
    "服务对象": lambda facts: facts.service.for_ != "both",
    "主题分类": lambda facts: PERSON_THEME in facts.kept or COMPANY_THEME in facts.kept,
    "常见问题": lambda facts: facts.service.faq,
    "办理流程": lambda facts: facts.service.flow,
    "收费": lambda facts: facts.service.fee,
    "材料来源": lambda facts: PAPER_SOURCE in facts.kept,
    "网上支付": lambda facts: PAY_ONLINE in facts.kept,
}
"""What rules need, each with a test that holds where the source says something about it."""


class Fault(Struct, frozen=True, kw_only=True):
    """What one rule finds in one service, where it is written, and for which answers it is so."""

    path: Path
    message: str
    level: Level = "warning"
    when: Condition = ALWAYS


def fault(path: Path, message: str, when: Condition = ALWAYS) -> Fault:
    """Return a fault that is a warning."""
    return Fault(path=path, message=message, when=when)


Faults = list[Fault] | None
"""What a rule finds in a service; None: it cannot be applied to it."""
