"""How `kiosk reader` shows records and states: JSON of a fixed shape, and lines in Chinese.

Asking the reader is `reader.py`.
"""

import datetime as dt
import json
import re

import msgspec

from kiosk.domain.masking import is_expired
from kiosk.domain.person import IdentityDocument
from kiosk.ports.devices import CardAbsent, CardMisread, CardRead, CardStatus

MISREADS = {
    "E-ID-02": "没读到身份证：平放在亮灯处，别动",
    "E-ID-03": "卡拿早了：再放一次",
    "E-ID-04": "这不是身份证：请放居民身份证",
}
LIFTS = {True: "卡拿走了", False: "卡还在", None: "看不出卡还在不在"}
STATES = {"idle": "读卡器没在等卡", "awaited": "请放身份证", "reading": "正在读，别拿走"}
KINDS = {
    "resident": "居民身份证",
    "hmt": "港澳台居民居住证",
    "foreigner2017": "外国人永久居留身份证（2017 版）",
    "foreigner2023": "外国人永久居留身份证（2023 版）",
}
_LABELS = (
    ("name", "姓名"),
    ("english_name", "英文姓名"),
    ("sex_text", "性别"),
    ("ethnic_text", "民族"),
    ("birth", "出生"),
    ("number", "号码"),
    ("address", "住址"),
    ("issuer", "签发机关"),
    ("valid_from", "有效期起始"),
    ("valid_to", "有效期截止"),
    ("country", "国籍"),
    ("pass_number", "通行证号码"),
    ("issue_count", "签发次数"),
)
_HALVES = re.compile("[\ud800-\udfff]")


def record_json(document: IdentityDocument) -> str:
    """Return the record as one line of JSON in the shape of commands.md.

    Halves of surrogate pairs in `name_raw` are written as escapes, because UTF-8 cannot carry them.
    """
    shape = msgspec.structs.asdict(document)
    del shape["added_addresses"]
    return escaped(json.dumps(shape, ensure_ascii=False))


def escaped(text: str) -> str:
    """Return JSON in which halves of surrogate pairs are escaped."""
    return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def record_text(document: IdentityDocument, today: dt.date) -> str:
    """Return the record in lines for people."""
    lines = [KINDS[document.kind]]
    for field, label in _LABELS:
        value = getattr(document, field)
        if value:
            lines.append(f"{label}：{value}")
    if document.long_term:
        lines.append("有效期截止：长期")
    lines += [f"追加住址：{address}" for address in document.added_addresses]
    if is_expired(document, today):
        lines.append("注意：证件过期了")
    return "\n".join(lines + [f"注意：{warning}" for warning in document.warnings])


def state_text(status: CardStatus) -> str:
    """Return a state in words; of a card only whether it still lies there."""
    match status:
        case CardRead(lifted=lifted):
            return LIFTS[lifted]
        case CardAbsent(reason=reason):
            return reason
        case CardMisread(code=code):
            return MISREADS[code]
    return STATES[status.__struct_config__.tag]  # type: ignore[index]


def state_json(status: CardStatus) -> str:
    """Return a state as one line of JSON: an error, or the name of the state."""
    match status:
        case CardRead(lifted=lifted):
            said: object = {"state": "lifted" if lifted else "read"}
        case CardAbsent(code=code, reason=reason):
            said = {"error": {"code": code, "message": reason}}
        case CardMisread(code=code):
            said = {"error": {"code": code, "message": MISREADS[code]}}
        case _:
            said = {"state": status.__struct_config__.tag}
    return json.dumps(said, ensure_ascii=False)
