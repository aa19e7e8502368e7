import errno
from random import Random

import pytest
import zstandard

from kiosk.domain.errors import InputError, Unavailable
from kiosk.files import (
    bundled,
    compress,
    decompress,
    file_error,
    unpacked_lines,
    write_atomic,
    write_packed,
)


def test_a_write_replaces_the_whole_file_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "list.pdf"
    path.write_bytes(b"old and longer")
    write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_missing_folder_is_bad_input_that_names_the_path(tmp_path):
    with pytest.raises(InputError, match="没有这个文件夹") as caught:
        write_atomic(tmp_path / "none" / "list.pdf", b"x")
    assert caught.value.exit_code == 2
    assert "none/list.pdf" in caught.value.message


def test_a_file_in_place_of_the_folder_and_a_folder_in_place_of_the_file(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="不是文件夹"):
        write_atomic(tmp_path / "file" / "list.pdf", b"x")
    with pytest.raises(InputError, match="要给出文件名"):
        write_atomic(tmp_path, b"x")


def test_a_write_that_fails_keeps_the_old_file(tmp_path):
    """A limit on file size makes the kernel refuse the write, as a full disk does."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    path = tmp_path / "list.pdf"
    path.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(Unavailable, match="磁盘满了") as caught:
            write_atomic(path, b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert caught.value.exit_code == 3
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EROFS, InputError),
        (errno.EACCES, InputError),
        (errno.ENOSPC, Unavailable),
        (errno.EIO, Unavailable),
    ],
)
def test_causes_become_errors_with_the_right_exit_code(tmp_path, number, kind):
    error = file_error(tmp_path / "x", OSError(number, "why"))
    assert type(error) is kind


def test_bundled_files_are_found_or_named():
    assert bundled("kiosk", "files.py").is_file()
    with pytest.raises(Unavailable, match=r"assets/none\.ttf"):
        bundled("assets", "none.ttf")


RANDOM = Random(1)  # noqa: S311
LINES = [bytes(RANDOM.choices(b"abcdefgh", k=70)) + b"\n" for _ in range(5_000)]
CONTENT = b"".join(LINES)


FRAMES = {
    "many blocks": compress(CONTENT, 1),
    "one block": compress(b"a\n"),
    "a checksum": zstandard.ZstdCompressor(write_checksum=True).compress(CONTENT),
    "one byte again and again": compress(bytes(300_000) + b"\n"),
    "nothing": compress(b""),
}
MORE = {
    "a letter": b"x",
    "nulls": bytes(4),
    "a frame": compress(b"b\n"),
    "an empty frame": compress(b""),
    "a frame to skip": b"\x50\x2a\x4d\x18" + bytes(4),
}


@pytest.mark.parametrize("packed", FRAMES.values(), ids=FRAMES)
def test_a_frame_that_ends_with_its_file_is_read(tmp_path, packed):
    path = tmp_path / "lines.zst"
    path.write_bytes(packed)
    content = decompress(packed, 1_000_000)
    assert b"".join(unpacked_lines(path, 1_000_000, 400_000)) == content


@pytest.mark.parametrize("packed", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
def test_what_follows_a_frame_is_refused(tmp_path, packed, more):
    """Also a second frame, an empty one, and one that is to be skipped."""
    path = tmp_path / "lines.zst"
    path.write_bytes(packed + more)
    with pytest.raises(InputError):
        list(unpacked_lines(path, 1_000_000, 400_000))
    with pytest.raises(InputError):
        decompress(packed + more, 1_000_000)


def test_a_frame_cut_anywhere_is_refused(tmp_path):
    path = tmp_path / "lines.zst"
    write_packed(path, LINES, len(CONTENT), 3)
    packed = path.read_bytes()
    for end in (*range(40), len(packed) // 2, *range(len(packed) - 40, len(packed))):
        path.write_bytes(packed[:end])
        with pytest.raises(InputError):
            list(unpacked_lines(path, 1_000_000, 400_000))
        with pytest.raises(InputError):
            decompress(packed[:end], 1_000_000)
