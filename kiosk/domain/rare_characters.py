"""Rare characters: what older cards and databases write in private codes, as Unicode and as GBK.

Which font has a character, and what a screen shows for one that nobody knows, belongs elsewhere.

Source: the published table of GBK FE50…FEA0 ↔ U+E815…U+E864 (devices.md §7). Python's `gb18030`
leaves 14 of these codes in the private use area, so the table is our own.
"""

import unicodedata

_FIRST = 0xE815
_UNICODE = """
2E81 20087 20089 200CC 2E84 3473 3447 2E88 2E8B 9FB4 359E 361A 360E 2E8C 2E97 396E 3918 9FB5 39CF
39DF 3A73 39D0 9FB6 9FB7 3B4E 3C6E 3CE0 2EA7 215D7 9FB8 2EAA 4056 415F 2EAE 4337 2EB3 2EB6 2EB7
2298F 43B1 43AC 2EBB 43DD 44D6 4661 464C 9FB9 4723 4729 477C 478D 2ECA 4947 497A 497D 4982 4983
4985 4986 499F 499B 49B7 49B6 9FBA 241FE 4CA3 4C9F 4CA0 4CA1 4C77 4CA2 4D13 4D14 4D15 4D16 4D17
4D18 4D19 4DAE 9FBB
"""

PUBLISHED = {chr(_FIRST + n): chr(int(code, 16)) for n, code in enumerate(_UNICODE.split())}
"""Private-use character → the character it means; 80 pairs, no character twice on either side."""

_GBK = {
    character: bytes((0xFE, 0x50 + n + (0x50 + n >= 0x7F)))
    for n, pair in enumerate(PUBLISHED.items())
    for character in pair
}

LOST = "\ufffd"
"""Stands for half a surrogate pair, which no file and no message can carry."""


def normalized(text: str) -> str:
    """Return text as card or database wrote it with Unicode's own characters.

    The 80 published private codes become what they mean, other private codes stay (never guess),
    and halves of surrogate pairs become `LOST`. The result can always be encoded.
    """
    return "".join(
        LOST if unicodedata.category(one) == "Cs" else PUBLISHED.get(one, one) for one in text
    )


def unmapped(text: str) -> tuple[str, ...]:
    """Return the characters of no published table as `U+E900`, each once, in order.

    Args:
        text: not normalised; halves of surrogate pairs count too.
    """
    unknown = (
        one for one in text if unicodedata.category(one) in ("Co", "Cs") and one not in PUBLISHED
    )
    return tuple(dict.fromkeys(f"U+{ord(one):04X}" for one in unknown))


def gbk_of(character: str) -> bytes | None:
    """Return the two GBK bytes of a character of the table, private or not; None for others."""
    return _GBK.get(character)
