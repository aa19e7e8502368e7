"""Files: writes that survive a power cut, capped zstandard, and the files shipped with the program.

What is in the files does not belong here.
"""

import errno
import io
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from kiosk.domain.errors import InputError, KioskError, Unavailable

_ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ("Regular", "Bold")
RARE_FONTS = (
    Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"),
    Path("/usr/share/fonts/hanazono/HanaMinB.ttf"),
)
MAX_WINDOW_BYTES = 8 * 1024 * 1024
"""Memory that a frame may ask of its reader: what level 19 uses."""
_HEADER_BYTES = 18
_BLOCK_HEADER_BYTES, _CHECKSUM_BYTES, _REPEATED_BYTE = 3, 4, 1
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WRONG_PLACE = {
    errno.ENOENT: "没有这个文件夹；请先建好，或换一个位置",
    errno.ENOTDIR: "路径中间有一段不是文件夹；请换一个位置",
    errno.EEXIST: "这里有一个同名的文件；请换一个位置",
    errno.EISDIR: "这是一个文件夹，要给出文件名",
    errno.EACCES: "没有写入权限；请换一个位置或改权限",
    errno.EPERM: "没有写入权限；请换一个位置或改权限",
    errno.EROFS: "这个位置只能读；请换一个位置",
    errno.ENAMETOOLONG: "文件名太长；请起短一点",
}


def bundled(*parts: str) -> Path:
    """Return the path of a file shipped beside the program, e.g. ("assets", "fonts", "x.ttf").

    Raises:
        Unavailable: it is missing, so the installation is damaged.
    """
    path = _ROOT.joinpath(*parts)
    if not path.exists():
        name = "/".join(parts)
        raise Unavailable("bundled-file", f"程序缺文件 {name}；请重新安装", file=name)
    return path


def font_file(weight: str) -> Path:
    """Return the bundled font of a weight, one of `WEIGHTS`. Raises Unavailable."""
    return bundled("assets", "fonts", f"NotoSansSC-{weight}.ttf")


def rare_font() -> Path | None:
    """Return the font for rare characters where the system has it."""
    return next(filter(Path.is_file, RARE_FONTS), None)


def missing_fonts() -> tuple[str, ...]:
    """Return the names of fonts that are not there."""
    ours = (_ROOT / "assets" / "fonts" / f"NotoSansSC-{weight}.ttf" for weight in WEIGHTS)
    missing = [path.name for path in ours if not path.is_file()]
    return (*missing, *([] if rare_font() else [RARE_FONTS[0].name]))


