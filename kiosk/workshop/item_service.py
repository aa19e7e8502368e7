"""A row of an item list becomes an unverified service and the record of its item.

Papers and fees are `item_lines.py`; which rows belong together is `item_groups.py`. Source of the
elements: domain.md §1.1. Everything read here was read for one place, so it is unverified.
"""

import re
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiosk.domain.service import (
    Channel,
    Contacts,
    DayUnit,
    Handling,
    Note,
    PresenceChoice,
    Service,
    ServiceResult,
    TextChoice,
    Time,
    TimeLimit,
    VisitsChoice,
)
from kiosk.domain.service_code import LEVELS, ServiceCode, credit_code_fault, parse_code
from kiosk.workshop.imported import ListedItem
from kiosk.workshop.item_cells import Cells, RowFault, label
from kiosk.workshop.item_elements import CODES, KEPT
from kiosk.workshop.item_lines import Lines
from kiosk.workshop.item_map import ItemMap
from kiosk.workshop.item_names import Names, short_hash
from kiosk.workshop.item_values import UNREAD, count, last_bracket, limit, unwrapped, yes_no

_WINDOW = re.compile(r"窗口|现场|大厅")
_ONLINE = re.compile(r"网上|线上|在线|网办|掌上")
_POST = re.compile(r"快递|邮寄|邮政|物流")
_TERMINAL = re.compile(r"自助|终端")
_COMPANY = re.compile(r"法人|企业|组织|机关|单位|个体")
_PERSON = re.compile(r"自然人|个人|居民")
_LEVEL_MARK = re.compile(r"[国家省市区县镇乡村级行使权限及以上下/、]+")
_ONLINE_LEVELS = {
    written: level
    for level, all_written in {
        "I": ("I", "Ⅰ", "1", "一"),
        "II": ("II", "Ⅱ", "2", "二"),
        "III": ("III", "Ⅲ", "3", "三"),
        "IV": ("IV", "Ⅳ", "4", "四"),
    }.items()
    for written in all_written
}
_LEVEL_WORDS = {
    "国家级": "national",
    "省级": "province",
    "市级": "city",
    "县级": "county",
    "乡级": "town",
    "镇级": "town",
    "村级": "village",
}


class Draft(Struct, frozen=True, kw_only=True):
    """One row as a service; `stem` and `option` are its name without and in the last bracket."""

    service: Service
    item: ListedItem
    code: ServiceCode
    stem: str
    option: str | None


