"""check-qr: codes that hold, that changed, and that cannot be read; as text and as pictures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kiosk.documents.qr import QrCodes
from kiosk.wire.base45 import encode as base45
from kiosk.wire.list_code import encode
from tests.cli.conftest import Outcome
from tests.cli.lists import checklist_of, with_one_step_more

Kiosk = Callable[..., Outcome]
LIST = ("checklist", "id-card", "--answer", "who=self", "--region", "341602", "--json")


@pytest.fixture
def code(kiosk: Kiosk) -> str:
    """The K1 text of a list of today."""
    return encode(checklist_of(kiosk(*LIST).out))


def picture(text: str, path: Path) -> Path:
    """Paint a QR code as a PNG."""
    rows = QrCodes().matrix(text).rows
    image = Image.new("L", (len(rows) + 8, len(rows) + 8), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.putpixel((x + 4, y + 4), 0 if dark else 255)
    image.resize((image.width * 5, image.height * 5), Image.Resampling.NEAREST).save(path)
    return path


def test_a_fresh_list_still_holds(kiosk: Kiosk, code: str) -> None:
    ended = kiosk("check-qr", code, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert list(ended.json) == ["valid", "edition_then", "edition_now", "changes"]
    assert ended.json["valid"] is True
    assert "还是对的" in kiosk("check-qr", code).out


def test_a_picture_of_the_code_is_read(kiosk: Kiosk, code: str, tmp_path: Path) -> None:
    path = picture(code, tmp_path / "码.png")
    assert kiosk("check-qr", path).code == 0


def test_a_list_that_changed_names_its_lines(kiosk: Kiosk) -> None:
    """A code that was printed when one more step stood on the list."""
    code = encode(with_one_step_more(checklist_of(kiosk(*LIST).out)))
    ended = kiosk("check-qr", code, "--json")
    assert ended.code == 4
    assert ended.json["valid"] is False
    assert "removed" in [change["kind"] for change in ended.json["changes"]]
    assert all(list(c) == ["kind", "what", "then", "now"] for c in ended.json["changes"])
    assert "少了" in kiosk("check-qr", code).out


@pytest.mark.parametrize(
    "damage",
    [
        lambda code: code[: len(code) // 2],
        lambda code: code[:-1],
        lambda code: code[:20] + ("A" if code[20] != "A" else "B") + code[21:],
        lambda code: "K2:" + code[3:],
        lambda code: "K1:",
        lambda code: "K1:" + base45(b"no deflate at all"),
        lambda code: "https://example.com/",
        lambda code: "",
    ],
)
def test_a_code_that_cannot_be_read_is_bad_input(
    kiosk: Kiosk, code: str, damage: Callable[[str], str]
) -> None:
    ended = kiosk("check-qr", damage(code), "--json")
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1


def test_pictures_that_hold_no_code(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture", "utf-8")
    Image.new("L", (50, 50), 255).save(tmp_path / "white.png")
    picture("https://example.com/", tmp_path / "other.png")
    for name in ("text.png", "white.png", "other.png", "none.png"):
        ended = kiosk("check-qr", tmp_path / name)
        assert ended.code == 2, name
        assert name in ended.err
