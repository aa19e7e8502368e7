import errno

import pytest

from kiosk.domain.errors import InputError, Unavailable
from kiosk.files import bundled, file_error, write_atomic


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
