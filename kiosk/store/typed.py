"""Bytes of the catalogue as values of a type, or our own error.

Which type belongs to which document is `documents.py`.
"""

from typing import Any

import msgspec

from kiosk.domain.errors import Unavailable


def typed(encoded: bytes | msgspec.Raw, type_: Any, what: str) -> Any:
    """Decode a document or a part of one.

    Args:
        encoded: JSON.
        type_: what it must be.
        what: how the error calls it.

    Raises:
        Unavailable: it does not fit its type: the catalogue is of another version.
    """
    try:
        return msgspec.json.decode(encoded, type=type_)
    except msgspec.MsgspecError as error:
        raise Unavailable(
            "catalog.document", f"目录里的 {what} 读不懂（{error}）：请重新安装目录"
        ) from error
