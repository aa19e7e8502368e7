"""IPP messages: bytes as in the standard, and answers of any quality."""

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer.ipp_message import Answer, BadAnswer, attribute, decode, encode

HEAD = bytes.fromhex("0200000000000001")


def test_a_request_is_laid_out_as_in_rfc_8010() -> None:
    request = (attribute("printer-uri", "uri", "ipp://localhost/printers/a"),)
    data = encode(0x000B, request)

    assert data[:8] == bytes.fromhex("0200000b00000001")
    assert data[8] == 0x01
    assert b"\x47\x00\x12attributes-charset\x00\x05utf-8" in data
    assert data.endswith(b"\x45\x00\x0bprinter-uri\x00\x1aipp://localhost/printers/a\x03")


def test_further_values_have_no_name_and_a_job_has_its_own_group() -> None:
    data = encode(5, (attribute("a", "keyword", "x", "y"),), (attribute("n", "integer", -2),))

    assert b"\x44\x00\x01a\x00\x01x\x44\x00\x00\x00\x01y" in data
    assert data.endswith(b"\x02\x21\x00\x01n\x00\x04\xff\xff\xff\xfe\x03")


def test_a_truth_is_one_byte() -> None:
    data = encode(8, (attribute("purge-job", "boolean", True),))
    assert b"\x22\x00\x09purge-job\x00\x01\x01" in data


def test_an_answer_is_read_with_all_its_kinds() -> None:
    body = (
        b"\x04"
        + value(0x23, b"printer-state", struct.pack(">i", 5))
        + value(0x44, b"printer-state-reasons", b"paused")
        + value(0x44, b"", b"media-empty-error")
        + value(0x22, b"printer-is-accepting-jobs", b"\x01")
        + value(0x35, b"note", b"\x00\x02zh\x00\x06" + "缺纸".encode())
        + value(0x13, b"nothing", b"")
        + value(0x32, b"resolution", b"\x00" * 9)
        + b"\x03"
    )

    group = decode(HEAD + body).group(4)

    assert group.number("printer-state") == 5
    assert group.texts("printer-state-reasons") == ("paused", "media-empty-error")
    assert group.number("printer-is-accepting-jobs") == 1
    assert group.text("note") == "缺纸"
    assert group.text("nothing") == group.text("resolution") == group.text("missing") == ""


def test_groups_of_one_kind_stay_apart() -> None:
    jobs = b"".join(b"\x02" + value(0x21, b"job-id", struct.pack(">i", n)) for n in (7, 8))
    answer = decode(HEAD + jobs + b"\x03")
    assert [group.number("job-id") for group in answer.groups] == [7, 8]


@pytest.mark.parametrize("cut", range(1, 30))
def test_an_answer_that_is_cut_off_is_refused(cut: int) -> None:
    whole = HEAD + b"\x04" + value(0x44, b"printer-state", b"idle") + b"\x03"
    with pytest.raises(BadAnswer):
        decode(whole[:-cut])


@given(st.binary(max_size=200))
def test_noise_is_refused_or_read_but_never_breaks(noise: bytes) -> None:
    with contextlib.suppress(BadAnswer):
        assert isinstance(decode(HEAD + noise), Answer)


def value(tag: int, name: bytes, data: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(data)) + data