class ServiceReader:
    """Reads the rows of one list."""

    def __init__(self, options: ItemMap, cells: Cells, names: Names) -> None:
        self._map = options
        self._cells = cells
        self._names = names
        self._lines = Lines(options, cells, names)
        self._not_options = frozenset(options.not_options)

    def read(self) -> Draft | list[RowFault]:
        """Return the current row as a draft, or what it lacks."""
        cells = self._cells
        found = {name: cells.text(name) for name in ("task_name", "dept_name")}
        written = next((text for key in CODES if (text := cells.text(key))), None)
        faults = [
            RowFault(line=cells.place(), field=name, reason=f"缺{label(name)}")
            for name, text in found.items()
            if text is None
        ]
        if written is None:
            key = next(key for key in CODES if cells.has(key))
            faults.append(RowFault(line=cells.place(), field=key, reason=f"缺{label(key)}"))
        name, agency = found["task_name"], found["dept_name"]
        if faults or name is None or agency is None or written is None:
            return faults
        return self._draft(" ".join(name.split()), agency, parse_code(written))

    def _draft(self, name: str, agency: str, code: ServiceCode) -> Draft:
        self._check_codes(code)
        stem, option = self._circumstance(name)
        service = self._service(name, agency, code)
        kept = self._kept(service)
        said = replace(service, source=None, place=None, agency="-")  # what the map says is no news
        digest = short_hash(msgspec.json.encode((said, agency, kept)).decode(), 16)
        item = ListedItem(
            code=code.text,
            key=code.key,
            base=code.base,
            name=name,
            agency=agency,
            service=service.id,
            digest=digest,
            main_item=self._cells.text("main_item"),
            credit=code.credit or self._cells.text("dept_code"),
            area=code.area or self._cells.text("area_code"),
            kept=kept,
        )
        return Draft(service=service, item=item, code=code, stem=stem, option=option)

    def _kept(self, service: Service) -> dict[str, str]:
        """Return what the service has no field for, or could not take in."""
        homeless = [*KEPT]
        for elements, taken in (
            (("project_type", "handle_type", "online_handle_depth"), service.handling),
            (("anticipate_day", "anticipate_type", "anticipate_explain"), service.time.statutory),
            (("promise_day", "promise_type", "promise_explain"), service.time.promised),
            (("limit_scene_num",), service.visits),
            (("result_type", "result_guid"), service.result),
            (("is_fee", "fee_basis"), service.fee),
        ):
            homeless += () if taken else elements
        found = {e: text for e in homeless if (text := self._cells.text(e)) is not None}
        return found | self._lines.kept()

    def _check_codes(self, code: ServiceCode) -> None:
        cells = self._cells
        if code.shape == "odd":
            field = next(key for key in CODES if cells.text(key))
            cells.tell(field, f"编码不是国标或地方的写法：{code.text}；原样留下")
        credit = cells.text("dept_code") if cells.has("dept_code") else code.credit
        fault = credit_code_fault(credit) if credit else None
        if fault:
            said = {"length": "不是18位", "pattern": "有不该有的字符", "check_digit": "校验位不对"}
            cells.tell("dept_code", f"统一社会信用代码{said[fault]}：{credit}；原样留下")
        for element in self._map.values:
            cells.check_coded(element)

    def _circumstance(self, name: str) -> tuple[str, str | None]:
        """Return the name without the bracket that tells a circumstance, and the circumstance."""
        found, written = last_bracket(name), self._cells.text("item_case")
        if written is not None and (found is None or found[1] != unwrapped(written)):
            return name, written
        if found is None or _LEVEL_MARK.fullmatch(found[1]) or found[1] in self._not_options:
            return name, None
        return found

    def _service(self, name: str, agency: str, code: ServiceCode) -> Service:
        cells, origin = self._cells, self._map
        national = code.shape in ("task", "handle_item")
        own_id = code.text.lower() if national else f"item-{short_hash(code.key)}"
        return Service(
            id=own_id,
            code=(TextChoice(value=code.text),),
            name=(TextChoice(value=name),),
            plain=name,
            type=cells.text("task_type"),
            agency=self._names.agency(agency),
            level=self._level(code),
            for_=self._audience(),
            presence=self._presence(),
            channels=self._channels(),
            visits=self._visits(),
            evidence=self._lines.evidence(),
            time=Time(
                statutory=self._limit("anticipate"),
                promised=self._limit("promise"),
            ),
            fee=self._lines.fees(),
            result=self._result(),
            notes=self._notes(),
            handling=self._handling(),
            contacts=self._contacts(),
            faq=self._lines.faq(),
            flow=self._lines.flow(),
            basis=tuple(filter(None, (cells.text("by_law"),))),
            source=origin.source,
            place=origin.place,
            status="unverified",
        )

    def _level(self, code: ServiceCode) -> str | None:
        written = self._cells.text("use_level")
        if written is None:
            return code.level
        return _LEVEL_WORDS.get(written) or LEVELS.get(written) or written

    def _audience(self) -> Any:
        written = self._cells.text("server_type") or ""
        person, company = _PERSON.search(written), _COMPANY.search(written)
        if bool(person) == bool(company):
            return "both"
        return "person" if person else "company"

    def _number(self, element: str) -> int | None:
        written = self._cells.text(element)
        found: int | None = written and self._cells.known(element, count(written))  # type: ignore[assignment]
        return found if written else None

    def _visits(self) -> tuple[VisitsChoice, ...]:
        visits = self._number("limit_scene_num")
        return () if visits is None else (VisitsChoice(value=visits, status="unverified"),)

    def _presence(self) -> tuple[PresenceChoice, ...]:
        written = self._cells.text("limit_scene_num")
        nobody = written is not None and count(written) == 0
        return (PresenceChoice(value="nobody", status="unverified"),) if nobody else ()

    def _channels(self) -> tuple[Channel, ...]:
        forms = self._cells.text("handle_type")
        has_window = not self._cells.has("transact_addr") or self._cells.text("transact_addr")
        found: dict[Channel, Any] = {
            "window": _WINDOW.search(forms) if forms else has_window,
            "online": self._is("is_online") or (forms and _ONLINE.search(forms)),
            "self_service": self._is("is_service_terminals") or (forms and _TERMINAL.search(forms)),
            "post": self._is("is_express") or (forms and _POST.search(forms)),
        }
        return tuple(channel for channel, offered in found.items() if offered) or ("window",)

    def _is(self, element: str) -> bool:
        written = self._cells.text(element)
        return bool(written and self._cells.known(element, yes_no(written)))

    def _limit(self, prefix: str) -> tuple[TimeLimit, ...]:
        cells, element = self._cells, f"{prefix}_day"
        written = cells.text(element)
        if written is None:
            return ()
        found = limit(written, cells.text(f"{prefix}_type"), self._map.day_unit)
        if found == UNREAD:
            cells.known(element, UNREAD)
            return ()
        unit: DayUnit
        days, unit, behind = found
        note = "；".join(filter(None, (behind, cells.text(f"{prefix}_explain")))) or None
        return (TimeLimit(days=days, unit=unit, note=note, status="unverified"),)

    def _result(self) -> tuple[ServiceResult, ...]:
        cells, name = self._cells, self._cells.text("result_name")
        if name is None:
            return ()
        kind, sample = cells.text("result_type"), cells.text("result_guid")
        return (ServiceResult(name=name, type=kind, sample=sample, status="unverified"),)

    def _notes(self) -> tuple[Note, ...]:
        text = self._cells.text("accept_condition")
        return () if text is None else (Note(id="accept", text=text, status="unverified"),)

    def _handling(self) -> Handling | None:
        cells, kind = self._cells, self._cells.text("project_type")
        if kind is None:
            return None
        written = re.split(r"[、,，;；/]", cells.text("handle_type") or "")
        forms = tuple(part.strip() for part in written if part.strip())
        depth = (cells.text("online_handle_depth") or "").removesuffix("级")
        level: Any = _ONLINE_LEVELS.get(depth)
        if kind not in ("即办件", "承诺件"):
            cells.known("project_type", UNREAD)
            return None
        word: Any = "immediate" if kind == "即办件" else "promised"
        return Handling(kind=word, forms=forms, online_level=level)

    def _contacts(self) -> Contacts | None:
        cells = self._cells
        found = Contacts(
            consult=cells.text("link_way"),
            complain=cells.text("supervise_way"),
            hours=cells.text("transact_time"),
            address=cells.text("transact_addr"),
        )
        return None if found == Contacts() else found
