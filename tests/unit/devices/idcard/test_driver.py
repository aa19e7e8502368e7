"""The driver's settings, and the picture that only a maker's decoder can make."""

import datetime as dt
from pathlib import Path

import pytest

from kiosk.devices.clock import SteppedClock
from kiosk.devices.idcard.driver import make
from kiosk.devices.idcard.frames import Answer, Assembler, wipe
from kiosk.devices.idcard.photo import load_decoder, picture_of
from kiosk.devices.idcard.session import Got
from kiosk.devices.registry import DeviceTools
from kiosk.domain.errors import InputError
from kiosk.ports.devices import CardRead
from tests.unit.devices.idcard.simulation import WANG, Table, is_read, read_number

TOOLS = DeviceTools(
    clock=SteppedClock(dt.datetime(2026, 11, 21, tzinfo=dt.UTC)),
    log=lambda *_, **__: None,
    paper_folder=Path(),
)


@pytest.fixture
def _maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package as a maker would install it."""
    info = tmp_path / "maker_photo-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: maker-photo\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[kiosk.photo]\nmaker = maker_photo:decode\n")
    (tmp_path / "maker_photo.py").write_text(
        "def decode(coded):\n    assert len(coded) == 1024\n    return b'BM' + coded[:5]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.parametrize(
    ("settings", "said"),
    [({}, "port"), ({"port": 1}, "port"), ({"port": "COM3", "speed": 9600}, "speed")],
)
def test_wrong_settings_are_named(settings: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        make("idcard", settings, TOOLS)


def test_a_decoder_that_is_not_installed_is_a_wrong_setting() -> None:
    with pytest.raises(InputError, match="nobody"):
        make("idcard", {"port": "COM3", "photo": "nobody"}, TOOLS)


@pytest.mark.usefixtures("_maker")
def test_a_makers_decoder_gets_the_photo_and_the_record_its_picture() -> None:
    table = Table(decode_photo=load_decoder("maker"))
    table.lay(WANG)
    table.reader.begin()
    table.run(25, is_read)
    status = table.reader.status()
    assert isinstance(status, CardRead)
    assert status.picture == b"BM\xaa\xaa\xaa\x96\x69"
    assert "BM" not in repr(status)
    table.reader.end()
    assert not is_read(table.reader.status())


def test_without_a_decoder_the_photo_is_wiped_and_the_record_is_whole() -> None:
    photo, logged = bytearray(b"face"), list[str]()
    assert picture_of(photo, None, logged.append) is None
    assert not photo
    table = Table()
    table.lay(WANG)
    table.reader.begin()
    assert read_number(table)


def test_a_decoder_that_fails_costs_the_picture_alone() -> None:
    def fail(coded: bytes) -> bytes:
        raise ValueError(coded)

    table = Table(decode_photo=fail)
    table.lay(WANG)
    table.reader.begin()
    assert read_number(table)
    [line] = [line for line in table.logged if "photo" in line]
    assert line == "device.idcard.photo_failed {'error': 'ValueError'}"


def test_buffers_are_overwritten_not_only_dropped() -> None:
    buffer = bytearray(b"370202199001310018")
    view = bytes(buffer)
    wipe(buffer)
    assert (len(buffer), len(view)) == (0, 18)
    frames = Assembler()
    frames.feed(view)
    frames.clear()
    assert frames.next() is None


def test_nothing_of_a_person_is_in_a_text_for_programmers() -> None:
    answer = Answer(length=12, status=b"\0\0", sw3=0x90, data=bytearray(b"secret"))
    table = Table()
    table.lay(WANG)
    table.reader.begin()
    read_number(table)
    status = table.reader.status()
    assert isinstance(status, CardRead)
    got = Got(document=status.document, photo=bytearray(b"secret"))
    for text in map(repr, (answer, got, status, status.document)):
        assert "secret" not in text
        assert "王" not in text
        assert "3702" not in text
