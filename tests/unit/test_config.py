from pathlib import Path

import pytest

from kiosk.config import Config, load_config
from kiosk.domain.errors import InputError


def test_no_file_gives_the_defaults() -> None:
    assert load_config(None) == Config()


def test_settings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[site]\nname = "王庄便民服务点"\nregion = "341602"\n[screen]\ndiagonal_inch = 27.0\n'
        '[devices.a4]\ndriver = "file"\nfolder = "out"\n',
        "utf-8",
    )
    config = load_config(path)
    assert config.site.name == "王庄便民服务点"
    assert config.screen.diagonal_inch == 27
    assert config.devices == {"a4": {"driver": "file", "folder": "out"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[site]\nnme = "x"', "没有 site.nme 这个设置，可以写 name、region、phone、hours、nearest"),
        ("[sites]", "没有 sites 这个设置，可以写 site、screen、visit"),
        ('[screen]\nlayout = "wide"', "可以写 auto、landscape、portrait、small"),
        ("[screen]\ndiagonal_inch = 3", "screen.diagonal_inch 要 >= 7.0"),
        ("[site]\nname = 3", "site.name 要写文字"),
        ('[site]\nregion = "12x"', "site.region 要写区划代码"),
        ('[technicians.pins]\nzhang = "402817"', "运维编号“zhang”后面不是密码的校验值"),
        ('[technicians.pins]\nZhang = "x"', "运维编号“Zhang”只能用小写字母"),
        ("[site\n", "不是 TOML"),
        ("screen = 3", "screen 要写一节"),
        (
            '[printer]\na4_folder = "out"',
            "[printer] 这一节不用了，改成 [devices.a4] 和 [devices.receipt]，"
            '各写 driver = "file" 和 folder = "文件夹"',
        ),
        ("[devices]\na4 = 3", "[devices.名字] 下面要写设置"),
        ('[devices.a4]\nqueue = "q"', "[devices.a4] 少了 driver"),
        ("[devices.a4]\ndriver = 1", "[devices.a4] 少了 driver"),
        ('[devices."A 4"]\ndriver = "file"', "设备名 A 4 只能用小写字母、数字和 -"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        load_config(path)
    assert said in caught.value.message
    assert str(path) in caught.value.message


def test_a_missing_file_or_another_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有配置文件"):
        load_config(tmp_path / "none.toml")
    (tmp_path / "config.toml").write_bytes("[site]\nname = '王庄'".encode("gb18030"))
    with pytest.raises(InputError, match="TOML"):
        load_config(tmp_path / "config.toml")
