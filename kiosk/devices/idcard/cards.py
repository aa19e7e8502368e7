"""Cards of people who do not exist, as bytes: for the emulator, trainers, demonstrations, tests.

How an emulator answers with them is `emulator.py`; reading them is `record.py`, whose table of
places is not used here, so that a mistake in either is seen. Source: devices.md §5.
"""

from msgspec import Struct

from kiosk.domain.identity_number import check_digit

PHOTO_BYTES = 1024
_FROM, _TO = "20160131", "20360131"


class Card(Struct, frozen=True, kw_only=True):
    """What a card in the field is.

    `text` None: a contactless card that is no identity card. `addresses`: added addresses.
    """

    text: bytes | None
    addresses: tuple[str, ...] = ()

    @property
    def photo(self) -> bytes:
        """1024 bytes that differ from card to card, with a false frame inside."""
        seed = sum(self.text or b"")
        noise = bytes((seed + 31 * place) % 251 for place in range(PHOTO_BYTES - 12))
        return b"\xaa\xaa\xaa\x96\x69\x00\x08\x00\x00\x9f\x00\x00" + noise


def number_18(first: str) -> str:
    """Return 17 digits with their check digit."""
    return first + check_digit(first)


def resident(
    name: str,
    number: str,
    *,
    ethnic: str = "01",
    address: str = "山东省青岛市市南区香港中路11号",
    valid: tuple[str, str] = (_FROM, _TO),
    addresses: tuple[str, ...] = (),
) -> Card:
    """Return a resident's card; sex and birth are those in the number."""
    text = _joined(
        (name, 15), (_sex(number), 1), (ethnic, 2), (number[6:14], 8), (address, 35), (number, 18),
        ("青岛市公安局市南分局", 15), (valid[0], 8), (valid[1], 8), ("", 18),
    )  # fmt: skip
    return Card(text=text, addresses=addresses)


def permit(name: str, number: str, pass_number: str) -> Card:
    """Return a residence permit for people of Hong Kong, Macao and Taiwan."""
    text = _joined(
        (name, 15), (_sex(number), 1), ("", 2), (number[6:14], 8), ("广东省深圳市罗湖区", 35),
        (number, 18), ("深圳市公安局", 15), (_FROM, 8), (_TO, 8), (pass_number, 9), ("02", 2),
        ("", 3), ("J", 1), ("", 3),
    )  # fmt: skip
    return Card(text=text)


def foreigner_2017(name: str, english: str, number: str, birth: str) -> Card:
    """Return a foreigner's permanent residence card of 2017; `number` has 15 characters."""
    text = _joined(
        (english, 60), ("2", 1), (number, 15), (number[:3], 3), (name, 15), (_FROM, 8), (_TO, 8),
        (birth, 8), ("01", 2), ("1500", 4), ("I", 1), ("", 3),
    )  # fmt: skip
    return Card(text=text)


def foreigner_2023(name: str, english: str, number: str, country: str) -> Card:
    """Return a foreigner's permanent residence card of 2023."""
    text = _joined(
        (name, 15), (_sex(number), 1), ("00", 2), (number[6:14], 8), (english[:35], 35),
        (number, 18), ("", 15), (_FROM, 8), (_TO, 8), (english[35:], 11), (country, 3), ("Y", 1),
        ("081", 3),
    )  # fmt: skip
    return Card(text=text)


def _sex(number: str) -> str:
    return "1" if int(number[16]) % 2 else "2"


def _joined(*fields: tuple[str, int]) -> bytes:
    """Return the fields as UTF-16 units, each filled with spaces to its number of units."""
    filled = []
    for value, units in fields:
        content = value.encode("utf-16-le", "surrogatepass")[: 2 * units]
        filled.append(content + b" \0" * (units - len(content) // 2))
    return b"".join(filled)


SPECIMENS: dict[str, tuple[str, Card]] = {
    "resident": ("居民", resident("王小明", number_18("37020219900131001"))),
    "second": ("另一个居民", resident("李秀兰", number_18("37021219560708202"))),
    "dot": (
        "姓名带间隔号",
        resident("阿依古丽·麦麦提", number_18("65010319850412204"), ethnic="05"),
    ),
    "rare": ("生僻字，新卡", resident("张䶮", number_18("11010519790909033"))),
    "private": ("生僻字，旧卡的自造码", resident("张\ue863", number_18("11010519790909033"))),
    "unknown": ("没有公布的自造码", resident("赵\ue900", number_18("11010519790909105"))),
    "pair": ("生僻字，两个单元", resident("陈\U00020087", number_18("33010219660606314"))),
    "half": ("半个字", resident("陈\ud842", number_18("33010219660606314"))),
    "long-name": (
        "姓名 15 个字",
        resident("买买提江·阿不都热依木·艾尼瓦", number_18("65322219700101501"), ethnic="05"),
    ),
    "long-address": (
        "住址 35 个字",
        resident(
            "孙国强",
            number_18("51010419620215703"),
            address="四川省成都市锦江区东大街下东大街段一百六十八号锦江国际新城二期三栋二单",
        ),
    ),
    "forever": (
        "长期有效",
        resident("周淑芬", number_18("37020219480405002"), valid=(_FROM, "长期")),
    ),
    "expired": (
        "过期",
        resident("吴建军", number_18("37020219750620113"), valid=("20050101", "20250101")),
    ),
    "moved": (
        "有追加住址",
        resident(
            "郑丽华",
            number_18("37020219880808222"),
            addresses=("山东省青岛市市北区辽宁路5号", "山东省青岛市崂山区海尔路7号"),
        ),
    ),
    "hongkong": ("香港居民居住证", permit("陈大文", number_18("81000019780303517"), "H12345678")),
    "macao": ("澳门居民居住证", permit("何美华", number_18("82000019820708606"), "M87654321")),
    "taiwan": ("台湾居民居住证", permit("林志明", number_18("83000019700101711"), "00012345")),
    "foreigner2017": (
        "外国人永久居留身份证，2017 版",
        foreigner_2017("史密斯", "SMITH, JANE ANN", "CAN110081080310", "19810803"),
    ),
    "foreigner2023": (
        "外国人永久居留身份证，2023 版",
        foreigner_2023(
            "",
            "MUSTERMANN-SCHMIDT, MARIA LISABETH ANNA JOSEFA",
            number_18("91127619810803002"),
            "DEU",
        ),
    ),
    "other": ("不是身份证的卡", Card(text=None)),
}
"""What the emulator can lay: name → what it is, the card."""
