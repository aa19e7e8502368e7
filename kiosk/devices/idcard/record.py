"""What a card says: the data of a read answer becomes an identity document, in four layouts.

How the answer was got and whether it belongs to the card that lies there is `session.py`. The photo
is only cut out here; see `photo.py`. Source: devices.md §5–§7.
"""

from msgspec import Struct

from kiosk.devices.idcard.commands import ADDRESS_BYTES
from kiosk.domain.identity_number import birth_of, date_of, is_valid_number, sex_of, tidy_number
from kiosk.domain.person import CardKind, IdentityDocument
from kiosk.domain.person_codes import ETHNIC, SEX, text_of
from kiosk.domain.rare_characters import normalized, unmapped

TEXT_BYTES = 256
_HEAD = 4
_PADDING = " \0"
_FOREVER = "长期"
_KIND_AT = (248, 2)

Spans = tuple[tuple[int, int], ...]
"""Offset and length in bytes; a text may be in two pieces."""


class Layout(Struct, frozen=True, kw_only=True):
    """Where the fields of one kind of card are; an empty span: this kind lacks it."""

    number: Spans
    name: Spans
    english_name: Spans = ()
    sex: Spans
    ethnic: Spans = ()
    birth: Spans
    address: Spans = ()
    issuer: Spans = ()
    valid_from: Spans
    valid_to: Spans
    country: Spans = ()
    pass_number: Spans = ()
    issue_count: Spans = ()


LAYOUTS: dict[CardKind, Layout] = {
    "resident": Layout(
        name=((0, 30),),
        sex=((30, 2),),
        ethnic=((32, 4),),
        birth=((36, 16),),
        address=((52, 70),),
        number=((122, 36),),
        issuer=((158, 30),),
        valid_from=((188, 16),),
        valid_to=((204, 16),),
    ),
    "hmt": Layout(
        name=((0, 30),),
        sex=((30, 2),),
        birth=((36, 16),),
        address=((52, 70),),
        number=((122, 36),),
        issuer=((158, 30),),
        valid_from=((188, 16),),
        valid_to=((204, 16),),
        pass_number=((220, 18),),
        issue_count=((238, 4),),
    ),
    "foreigner2017": Layout(
        english_name=((0, 120),),
        sex=((120, 2),),
        number=((122, 30),),
        country=((152, 6),),
        name=((158, 30),),
        valid_from=((188, 16),),
        valid_to=((204, 16),),
        birth=((220, 16),),
        issuer=((240, 8),),
    ),
    "foreigner2023": Layout(
        name=((0, 30),),
        sex=((30, 2),),
        birth=((36, 16),),
        english_name=((52, 70), (220, 22)),
        number=((122, 36),),
        valid_from=((188, 16),),
        valid_to=((204, 16),),
        country=((242, 6),),
    ),
}
_KINDS: dict[str, CardKind] = {"I": "foreigner2017", "J": "hmt", "Y": "foreigner2023"}


def split_read(data: bytes | bytearray) -> tuple[bytearray, bytearray] | None:
    """Return text and photo of a read answer's data, or None when its lengths do not add up.

    Args:
        data: what follows SW3: TLEN, PLEN (big-endian), text, photo.
    """
    text_size, photo_size = (int.from_bytes(data[at : at + 2], "big") for at in (0, 2))
    if text_size != TEXT_BYTES or _HEAD + text_size + photo_size != len(data):
        return None
    photo_at = _HEAD + text_size
    return bytearray(data[_HEAD:photo_at]), bytearray(data[photo_at:])


def decode(text: bytes | bytearray, added: tuple[str, ...] = ()) -> IdentityDocument | None:
    """Return what a card says, or None for a text without a number, which is no card's.

    Args:
        text: 256 bytes, UTF-16 little-endian.
        added: see `decode_addresses`.
    """
    sheet = _Sheet(text)
    kind = _KINDS.get(sheet.raw((_KIND_AT,)), "resident")
    at = LAYOUTS[kind]
    number = tidy_number(normalized(sheet.raw(at.number)))
    if not number:
        return None
    birth, valid_from = sheet.day("出生日期", at.birth), sheet.day("有效期起始", at.valid_from)
    is_forever = sheet.raw(at.valid_to) == _FOREVER
    valid_to = None if is_forever else sheet.day("有效期截止", at.valid_to)
    sex, ethnic = sheet.text("性别", at.sex), sheet.text("民族", at.ethnic)
    sheet.compare(number, birth, sex)
    return IdentityDocument(
        kind=kind,
        number=number,
        number_valid=is_valid_number(number),
        name=sheet.text("姓名", at.name),
        name_raw=sheet.raw(at.name) or None,
        english_name=sheet.text("英文姓名", at.english_name),
        sex=sex,
        sex_text=text_of(sex, SEX),
        ethnic=ethnic,
        ethnic_text=text_of(ethnic, ETHNIC),
        birth=birth,
        address=sheet.text("住址", at.address),
        issuer=sheet.text("签发机关", at.issuer),
        valid_from=valid_from,
        valid_to=valid_to,
        long_term=is_forever,
        country=sheet.text("国籍", at.country),
        pass_number=sheet.text("通行证号码", at.pass_number),
        issue_count=sheet.text("签发次数", at.issue_count),
        unmapped=unmapped(sheet.raw(at.name)),
        warnings=tuple(sheet.warnings),
        added_addresses=added,
    )


def decode_addresses(data: bytes | bytearray) -> tuple[str, ...]:
    """Return the added addresses, oldest first, without empty ones.

    Args:
        data: blocks of 70 bytes, UTF-16 little-endian; one, four, or any number of them.
    """
    blocks = (data[at : at + ADDRESS_BYTES] for at in range(0, len(data), ADDRESS_BYTES))
    return tuple(filter(None, (normalized(_characters(block)) for block in blocks)))


class _Sheet:
    """The text of a card, and what was odd about it."""

    def __init__(self, text: bytes | bytearray) -> None:
        self._text = text
        self.warnings: list[str] = []

    def raw(self, spans: Spans) -> str:
        """Return a field as the card has it, pieces joined before the padding goes."""
        return _characters(b"".join(self._text[at : at + size] for at, size in spans))

    def text(self, what: str, spans: Spans) -> str | None:
        """Return a field in Unicode's own characters, None when it is blank."""
        raw = self.raw(spans)
        if unmapped(raw):
            self.warnings.append(f"{what}含未收录字，请核对")
        return normalized(raw) or None

    def day(self, what: str, spans: Spans) -> str | None:
        """Return a date as ISO date; a value that is no date gives None and a warning."""
        raw = self.raw(spans)
        day = date_of(raw)
        if day is None:
            self.warnings.append(f"{what}不是日期：{normalized(raw)}")
            return None
        return day.isoformat()

    def compare(self, number: str, birth: str | None, sex: str | None) -> None:
        """Warn of a number that says otherwise; old data may, so nothing is refused."""
        if not is_valid_number(number):
            self.warnings.append("号码不对，请核对")
        in_number = birth_of(number)
        if birth and in_number and in_number.isoformat() != birth:
            self.warnings.append("号码里的出生日期和卡上的不一样")
        if sex in ("1", "2") and sex_of(number) not in (None, sex):
            self.warnings.append("号码里的性别和卡上的不一样")


def _characters(content: bytes | bytearray) -> str:
    """Return the characters of a field without its padding; halves of pairs stay."""
    return content.decode("utf-16-le", "surrogatepass").strip(_PADDING)
