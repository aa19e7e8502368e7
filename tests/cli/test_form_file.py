"""Forms as files that people and programs get wrong: what is wrong, where, what is allowed."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli.form_file import MAX_FORM_BYTES, picture_reader, read_form
from kiosk.domain.errors import InputError
from kiosk.services.pictures import MAX_PICTURE_BYTES
from tests.journals import ROOT

GOOD = (ROOT / "docs" / "examples" / "filing.json").read_bytes()
TYPED = "34160219500101121X"


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    form = json.loads(GOOD)
    change(form)
    return json.dumps(form, ensure_ascii=False).encode()


def told(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_form(path)
    assert TYPED not in caught.value.message
    return caught.value.message


def test_a_form_is_read_also_as_notepad_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "form.json"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD)
    assert read_form(path).topic == "elder-allowance"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b'{"topic":"\xff"}', "UTF-8"),
        (b"[]", "最外层 要写花括号里的一组"),
        (b"[" * 100_000, "最外层"),
        (b'{"materials":' + b"[" * 100_000, "materials[0]"),
        (changed(lambda form: form.pop("agent")), "最外层 缺少 agent"),
        (changed(lambda form: form.update(extra=TYPED)), "最外层 多了不认识的 extra"),
        (changed(lambda form: form.update({TYPED: 1})), "最外层 不是能写的值"),
        (changed(lambda form: form["applicant"].pop("phone")), "applicant 缺少 phone"),
        (changed(lambda form: form.update(consent=TYPED)), "consent 要写true 或 false"),
        (changed(lambda form: form.update(signature=5)), "signature 要写文字，或null"),
        (changed(lambda form: form["materials"][0].update(files=TYPED)), "materials[0].files"),
        (changed(lambda form: form["delivery"].update(method=TYPED)), "delivery.method 不是"),
        (GOOD.replace(b'"consent": true', b'"consent": false, "consent": true'), "写了两次"),
        (GOOD.replace(b'"name":', b'"name": "x", "name":'), "写了两次"),
        (b" " * (MAX_FORM_BYTES + 1), "1 MB"),
    ],
)
def test_what_is_wrong_with_a_form_is_told(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "form.json"
    path.write_bytes(data)
    assert says in told(path)


def test_what_is_no_plain_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read = picture_reader(tmp_path)
    for name in ("pipe", "/dev/zero"):
        assert "普通文件" in told(tmp_path / name)
        with pytest.raises(InputError, match="普通文件"):
            read(name)
    for name in ("nowhere", "a" * 5_000, "."):
        assert "读不了" in told(tmp_path / name)
        with pytest.raises(InputError, match="读不了"):
            read(name)
    with pytest.raises(InputError):
        read("a\0b")


def test_a_picture_may_be_as_large_as_an_attachment_and_no_larger(tmp_path: Path) -> None:
    picture, read = tmp_path / "a.jpg", picture_reader(tmp_path)
    picture.write_bytes(bytes(MAX_PICTURE_BYTES))
    assert len(read("a.jpg")) == MAX_PICTURE_BYTES
    picture.write_bytes(bytes(MAX_PICTURE_BYTES + 1))
    with pytest.raises(InputError, match="8 MB"):
        read("a.jpg")
