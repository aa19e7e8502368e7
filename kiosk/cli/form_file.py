"""A form as a file, and the pictures beside it: read whole, or refused with the place and the way.

Whether what it says is right is `domain/filing.py`. Nothing that stands in it is ever repeated.
"""

import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.domain.errors import InputError
from kiosk.domain.filing import FilingForm
from kiosk.files import read_plain
from kiosk.services.pictures import MAX_PICTURE_BYTES, NOT_TAKEN
from kiosk.wire.json_members import check_once

MAX_FORM_BYTES = 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_SAID = re.compile(r"(.+?)(?: - at `\$(.*)`)?")
_MEMBER = re.compile(r"Object (missing required|contains unknown) field `([a-z_]{1,32})`")
_EXPECTED = re.compile(r"Expected `([a-z |]+)`(?:, got `[a-z]+`)?")
_KINDS = {
    "str": "文字",
    "bool": "true 或 false",
    "array": "方括号里的一列",
    "object": "花括号里的一组",
    "null": "null",
}


def read_form(path: Path) -> FilingForm:
    """Read a form.

    Raises:
        InputError: the file cannot be read, or is no form; the message names member and rule.
    """
    try:
        data = read_plain(path, MAX_FORM_BYTES).removeprefix(_BOM)
    except OSError as error:
        raise InputError("form.file", f"表单 {path} 读不了：请检查路径和权限") from error
    except ValueError as error:
        raise InputError(
            "form.file", f"表单 {path} 不是普通文件，或超过1 MB：请换一个文件"
        ) from error
    try:
        form = msgspec.json.decode(data, type=FilingForm)
        check_once(data)
    except msgspec.ValidationError as error:
        raise InputError("form.invalid", f"表单 {path}：{_wrong(str(error))}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            "form.json", f"表单 {path} 不是 UTF-8 的 JSON：请检查逗号和引号"
        ) from error
    except ValueError as error:
        raise InputError("form.twice", f"表单 {path} 里同一项写了两次：请只留一个") from error
    return form


def picture_reader(folder: Path) -> Callable[[str], bytes]:
    """Return what reads the pictures that a form names, beside the form."""

    def read(name: str) -> bytes:
        try:
            return read_plain(folder / name, MAX_PICTURE_BYTES)
        except OSError as error:
            raise InputError("form.picture", "照片读不了：请检查路径") from error
        except ValueError as error:
            raise InputError(
                NOT_TAKEN, "照片不是普通文件，或超过8 MB：请换一张，或拍小一点"
            ) from error

    return read


def _wrong(said: str) -> str:
    """Return in Chinese what msgspec says is wrong, and where; never a value."""
    found = _SAID.fullmatch(said)
    reason, place = (found[1], found[2] or "") if found else ("", "")
    where = place.strip(".") or "最外层"
    member = _MEMBER.fullmatch(reason)
    if member is not None:
        word = "缺少" if member[1].startswith("missing") else "多了不认识的"
        return f"{where} {word} {member[2]}"
    expected = _EXPECTED.fullmatch(reason)
    kinds = [_KINDS.get(kind) for kind in expected[1].split(" | ")] if expected else []
    if kinds and all(kinds):
        return f"{where} 要写{'，或'.join(map(str, kinds))}"
    return f"{where} 不是能写的值：请对照 docs/examples/filing.json"
