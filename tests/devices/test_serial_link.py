"""A serial port over a real pty: exclusive, unplugged, and plugged in again."""

import itertools
import os
import termios
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.serial_link import Reopening, SerialLink, port_condition
from kiosk.domain.errors import Unavailable


class Wire:
    """The far end of a serial cable: a pty whose other end is the port."""

    def __init__(self, port: Path) -> None:
        self.far, self._near = os.openpty()
        tty.setraw(self._near)
        port.symlink_to(os.ttyname(self._near))
        self._port = port

    def unplug(self) -> None:
        self._port.unlink(missing_ok=True)
        for end in (self.far, self._near):
            os.close(end)


@pytest.fixture
def port(tmp_path: Path) -> Path:
    return tmp_path / "ttyREADER"


@pytest.fixture
def wire(port: Path) -> Iterator[Wire]:
    wire = Wire(port)
    yield wire
    if port.is_symlink():
        wire.unplug()


@pytest.fixture
def link(wire: Wire, port: Path) -> Iterator[SerialLink]:
    link = SerialLink(str(port), 115200)
    yield link
    link.close()


def test_returns_what_has_come_and_no_more_than_asked_for(wire: Wire, link: SerialLink) -> None:
    os.write(wire.far, b"\xaa\xaa\xaa\x96\x69")
    assert link.read(3, 1) == b"\xaa\xaa\xaa"
    assert link.read(100, 1) == b"\x96\x69"
    assert link.read(100, 0.01) == b""
    link.write(b"\x00\x03")
    assert os.read(wire.far, 10) == b"\x00\x03"


def test_forgets_what_was_not_read(wire: Wire, link: SerialLink) -> None:
    os.write(wire.far, b"an answer that came too late")
    assert link.read(2, 1) == b"an"
    link.discard_input()
    os.write(wire.far, b"new")
    assert link.read(100, 1) == b"new"


@pytest.mark.parametrize("baud", [9600, 57600])
def test_the_far_end_sees_the_speed(wire: Wire, link: SerialLink, baud: int) -> None:
    link.set_speed(baud)
    assert termios.tcgetattr(wire.far)[5] == getattr(termios, f"B{baud}")
    assert link.baud == baud


@pytest.mark.usefixtures("link")
def test_a_port_is_held_by_one_program_only(port: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        SerialLink(str(port), 115200)
    assert refused.value.code == "port.busy"
    assert str(port) in refused.value.message


@pytest.mark.parametrize("use", ["read", "write", "discard_input", "set_speed"])
def test_an_unplugged_port_is_told_in_one_way_whatever_is_tried(
    wire: Wire, link: SerialLink, use: str
) -> None:
    wire.unplug()
    tries = {
        "read": lambda: link.read(10, 1),
        "write": lambda: link.write(b"\x00" * 10),
        "discard_input": link.discard_input,
        "set_speed": lambda: link.set_speed(9600),
    }
    with pytest.raises(Unavailable) as lost:
        tries[use]()
    assert lost.value.code == "port.lost"
    link.close()
    link.close()


@pytest.mark.parametrize(
    ("port", "code"),
    [
        ("/dev/ttyUSB77", "port.missing"),
        ("nothing://1", "port.wrong"),
        ("hwgrep://0400:C35A", "port.missing"),
    ],
)
def test_says_why_a_port_cannot_be_opened(port: str, code: str) -> None:
    with pytest.raises(Unavailable) as refused:
        SerialLink(port, 115200)
    assert refused.value.code == code


def test_takes_any_url_of_the_library() -> None:
    link = SerialLink("loop://", 115200)
    link.write(b"echo")
    assert link.read(10, 1) == b"echo"
    link.close()


def test_leaves_no_descriptor_behind(wire: Wire, port: Path) -> None:
    held = SerialLink(str(port), 115200)
    before = _descriptors()
    for _ in range(20):
        with pytest.raises(Unavailable):
            SerialLink(str(port), 115200)
    assert _descriptors() == before
    held.close()
    for _ in range(20):
        SerialLink(str(port), 115200).close()
    assert _descriptors() < before


def test_a_missing_port_is_tried_every_5_s_then_every_30_s(port: Path) -> None:
    now, tries = [0.0], []

    def open_link() -> SerialLink:
        tries.append(now[0])
        return SerialLink(str(port), 115200)

    keeper = Reopening(open_link, lambda: now[0])
    while now[0] < 200:
        with pytest.raises(Unavailable, match="没有端口"):
            keeper.link()
        now[0] += 1
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert gaps[:12] == [5] * 12
    assert set(gaps[12:]) == {30}


def test_a_port_that_returns_is_opened_again(port: Path) -> None:
    now = [0.0]
    keeper = Reopening(lambda: SerialLink(str(port), 115200), lambda: now[0])
    first = Wire(port)
    link = keeper.link()
    assert keeper.link() is link
    first.unplug()
    with pytest.raises(Unavailable):
        link.read(1, 1)
    keeper.drop()
    with pytest.raises(Unavailable):
        keeper.link()
    second = Wire(port)
    with pytest.raises(Unavailable):
        keeper.link()
    now[0] += keeper.wait_s()
    keeper.link().write(b"here")
    assert os.read(second.far, 10) == b"here"
    keeper.drop()
    second.unplug()


def _descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.mark.parametrize(
    ("code", "said", "state", "message", "fix"),
    [
        ("port.missing", "没有端口 A：请看线", "absent", "没有端口 A。", "请看线。"),
        ("port.lost", "端口 A 断开了：请看线", "absent", "端口 A 断开了。", "请看线。"),
        ("port.busy", "端口 A 在用：请先关掉它", "fault", "端口 A 在用。", "请先关掉它。"),
        ("library.missing", "没有装程序库", "fault", "没有装程序库。", None),
    ],
)
def test_staff_read_what_is_wrong_with_a_port_and_what_to_do(
    code: str, said: str, state: str, message: str, fix: str | None
) -> None:
    found = port_condition(Unavailable(code, said))
    assert (found.state, found.message, found.fix) == (state, message, fix)
