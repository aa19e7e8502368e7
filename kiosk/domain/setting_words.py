"""A wrong setting in plain words: which one it is, and what is allowed there.

Which settings there are is said by the Structs of `config.py` and of each device driver.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from kiosk.domain.errors import InputError

T = TypeVar("T", bound=Struct)

_KINDS = {"str": "文字", "int": "整数", "float": "数", "bool": "true 或 false", "object": "一节"}


def read_settings(settings: Mapping[str, object], kind: type[T]) -> T:
    """Return the settings of a device as its driver's Struct.

    Raises:
        InputError: one of them is unknown, wrong or missing; the message says what is allowed.
    """
    try:
        return msgspec.convert(settings, kind)
    except msgspec.ValidationError as error:
        raise InputError("config.invalid", explained(error, kind)) from error


def explained(error: msgspec.ValidationError, kind: type[Struct]) -> str:
    """Say in Chinese what msgspec found.

    Args:
        error: from decoding a `kind`.
        kind: the Struct; a part of a path that is no section of it is named without its choices.
    """
    said, _, where = str(error).partition(" - at `$")
    setting = where.strip(".`")
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", said):
        allowed = "、".join(field.name for field in fields(_kind_of(kind, setting)))
        name = f"{setting}.{unknown[1]}" if setting else unknown[1]
        return f"没有 {name} 这个设置，可以写 {allowed}"
    if missing := re.fullmatch(r"Object missing required field `(.*)`", said):
        return f"少了 {setting}.{missing[1]}" if setting else f"少了 {missing[1]} 这个设置"
    if limit := re.fullmatch(r"Expected `\w+` ([<>]=) (.*)", said):
        return f"{setting} 要 {limit[1]} {limit[2]}"
    if choice := re.fullmatch(r"Invalid enum value (.*)", said):
        allowed = "、".join(map(str, get_args(_kind_of(kind, setting))))
        return f"{setting} 不能写 {choice[1]}，可以写 {allowed}"
    if wrong := re.match(r"Expected `(\w+)", said):
        return f"{setting} 要写{_KINDS.get(wrong[1], wrong[1])}"
    return f"{setting}：{said}"


def _kind_of(kind: type[Struct], setting: str) -> Any:
    """Return the type of a setting such as `screen.layout`; the empty one is `kind` itself."""
    for name in filter(None, setting.split(".")):
        kind = {field.name: field.type for field in fields(kind)}[name]
    return kind
