"""What people read when a setting of a device is wrong."""

from typing import Literal

import pytest
from msgspec import Struct

from kiosk.domain.errors import InputError
from kiosk.domain.setting_words import read_settings


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    port: str
    width_mm: Literal[58, 80] = 80
    baud: int = 9600


def test_sound_settings_become_the_struct() -> None:
    assert read_settings({"port": "/dev/ttyS0", "width_mm": 58}, Settings) == Settings(
        port="/dev/ttyS0", width_mm=58
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "少了 port 这个设置"),
        ({"port": "x", "bauds": 1}, "没有 bauds 这个设置，可以写 port、width_mm、baud"),
        ({"port": "x", "width_mm": 60}, "width_mm 不能写 60，可以写 58、80"),
        ({"port": "x", "baud": "fast"}, "baud 要写整数"),
        ({"port": 3}, "port 要写文字"),
    ],
)
def test_a_wrong_one_is_named_with_what_is_allowed(given: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_settings(given, Settings)
    assert caught.value.message == said
