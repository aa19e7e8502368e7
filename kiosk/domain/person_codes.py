"""Codes of people: sex, ethnic group, province, with the characters they stand for.

Which byte of a card holds which code is `devices/idcard/record.py`; county codes are not here,
because those inside a number are historical (devices.md §6).

Source: GB/T 2261.1, GB/T 3304, GB/T 2260.
"""

SEX = {"0": "未知的性别", "1": "男", "2": "女", "9": "未说明的性别"}


def _table(text: str) -> dict[str, str]:
    """Return {"01": "汉", …} for `01汉 …`."""
    return {entry[:2]: entry[2:] for entry in text.split()}


ETHNIC = _table(
    "01汉 02蒙古 03回 04藏 05维吾尔 06苗 07彝 08壮 09布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 "
    "17哈萨克 18傣 19黎 20傈僳 21佤 22畲 23高山 24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 "
    "31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南 37仡佬 38锡伯 39阿昌 40普米 41塔吉克 42怒 "
    "43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙 52鄂伦春 53赫哲 54门巴 "
    "55珞巴 56基诺 97其他 98外国血统中国籍人士"
)

PROVINCE = _table(
    "11北京 12天津 13河北 14山西 15内蒙古 21辽宁 22吉林 23黑龙江 31上海 32江苏 33浙江 34安徽 "
    "35福建 36江西 37山东 41河南 42湖北 43湖南 44广东 45广西 46海南 50重庆 51四川 52贵州 53云南 "
    "54西藏 61陕西 62甘肃 63青海 64宁夏 65新疆 71台湾 81香港 82澳门 83台湾 91外国"
)
"""83 is Taiwan in residence permits, 91 foreigners in some systems."""


def text_of(code: str | None, table: dict[str, str]) -> str | None:
    """Return what a code stands for, `代码NN` for one that no table has, None for no code."""
    if not code:
        return None
    return table.get(code, f"代码{code}")
