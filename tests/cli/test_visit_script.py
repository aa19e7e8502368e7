import os
from pathlib import Path

import msgspec
import pytest
import qrcode

from kiosk.cli.visit import keep_paper, read_script
from kiosk.domain.errors import InputError
from kiosk.ui.script import Card, Expect, Hold, Pass, Press, Printer, Scan, Shot, Tap, Type, Wait
from tests.people import ZHANG


@pytest.fixture
def read(tmp_path: Path):
    def read_text(text: str):
        file = tmp_path / "visit.yaml"
        file.write_text(text, encoding="utf-8")
        return read_script(file)

    return read_text


def test_reads_every_kind_of_step(read):
    script = read(
        """
about: 开餐馆
region: "511600"
printers: [receipt]
steps:
  - wait: home
  - tap: 开餐馆
  - type: cg
  - press: Tab ×3
  - shot: r1-home
  - expect: {gone: 出了点小问题}
  - printer: E-PR-01
  - pass: 180
"""
    )
    assert script.steps == (
        Wait(line=6, screen="home"),
        Tap(line=7, target="开餐馆"),
        Type(line=8, text="cg"),
        Press(line=9, key="Tab", times=3),
        Shot(line=10, name="r1-home"),
        Expect(line=11, gone="出了点小问题"),
        Printer(line=12, state="E-PR-01"),
        Pass(line=13, seconds=180),
    )
    assert script.region == "511600"
    assert script.printers == ("receipt",)


def test_cards_codes_and_the_door(read, tmp_path):
    (tmp_path / "zhang.json").write_bytes(msgspec.json.encode(ZHANG))
    qrcode.make("K1:ABC").save(str(tmp_path / "code.png"))
    script = read(
        """
technician: "402817"
steps:
  - hold: shell.site
  - card: reading
  - card: zhang.json
  - card: E-ID-03
  - scan: K1:ABC
  - scan: code.png
"""
    )
    assert script.pin == "402817"
    assert script.steps == (
        Hold(line=4, target="shell.site", seconds=5),
        Card(line=5, laid="reading"),
        Card(line=6, laid=ZHANG),
        Card(line=7, laid="E-ID-03"),
        Scan(line=8, text="K1:ABC"),
        Scan(line=9, text="K1:ABC"),
    )


def test_a_kiosk_without_a_printer(read):
    assert read("printers: []\nsteps: []").printers == ()


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("steps:\n  - tip: 开餐馆", 2, "tap"),
        ("steps:\n  - tap: a\n    wait: b", 2, "一个动作"),
        ("steps:\n  - tap:", 2, "文字"),
        ("steps: x", 1, "列表"),
        ("stops: []", 1, "steps"),
        ("about: x", 1, "steps"),
        ("steps:\n  - shot: ../x", 2, "小写字母"),
        ("steps:\n  - expect: {text: a, gone: b}", 2, "只写一样"),
        ("steps:\n  - expect: {txt: a}", 2, "screen、text、gone"),
        ("steps:\n  - printer: broken", 2, "E-PR-01"),
        ("steps:\n  - pass: soon", 2, "秒数"),
        ("steps:\n  - press: 'a b c'", 2, "按键"),
        ("steps:\n  - card: E-ID-09", 2, "E-ID-04"),
        ("steps:\n  - card: nobody.json", 2, "读不了"),
        ("steps:\n  - card: broken.json", 2, "kiosk reader read --json"),
        ("steps:\n  - scan: nothing.png", 2, "图片"),
        ("technician: '12'\nsteps: []", 1, "位数字"),
        ("printers: [a3]\nsteps: []", 1, "a4、receipt"),
        ("steps: []\nsteps: []", 2, "写了两次"),
        ("steps:\n  - [", 2, "YAML"),
        ("", 1, "空的"),
    ],
)
def test_a_mistake_names_file_line_and_what_is_allowed(read, tmp_path, text, line, named):
    (tmp_path / "broken.json").write_text('{"name": "张小三"}', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(text)
    assert f"visit.yaml:{line}：" in caught.value.message
    assert "张小三" not in caught.value.message
    assert named in caught.value.message


def test_a_missing_file_and_a_wrong_encoding(tmp_path):
    with pytest.raises(InputError, match="读不了"):
        read_script(tmp_path / "none.yaml")
    other = tmp_path / "gbk.yaml"
    other.write_bytes("steps: [开餐馆]".encode("gb18030"))
    with pytest.raises(InputError, match="UTF-8"):
        read_script(other)


def test_a_huge_file_is_refused(tmp_path):
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"a" * 10_000_000)
    with pytest.raises(InputError, match="太大"):
        read_script(huge)


def test_the_last_printed_list_is_kept(tmp_path):
    assert keep_paper(tmp_path) is None
    (tmp_path / "a4-0001.pdf").write_bytes(b"old")
    os.utime(tmp_path / "a4-0001.pdf", ns=(1, 1))
    (tmp_path / "receipt-0001.pdf").write_bytes(b"new")
    assert keep_paper(tmp_path) == tmp_path / "checklist.pdf"
    assert (tmp_path / "checklist.pdf").read_bytes() == b"new"
