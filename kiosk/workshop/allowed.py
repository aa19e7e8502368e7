"""What a type of the catalogue allows, in plain Chinese, for messages to authors.

Reading and checking do not belong here; see `typed.py`.
"""

import datetime as dt
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Meta, Struct, UnsetType
from msgspec.structs import fields

from kiosk.domain.ids import ID_PATTERN, REGION_PATTERN

_PATTERNS = {
    ID_PATTERN: "要写编号：只用小写字母、数字和连字符，2 到 48 个",
    r"^[1-9][0-9]{0,9}$": "要写目录的版次，如 12",
    REGION_PATTERN: "要写区划代码：2、4、6、9 或 12 位数字",
}
_PLAIN: dict[Any, str] = {
    bool: "只能写 true 或 false",
    dt.date: "要写日期，如 2025-01-31",
    int: "要写整数",
    str: "要写一段文字",
}


def allowed_text(kind: Any) -> str:
    """Return one phrase that says what may stand for `kind` (a type hint of a catalogue Struct)."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Struct):
        return "要写字段：" + "、".join(info.encode_name for info in fields(kind))
    return _generic(kind)


def _generic(kind: Any) -> str:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return "只能写 " + "、".join(str(value) for value in arguments)
    if origin is Annotated:
        return _annotated(arguments)
    if origin in (Union, types.UnionType):
        kinds = [a for a in arguments if a not in (types.NoneType, UnsetType)]
        return "，或".join(dict.fromkeys(allowed_text(k) for k in kinds))
    if origin is tuple:
        return f"要写一列（每项{allowed_text(arguments[0])}）"
    return "要写“名字: 内容”"


def _annotated(arguments: tuple[Any, ...]) -> str:
    base = arguments[0]
    for meta in arguments[1:]:
        if isinstance(meta, Meta):
            if meta.pattern is not None:
                return _PATTERNS.get(meta.pattern, f"要符合 {meta.pattern}")
            if base is int:
                return _whole_number(meta)
    return _PLAIN.get(base, "要写一段文字")


def _whole_number(meta: Meta) -> str:
    low = meta.ge if meta.ge is not None else 0
    return f"要写 {low} 到 {meta.le} 的整数" if meta.le is not None else f"要写不小于 {low} 的整数"
