"""The configuration file is changed in place: comments and everything else stay."""

from pathlib import Path

import msgspec
import pytest

from kiosk.domain.errors import InputError
from kiosk.store.settings_file import TomlSettingsFile

WRITTEN = """\
# 花戏楼的机器
[site]
name = "花戏楼便民服务点"  # 门口的牌子

[screen]
diagonal_inch = 21.5            # 量过
theme = "contrast"

[devices.a4]   # 里屋那台
driver = "cups"
queue = "old"  # 旧名字
"""


def a_file(folder: Path, content: str | None = WRITTEN) -> tuple[TomlSettingsFile, Path]:
    path = folder / "etc" / "config.toml"
    if content is not None:
        path.parent.mkdir()
        path.write_text(content, "utf-8")
        path.chmod(0o640)
    return TomlSettingsFile(path, lambda data: msgspec.toml.decode(data)), path


def test_one_setting_changes_and_nothing_else(tmp_path: Path) -> None:
    settings, path = a_file(tmp_path)
    settings.set(("screen",), {"diagonal_inch": 15.6})
    assert path.read_text("utf-8") == WRITTEN.replace("21.5", "15.6")
    assert path.stat().st_mode & 0o777 == 0o640


def test_whole_tables_get_a_new_content(tmp_path: Path) -> None:
    settings, path = a_file(tmp_path)
    settings.replace(
        {
            ("devices", "a4"): {"driver": "cups", "queue": "kiosk_a4"},
            ("devices", "receipt"): {"driver": "escpos", "port": "/dev/ttyUSB1", "width_mm": 80},
        }
    )
    text = path.read_text("utf-8")
    assert text.startswith(WRITTEN[: WRITTEN.index("queue")])
    read = msgspec.toml.decode(text)
    assert read["devices"] == {
        "a4": {"driver": "cups", "queue": "kiosk_a4"},
        "receipt": {"driver": "escpos", "port": "/dev/ttyUSB1", "width_mm": 80},
    }
    settings.replace({("devices", "a4"): {"driver": "file", "folder": "out"}})
    assert msgspec.toml.decode(path.read_bytes())["devices"]["a4"] == {
        "driver": "file",
        "folder": "out",
    }


def test_a_missing_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    settings, path = a_file(tmp_path, None)
    settings.set(("technician", "pins"), {"zhang": "scrypt"})
    settings.set(("technician", "pins"), {"li": "scrypt"})
    assert msgspec.toml.decode(path.read_bytes()) == {
        "technician": {"pins": {"zhang": "scrypt", "li": "scrypt"}}
    }
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_the_check_refuses_is_not_written(tmp_path: Path) -> None:
    _, path = a_file(tmp_path)

    def refuse(data: bytes) -> None:
        raise InputError("config.invalid", "不行")

    with pytest.raises(InputError):
        TomlSettingsFile(path, refuse).set(("screen",), {"theme": "pink"})
    assert path.read_text("utf-8") == WRITTEN


@pytest.mark.parametrize("content", ["[site", "screen = 3\n", "devices = [1]\n"])
def test_a_file_that_is_none_is_said_so_and_left_alone(tmp_path: Path, content: str) -> None:
    settings, path = a_file(tmp_path, content)
    with pytest.raises(InputError):
        settings.replace({("screen",): {"theme": "light"}, ("devices", "a4"): {"driver": "cups"}})
    assert path.read_text("utf-8") == content


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "etc").write_text("a file")
    settings, _ = a_file(tmp_path, None)
    with pytest.raises(InputError) as caught:
        settings.set(("screen",), {"theme": "light"})
    assert "config.toml" in caught.value.message
