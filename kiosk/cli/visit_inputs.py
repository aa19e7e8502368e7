"""What a visit script lays on the reader and holds under the scanner, read from its files.

Steps and their places in a script are `visit.py`.
"""

from pathlib import Path
from typing import cast, get_args

import msgspec

from kiosk.devices.code_image import read_codes
from kiosk.domain.errors import InputError
from kiosk.domain.person import IdentityDocument
from kiosk.ui.script import CardState

STATES = get_args(CardState)
PICTURES = (".png", ".jpg", ".jpeg")


def card_of(folder: Path, said: str) -> IdentityDocument | CardState:
    """Return what befalls the reader: a state, or the card in a file.

    Args:
        folder: what relative names refer to.
        said: a state, or the name of a file in the shape of `kiosk reader read --json`.

    Raises:
        InputError: neither; nothing of what the file says is repeated.
    """
    if said in STATES:
        return cast(CardState, said)
    if not said.endswith(".json"):
        allowed = "、".join(STATES)
        raise InputError("visit.card", f"“{said}”不是卡：写 .json 文件，或 {allowed}")
    try:
        return msgspec.json.decode((folder / said).read_bytes(), type=IdentityDocument)
    except OSError as error:
        raise InputError("visit.card", f"卡片文件 {said} 读不了") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        why = f"卡片文件 {said} 写得不对：要像 kiosk reader read --json 输出的那样"
        raise InputError("visit.card", why) from error


def code_of(folder: Path, said: str) -> str:
    """Return the text of a code: as it stands, or read from a picture.

    Raises:
        InputError: the picture cannot be read, or has no code or several.
        Unavailable: the libraries that read pictures are not installed.
    """
    if not said.lower().endswith(PICTURES):
        return said
    found = read_codes(folder / said)
    if len(found) != 1:
        raise InputError("visit.scan", f"图片 {said} 里有 {len(found)} 个码，要正好一个")
    return found[0]
