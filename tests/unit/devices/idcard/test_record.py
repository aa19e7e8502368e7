"""Cards of all four kinds, put together by hand byte by byte, and what is odd about some."""

from typing import Any

import msgspec
import pytest

from kiosk.devices.idcard.cards import SPECIMENS
from kiosk.devices.idcard.record import decode, decode_addresses, split_read
from kiosk.domain.person import IdentityDocument


def by_hand(**at: str) -> bytearray:
    """Return 256 bytes of blanks with texts at their offsets: `_36="19900131"`."""
    text = bytearray(b" \0" * 128)
    for offset, value in at.items():
        content = value.encode("utf-16-le", "surrogatepass")
        text[int(offset[1:]) : int(offset[1:]) + len(content)] = content
    return text


RESIDENT: dict[str, str] = {
    "_0": "王小明", "_30": "1", "_32": "01", "_36": "19900131", "_52": "山东省青岛市香港中路11号",
    "_122": "370202199001310018", "_158": "青岛市公安局", "_188": "20160131", "_204": "20360131",
}  # fmt: skip
NOTHING: dict[str, Any] = {
    "english_name": None, "country": None, "pass_number": None, "issue_count": None,
    "long_term": False, "unmapped": (), "warnings": (), "added_addresses": (),
}  # fmt: skip


def shown(text: bytearray) -> dict[str, Any]:
    document = decode(text)
    assert document is not None
    return msgspec.structs.asdict(document)


def test_a_resident() -> None:
    assert shown(by_hand(**RESIDENT)) == NOTHING | {
        "kind": "resident", "number": "370202199001310018", "number_valid": True,
        "name": "王小明", "name_raw": "王小明", "sex": "1", "sex_text": "男",
        "ethnic": "01", "ethnic_text": "汉", "birth": "1990-01-31",
        "address": "山东省青岛市香港中路11号", "issuer": "青岛市公安局",
        "valid_from": "2016-01-31", "valid_to": "2036-01-31",
    }  # fmt: skip


def test_a_residence_permit() -> None:
    text = by_hand(
        _0="陈大文", _30="1", _36="19780303", _52="广东省深圳市", _122="810000197803035171",
        _158="深圳市公安局", _188="20200101", _204="20250101", _220="H12345678", _238="02",
        _248="J",
    )  # fmt: skip
    assert shown(text) == NOTHING | {
        "kind": "hmt", "number": "810000197803035171", "number_valid": True,
        "name": "陈大文", "name_raw": "陈大文", "sex": "1", "sex_text": "男",
        "ethnic": None, "ethnic_text": None, "birth": "1978-03-03", "address": "广东省深圳市",
        "issuer": "深圳市公安局", "valid_from": "2020-01-01", "valid_to": "2025-01-01",
        "pass_number": "H12345678", "issue_count": "02",
    }  # fmt: skip


def test_a_foreigner_of_2017() -> None:
    text = by_hand(
        _0="SMITH, JANE ANN", _120="2", _122="CAN110081080310", _152="CAN", _158="史密斯",
        _188="20180101", _204="20280101", _220="19810803", _236="01", _240="1500", _248="I",
    )  # fmt: skip
    assert shown(text) == NOTHING | {
        "kind": "foreigner2017", "number": "CAN110081080310", "number_valid": True,
        "name": "史密斯", "name_raw": "史密斯", "english_name": "SMITH, JANE ANN",
        "sex": "2", "sex_text": "女", "ethnic": None, "ethnic_text": None, "birth": "1981-08-03",
        "address": None, "issuer": "1500", "valid_from": "2018-01-01", "valid_to": "2028-01-01",
        "country": "CAN",
    }  # fmt: skip


def test_a_foreigner_of_2023_whose_name_goes_on_after_a_space() -> None:
    first = "MUSTERMANN-SCHMIDT, MARIA LISABETH "
    assert len(first) == 35
    text = by_hand(
        _30="2", _32="00", _36="19810803", _52=first, _122="911124198108030024", _188="20240101",
        _204="20340101", _220="ANNA JOSEFA", _242="DEU", _248="Y", _250="081",
    )  # fmt: skip
    assert shown(text) == NOTHING | {
        "kind": "foreigner2023", "number": "911124198108030024", "number_valid": True,
        "name": None, "name_raw": None, "english_name": f"{first}ANNA JOSEFA",
        "sex": "2", "sex_text": "女", "ethnic": None, "ethnic_text": None, "birth": "1981-08-03",
        "address": None, "issuer": None, "valid_from": "2024-01-01", "valid_to": "2034-01-01",
        "country": "DEU",
    }  # fmt: skip


