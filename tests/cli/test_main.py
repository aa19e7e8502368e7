"""What holds for every command: exit codes, where things are written, what is imported."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from kiosk.cli.main import COMMANDS, LazyGroup, run
from kiosk.cli.main import kiosk as group
from tests.cli.conftest import ROOT, Outcome
from tests.mounts import mounted

Kiosk = Callable[..., Outcome]

IMPORTED = """
import sys
from kiosk.cli.main import run
code = run(sys.argv[1:])
print(*sorted({name.split(".")[0] for name in sys.modules} & {"PySide6", "reportlab", "qrcode",
    "sqlite_utils", "yaml", "pypinyin", "zstandard"}), file=sys.stderr)
print("workshop" if "kiosk.workshop" in sys.modules else "", file=sys.stderr)
sys.exit(code)
"""


def spawn(*command: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        **options,  # type: ignore[call-overload]
    )


@pytest.mark.parametrize(
    "args",
    [
        ["topics"],
        ["search", "sfz", "--json"],
        ["questions", "id-card"],
        ["checklist", "open-restaurant", "--json"],
        ["doctor"],
    ],
)
def test_the_guide_imports_neither_qt_nor_paper_nor_workshop(data: Path, args: list[str]) -> None:
    ended = spawn("-c", IMPORTED, "--data", data, *args)
    assert (ended.returncode, ended.stderr.split()) == (0, [])


def test_the_module_runs_as_a_program(data: Path) -> None:
    ended = spawn("-m", "kiosk.cli.main", "topics", "--json", "--data", data)
    assert ended.returncode == 0
    assert {topic["id"] for topic in json.loads(ended.stdout)} >= {"id-card", "open-restaurant"}


def test_a_reader_that_leaves_early_is_no_error(data: Path) -> None:
    command = [sys.executable, "-m", "kiosk.cli.main", "topics", "--data", str(data)]
    read, write = os.pipe()
    os.close(read)
    with subprocess.Popen(command, cwd=ROOT, stdout=write, stderr=subprocess.PIPE) as program:
        os.close(write)
        _, err = program.communicate()
    assert (program.returncode, err) == (0, b"")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["tpoics"], "没有 tpoics 这个命令，可以用 run、topics"),
        (["topics", "--colour"], "没有 --colour 这个选项"),
        (["search"], "缺少 词…"),
        (["search", "x", "--limit", "0"], "要写 1 到 100 的整数"),
        (["search", "x", "--limit", "many"], "要写 1 到 100 的整数"),
        (["checklist", "id-card", "--as-of", "31.12.2026"], "要写成 2026-11-21 这样"),
        (["checklist", "id-card", "--json", "--text"], "只能选一个"),
        (["config", "check"], "缺少 文件"),
        (["doctor", "多的"], "多写了 多的"),
        (["checklist", "id-card", "--as-of", "20260101"], "要写成 2026-11-21 这样"),
        (["checklist", "id-card", "--start", "9999-12-31"], "1949 到 2199 年"),
        (["checklist", "no-such-topic"], "用 kiosk topics 看"),
        (["checklist", "id-card", "--answer", "who="], "没有选项 （空）"),
        (["checklist", "id-card", "--pdf", "x" * 300], "文件名太长"),
        (["check-qr", "x" * 5000], "x… 不是清单码"),
        (["check-qr", ""], "（空） 不是清单码"),
    ],
)
def test_a_wrong_command_line_says_what_is_allowed(
    kiosk: Kiosk, args: list[str], said: str
) -> None:
    ended = kiosk(*args)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1


def test_help_lists_every_command_without_importing_them() -> None:
    ended = spawn("-c", IMPORTED, "--help")
    assert ended.stderr.split() == []
    assert all(name in ended.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there(name: str) -> None:
    assert isinstance(group, LazyGroup)
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.help


def test_data_may_stand_behind_the_command(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["topics", "--json", f"--data={data}"]) == 0
    assert json.loads(capfd.readouterr().out)


def test_the_environment_names_the_data_folder(data: Path) -> None:
    ended = spawn("-m", "kiosk.cli.main", "topics", env={**os.environ, "KIOSK_DATA": str(data)})
    assert (ended.returncode, ended.stderr) == (0, "")


def test_nothing_is_written_outside_the_data_folder(data: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environ = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    ended = spawn("-m", "kiosk.cli.main", "checklist", "id-card", "--data", data, env=environ)
    assert ended.returncode == 0
    assert list(home.iterdir()) == []


def test_a_file_in_place_of_the_data_folder_is_bad_input(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    assert run(["--data", str(tmp_path / "taken"), "topics"]) == 2
    assert "不是文件夹" in capfd.readouterr().err


def test_a_data_folder_that_cannot_be_made_is_unavailable(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert run(["--data", "/proc/kiosk", "topics"]) == 3
    assert "数据文件夹 /proc/kiosk 写不了" in capfd.readouterr().err


def test_a_data_folder_on_a_read_only_disk_is_unavailable(data: Path, kiosk: Kiosk) -> None:
    with mounted("tmpfs", data, "ro"):
        ended = kiosk("topics")
    assert ended.code == 3
    assert f"数据文件夹 {data} 写不了" in ended.err


BROKEN = """
import sys
import kiosk.cli.main as main
main.COMMANDS["topics"] = ("nowhere:topics", "")
sys.exit(main.run(sys.argv[1:]))
"""


def test_our_own_mistake_is_one_line_with_a_reference(data: Path) -> None:
    ended = spawn("-c", BROKEN, "--data", data, "topics")
    assert ended.returncode == 1
    assert ended.stdout == ""
    (line,) = ended.stderr.splitlines()
    assert "Traceback" not in line
    reference = line.split("编号 ")[1].split("，")[0]
    assert reference in (data / "log" / "kiosk.jsonl").read_text("utf-8")


def test_a_wrong_configuration_names_the_setting(data: Path, kiosk: Kiosk) -> None:
    (data / "config.toml").write_text('[site]\nnmae = "x"\n', "utf-8")
    ended = kiosk("topics")
    assert ended.code == 2
    assert "site.nmae" in ended.err


def test_a_region_of_the_configuration_that_nobody_knows(data: Path, kiosk: Kiosk) -> None:
    (data / "config.toml").write_text('[site]\nregion = "999999"\n', "utf-8")
    ended = kiosk("checklist", "id-card")
    assert ended.code == 2
    assert "999999" in ended.err


def test_a_damaged_catalogue_is_rebuilt_with_a_notice(data: Path, tmp_path: Path) -> None:
    (data / "catalog.db").write_bytes(b"not a database")
    ended = spawn("-m", "kiosk.cli.main", "topics", "--json", "--data", data)
    if not (ROOT / "build" / "starter" / "starter.json").exists():
        assert ended.returncode == 3
        assert "make setup" in ended.stderr
        return
    assert ended.returncode == 0
    assert json.loads(ended.stdout)
    assert "已用随程序附带的目录重建" in ended.stderr
