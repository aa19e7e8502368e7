"""Pictures that are handed in: which kinds are taken, and how large they may be."""

from kiosk.domain.errors import InputError
from kiosk.journal.entry import MAX_BLOB_BYTES

MAX_PICTURE_BYTES = MAX_BLOB_BYTES - 1024
NOT_TAKEN = "form.picture_size"
"""The code of who reads pictures for one that is no plain file, or too large to be read."""
_KINDS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
}


def media_of(data: bytes, slot: str) -> str:
    """Return the media type of a picture.

    Args:
        data: the file.
        slot: what it stands for, for the message.

    Raises:
        InputError: empty, too large, or of another kind.
    """
    if len(data) > MAX_PICTURE_BYTES:
        raise InputError("filing.file", f"{slot} 的文件太大：最多8 MB，请拍小一点")
    media = next((media for magic, media in _KINDS.items() if data.startswith(magic)), None)
    if media is None:
        raise InputError("filing.file", f"{slot} 的文件不是照片：要 JPEG、PNG 或 PDF")
    return media
