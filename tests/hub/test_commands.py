"""The command `hub` as people mistype it: what is wrong, what is allowed, the right exit code."""

from pathlib import Path

import pytest

from hub.assembly import HubAssembly
from hub.cli import run
from hub.services.mistakes import MISTAKES


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "hub"
    assert run(["init", "--data", str(folder)]) == 0
    return folder


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("kiosk revoke 99999999999999999999999", "1 到 9999999"),
        ("kiosk revoke 0", "1 到 9999999"),
        ("kiosk revoke abc", "1 到 9999999"),
        ("kiosk revoke 5", "没有机器 0000005"),
        ("token nosuch", "没有服务点 nosuch"),
        ("token SITE --replaces 99999999999999999999999", "1 到 9999999"),
        ("token SITE --replaces 77", "没有机器 0000077"),
        ("site add 名 --region 34", "区划代码"),
        ("site add 名 --region ３４１６０２", "区划代码"),
        ("site add 名 --region 34160a", "区划代码"),
        (f"site add {'长' * 101} --region 341602", "100个字"),
        ("init", "已经有一个中心"),
        ("nothing", "没有 nothing 这个命令"),
    ],
)
def test_what_is_mistyped_is_named(
    data: Path, capsys: pytest.CaptureFixture[str], words: str, says: str
) -> None:
    run(["--data", str(data), "site", "add", "甲", "--region", "341602"])
    site = capsys.readouterr().out.split()[1].partition("（")[0]
    assert run(["--data", str(data), *words.replace("SITE", site).split()]) == 2
    said = capsys.readouterr().err
    assert says in said and said.count("\n") == 1


@pytest.mark.parametrize("name", ["", "   ", "两\n行", "a\x00b", "\u202e"])
def test_a_site_has_a_name_that_can_be_read(data: Path, name: str) -> None:
    assert run(["--data", str(data), "site", "add", name, "--region", "341602"]) == 2


@pytest.mark.parametrize(
    "words",
    [
        "--city 12",
        "--origin ftp://x",
        "--origin http://x/y",
        "--database nonsense",
        "--database mysql://x/y",
    ],
)
def test_a_hub_that_cannot_be_founded_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    folder = tmp_path / "new"
    assert run(["init", *words.split(), "--data", str(folder)]) == 2
    assert words.split()[0] in capsys.readouterr().err
    assert not folder.exists()


def test_a_folder_that_is_none_is_named_without_error_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    assert run(["--data", str(tmp_path / "file"), "stats"]) == 2
    assert "Errno" not in capsys.readouterr().err


def test_a_mistake_of_ours_is_one_line_and_its_place_is_kept(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: HubAssembly) -> None:
        raise ValueError("试用张三 34160219500101121X")

    monkeypatch.setattr(HubAssembly, "counts", broken)
    assert run(["stats", "--data", str(data)]) == 1
    said, kept = capsys.readouterr().err, (data / MISTAKES).read_text("utf-8")
    assert said.count("\n") == 1 and "编号" in said
    assert said.split("编号 ")[1].partition("，")[0] in kept
    assert "test_commands.py" in kept and "张三" not in kept + said
