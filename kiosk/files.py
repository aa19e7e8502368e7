"""Files written whole or not at all, and compressed files read with a cap.

What is in a file belongs to its owner; nothing here knows a format of ours.
"""

import errno
import os
import tempfile
from pathlib import Path

import zstandard

from kiosk.domain.errors import InputError, KioskError, Unavailable

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WRONG_PLACE = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.EPERM, errno.EROFS}
)


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that after a power cut it is either the old one or the complete new one.

    Args:
        path: where to; its folder must exist.
        data: the whole content.

    Raises:
        InputError: the folder is missing or may not be written.
        Unavailable: the disk is full or broken.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            replace_durably(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise write_error(error, path) from error


def replace_durably(new: Path, path: Path) -> None:
    """Put a file that is already on disk in the place of `path`, and make that last.

    Raises:
        OSError: as the system says it.
    """
    new.replace(path)
    if os.name == "posix":  # Windows cannot open a folder, and needs no fsync of it
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_error(error: OSError, path: Path) -> KioskError:
    """Return our error for a failed write: a wrong place (InputError) or a disk (Unavailable)."""
    if error.errno in _FULL:
        return Unavailable("E-ST-01", f"磁盘满了，没有写成 {path}：请清出空间再试")
    if error.errno in _WRONG_PLACE:
        return InputError(
            "file.place",
            f"写不了 {path}（{error.strerror}）：请换一个已有的、可以写的文件夹",
        )
    return Unavailable("file.write", f"写不了 {path}（{error.strerror}）：请检查磁盘")


def compress(data: bytes) -> bytes:
    """Return `data` as one zstandard frame that says its size; equal input gives equal bytes."""
    return zstandard.ZstdCompressor(level=19).compress(data)


def decompress(data: bytes, max_bytes: int) -> bytes:
    """Return the content of a zstandard frame.

    Args:
        data: as `compress` made it.
        max_bytes: more than this is refused before it fills the memory.

    Raises:
        InputError: damaged, cut, without a size, or too large.
    """
    try:
        size = zstandard.get_frame_parameters(data).content_size
        if size > max_bytes:
            raise InputError("zstd.size", f"压缩内容有 {size} 字节，最多 {max_bytes} 字节")
        return zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as error:
        raise InputError("zstd.damaged", f"压缩内容坏了：{error}") from error
