import datetime as dt
import io
import json
from pathlib import Path

import pytest

from kiosk.domain.errors import InputError
from kiosk.log import MAX_TEXT, EventLog, redacted

NOW = dt.datetime(2026, 11, 21, 1, 2, 3, tzinfo=dt.UTC)


def lines(folder: Path) -> list[dict[str, object]]:
    return numbered(folder, "kiosk.jsonl")


def numbered(folder: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def a_log(folder: Path, **options: int) -> EventLog:
    return EventLog(folder, lambda: NOW, **options)


def test_an_event_is_one_line_with_time_and_facts(tmp_path: Path) -> None:
    a_log(tmp_path / "log").event("catalog.rebuilt", "warn", edition="3", count=2)
    assert lines(tmp_path / "log") == [
        {
            "at": "2026-11-21T01:02:03.000+00:00",
            "level": "warn",
            "event": "catalog.rebuilt",
            "edition": "3",
            "count": 2,
        }
    ]


@pytest.mark.parametrize("number", ["341602199001011234", "34160219900101123X", "13800138000"])
def test_long_numbers_never_reach_the_log(number: str) -> None:
    assert redacted(f"号码{number}。") == "号码#。"


class Card:
    def __repr__(self) -> str:
        return "张三"


@pytest.mark.parametrize(
    "fact", [Card(), ["张三"], {"name": "张三"}, b"\xd5\xc5\xc8\xfd", 341602199001011234]
)
def test_what_is_no_plain_fact_is_told_by_its_type(fact: object, tmp_path: Path) -> None:
    """A driver of somebody else may hand over anything."""
    log = a_log(tmp_path)
    log.event("device.card", fact=fact, bytes=20_000_000_000, share=0.5, sure=True)  # type: ignore[arg-type]
    [line] = lines(tmp_path)
    assert line["fact"] in ("Card", "list", "dict", "bytes", "#")
    assert (line["bytes"], line["share"], line["sure"]) == (20_000_000_000, 0.5, True)


def test_texts_are_cut_and_printable() -> None:
    assert len(str(redacted("长" * 1000))) == MAX_TEXT
    str(redacted("\ud800")).encode()


def test_a_failure_keeps_its_places_but_not_what_libraries_say(tmp_path: Path) -> None:
    try:
        try:
            int("王小明的秘密")
        except ValueError as error:
            raise InputError("x", "第3行写错了") from error
    except InputError as error:
        reference = a_log(tmp_path).failure(error)
    text = (tmp_path / "kiosk.jsonl").read_text("utf-8")
    assert reference == "1121-010203"
    assert reference in text
    assert "第3行写错了" in text
    assert "ValueError" in text
    assert "test_log.py" in text
    assert "王小明" not in text


def test_full_files_are_put_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    log = a_log(tmp_path, max_bytes=200, keep=3)
    for number in range(20):
        log.event("tick", number=number)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["kiosk.jsonl", "kiosk.jsonl.1", "kiosk.jsonl.2"]
    kept = [line["number"] for n in names[::-1] for line in numbered(tmp_path, n)]
    assert kept == list(range(20 - len(kept), 20))


def test_what_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file in the folder's place", "utf-8")
    stream = io.StringIO()
    log = EventLog(tmp_path / "log", lambda: NOW, stream=stream)
    log.event("tick")
    assert json.loads(stream.getvalue())["event"] == "tick"
    stream.close()
    log.event("tock")