def read_plain(path: Path, max_bytes: int) -> bytes:
    """Read a file that somebody named or carried here: a plain one, no larger than it may be.

    A pipe would keep its reader waiting for ever, and a device has no end.

    Raises:
        OSError: it is not there, or may not be read.
        ValueError: it is no plain file or too large, or no file can have this name.
    """
    with open(path, "rb", opener=_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("not a plain file")
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ValueError("too large")
    return data


def _at_once(path: str, flags: int) -> int:
    """Open a file; a pipe without a writer is opened, too."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def write_atomic(path: Path, data: bytes | Iterable[bytes], *, mode: int = 0o644) -> None:
    """Write a file so that after a crash it is either the old one or the new one, whole.

    The data, in one piece or in many, goes to a new file in the same folder, reaches the disk,
    takes the name, and the folder reaches the disk too. `mode` says who may read it.

    Raises:
        InputError: the place cannot be written: missing or read-only folder, a folder's name.
        Unavailable: the disk is full or does not answer.
    """
    temporary: Path | None = None
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.writelines((data,) if isinstance(data, bytes) else data)
        temporary.chmod(mode)
        replace_durably(temporary, path)
    except OSError as error:
        raise file_error(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def replace_durably(new: Path, path: Path) -> None:
    """Give a complete new file the name `path`; its content reaches the disk first, its name after.

    Raises:
        OSError: as the system says it.
    """
    with new.open("rb+") as stream:
        os.fsync(stream.fileno())
    new.replace(path)
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder for its owner alone, or find it there; its name reaches the disk.

    Raises:
        OSError: as the system says it.
    """
    path.mkdir(mode=0o700, exist_ok=True)
    sync_folder(path.parent)


def compress(content: bytes, level: int = 3) -> bytes:
    """Return one zstandard frame that says its size."""
    import zstandard

    return zstandard.ZstdCompressor(level=level).compress(content)


def write_packed(path: Path, pieces: Iterable[bytes], size: int, level: int) -> None:
    """Write one zstandard frame that says its size, however large the content is.

    Args:
        path: a file that only the caller knows of yet.
        pieces: the content.
        size: its length in bytes.
        level: how hard to try.

    Raises:
        OSError: as the system says it.
    """
    import zstandard

    compressor = zstandard.ZstdCompressor(level=level)
    with path.open("wb") as file, compressor.stream_writer(file, size=size) as stream:
        for piece in pieces:
            stream.write(piece)


def decompress(packed: bytes, max_bytes: int) -> bytes:
    """Return the content of one zstandard frame that says its size.

    Args:
        packed: the frame.
        max_bytes: more content than this is refused before it fills the memory.

    Raises:
        InputError: damaged, cut short, without a size, or too large.
    """
    import zstandard  # only a kiosk that takes a catalogue in needs it: not at every start

    try:
        size = _sized(io.BytesIO(packed))
        if size == zstandard.CONTENTSIZE_UNKNOWN:
            raise InputError("zstd-damaged", "压缩内容没有说解开后有多长")
        if size > max_bytes:
            raise InputError("zstd-size", f"解开后有 {size} 字节，最多 {max_bytes} 字节")
        return zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError as error:
        raise InputError("zstd-damaged", f"压缩内容坏了（{error}）") from error


def unpacked_lines(path: Path, max_bytes: int, max_line: int) -> Iterator[bytes]:
    """Yield the lines of a zstandard file one by one, however large it is.

    Args:
        path: one frame that says its size.
        max_bytes: more content than this is refused, whatever the frame says.
        max_line: a longer line is refused before it fills the memory.

    Raises:
        InputError: damaged, cut short, without a size, or too large.
        Unavailable: the file cannot be read.
    """
    import zstandard

    try:
        with path.open("rb") as file:
            size = _sized(file)
            if size > max_bytes:
                raise InputError("zstd-size", f"解开后有 {size} 字节，最多 {max_bytes} 字节")
            reader = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
            with io.BufferedReader(reader.stream_reader(file)) as stream:
                yield from _counted(stream, size, max_line)
    except zstandard.ZstdError as error:
        raise InputError("zstd-damaged", f"压缩内容坏了（{error}）") from error
    except OSError as error:
        raise Unavailable("store.unreadable", f"{path.name} 读不了：请检查磁盘") from error


def _sized(file: IO[bytes]) -> int:
    """Return the size that a frame says, and go back to its beginning.

    The frame must end with the file: its blocks are counted from header to header (RFC 8878
    §3.1.1), for a reader of the content stops at its end and sees nothing of what follows.

    Raises:
        InputError: something follows the frame, or it is cut short.
    """
    import zstandard

    start = file.read(_HEADER_BYTES)
    frame = zstandard.get_frame_parameters(start)
    at, is_last = zstandard.frame_header_size(start), False
    while not is_last:
        file.seek(at)
        header = int.from_bytes(file.read(_BLOCK_HEADER_BYTES), "little")
        kind, length = header >> 1 & 3, header >> 3
        at += _BLOCK_HEADER_BYTES + (1 if kind == _REPEATED_BYTE else length)
        is_last = bool(header & 1) or at > file.seek(0, io.SEEK_END)
    if at + (_CHECKSUM_BYTES if frame.has_checksum else 0) != file.seek(0, io.SEEK_END):
        raise InputError("zstd-damaged", "压缩内容不完整，或后面还有别的")
    file.seek(0)
    return frame.content_size


def _counted(stream: IO[bytes], size: int, max_line: int) -> Iterator[bytes]:
    """Yield lines while they are no more than was declared: the frame's word is not trusted."""
    seen = 0
    while line := stream.readline(max_line + 1):
        seen += len(line)
        if seen > size or len(line) > max_line:
            raise InputError("zstd-size", "压缩内容比它说的长，或有一行太长")
        yield line
    if seen < size:
        raise InputError("zstd-damaged", "压缩内容不完整")


def file_error(path: Path, error: OSError) -> KioskError:
    """Return the error to raise when writing `path` failed with `error`."""
    if error.errno in _WRONG_PLACE:
        return InputError("file-place", f"{path} 写不了：{_WRONG_PLACE[error.errno]}")
    if error.errno in _FULL:
        return Unavailable("E-ST-01", f"{path} 写不了：磁盘满了；请腾出空间再试")
    return Unavailable(
        "file-device", f"{path} 写不了：磁盘没有应答（{error.strerror}）；请检查磁盘"
    )


def sync_folder(folder: Path) -> None:
    """Make new names in a folder durable. Windows cannot open folders and needs no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