def changed(**at: str) -> IdentityDocument:
    document = decode(by_hand(**(RESIDENT | at)))
    assert document is not None
    return document


def test_valid_for_ever() -> None:
    document = changed(_204="长期    ")
    assert (document.valid_to, document.long_term, document.warnings) == (None, True, ())


def test_an_end_that_is_no_date_is_shown_as_read() -> None:
    document = changed(_204="永久有效    ")
    assert (document.valid_to, document.long_term) == (None, False)
    assert document.warnings == ("有效期截止不是日期：永久有效",)


@pytest.mark.parametrize(
    ("name", "normal", "unknown"),
    [
        ("阿依古丽·麦麦提", "阿依古丽·麦麦提", ()),
        ("张䶮", "张䶮", ()),
        ("张\ue863", "张䶮", ()),
        ("赵\ue900", "赵\ue900", ("U+E900",)),
        ("陈\U00020087", "陈\U00020087", ()),
        ("陈\ud842", "陈\ufffd", ("U+D842",)),
        ("一二三四五六七八九十一二三四\ud842", "一二三四五六七八九十一二三四\ufffd", ("U+D842",)),
        ("买买提江·阿不都热依木·艾尼瓦", "买买提江·阿不都热依木·艾尼瓦", ()),
    ],
)
def test_names_keep_their_units_and_become_readable(
    name: str, normal: str, unknown: tuple[str, ...]
) -> None:
    document = changed(_0=name)
    assert (document.name_raw, document.name, document.unmapped) == (name, normal, unknown)
    assert document.warnings == (("姓名含未收录字，请核对",) if unknown else ())


def test_nuls_are_padding_too() -> None:
    text = by_hand(**RESIDENT)
    text[6:30] = bytes(24)
    document = decode(text)
    assert document is not None
    assert document.name == document.name_raw == "王小明"


def test_what_contradicts_the_number_is_a_warning_and_no_more() -> None:
    document = changed(_30="2", _36="19900201")
    assert document.number_valid
    assert document.warnings == ("号码里的出生日期和卡上的不一样", "号码里的性别和卡上的不一样")
    wrong = changed(_122="370202199001310019")
    assert (wrong.number_valid, wrong.warnings) == (False, ("号码不对，请核对",))


def test_unknown_codes_are_shown() -> None:
    document = changed(_30="7", _32="94")
    assert (document.sex_text, document.ethnic_text) == ("代码7", "代码94")


def test_a_text_without_a_number_is_no_card() -> None:
    assert decode(by_hand()) is None
    assert decode(bytearray(256)) is None


def test_lengths_that_do_not_add_up_give_nothing() -> None:
    right = bytes.fromhex("0100 0400") + bytes(256) + bytes(1024)
    assert split_read(right) == (bytearray(256), bytearray(1024))
    for lie in ("0102 0400", "00FE 0400", "0100 0402", "0100 03FE", "0200 0300", "0000 0500"):
        assert split_read(bytes.fromhex(lie) + right[4:]) is None, lie
    assert split_read(right[:-1]) is split_read(right + b"\0") is split_read(b"") is None


def test_added_addresses_come_in_blocks() -> None:
    first, second = (one.ljust(35).encode("utf-16-le") for one in ("青岛市辽宁路5号", "海尔路7号"))
    blank = b" \0" * 35
    assert decode_addresses(first) == ("青岛市辽宁路5号",)
    assert decode_addresses(first + second + blank + blank) == ("青岛市辽宁路5号", "海尔路7号")
    assert decode_addresses(b"") == ()


@pytest.mark.parametrize("name", [name for name, (_, card) in SPECIMENS.items() if card.text])
def test_every_invented_person_has_a_card_of_256_bytes_and_a_valid_number(name: str) -> None:
    text = SPECIMENS[name][1].text
    assert text is not None
    assert len(text) == 256
    document = decode(text)
    assert document is not None
    assert document.number_valid
    assert "王" not in repr(document)
