import datetime as dt
import hashlib
import json

import msgspec
import pytest
import zstandard

from kiosk.domain.errors import InputError
from kiosk.domain.service import Service
from kiosk.domain.topic import Topic
from kiosk.wire.pack import KIND_ORDER, CalendarYear, StarterHead
from kiosk.workshop.build import compile_starter, write_starter
from kiosk.workshop.load import load
from kiosk.workshop.readings import readings
from kiosk.workshop.working_days import calendar_years


@pytest.fixture
def starter(write):
    return compile_starter(load(write()))


def documents(starter):
    lines = [json.loads(line) for line in starter.lines.splitlines()]
    return {(line["kind"], line["id"]): line["doc"] for line in lines}


def test_every_document_comes_back_as_it_was_loaded(write):
    catalogue = load(write())
    found = documents(compile_starter(catalogue))
    for kind, shape in (("topic", Topic), ("service", Service)):
        for document in catalogue.of(kind).values():
            assert msgspec.convert(found[kind, document.id], shape) == document.value
    assert found["division", "341602"] == {"code": "341602", "name": "谯城区"}
    assert found["synonyms", "synonyms"] == {"狗狗": ["犬"]}


def test_lines_are_in_the_order_of_kinds_and_ids_and_the_head_counts_them(starter):
    lines = [json.loads(line) for line in starter.lines.splitlines()]
    keys = [(KIND_ORDER.index(line["kind"]), line["id"]) for line in lines]
    assert keys == sorted(set(keys))
    assert starter.head.documents == len(lines)
    assert starter.head.digest == hashlib.sha256(starter.lines).hexdigest()
    assert starter.head.edition == "1"


def test_the_files_hold_the_head_and_the_lines_and_are_the_same_each_time(starter, tmp_path):
    write_starter(starter, tmp_path / "a" / "starter")
    write_starter(starter, tmp_path / "b")
    for name in ("starter.json", "documents.ndjson.zst"):
        first, again = tmp_path / "a" / "starter" / name, tmp_path / "b" / name
        assert first.read_bytes() == again.read_bytes()
    packed = (tmp_path / "b" / "documents.ndjson.zst").read_bytes()
    assert zstandard.ZstdDecompressor().decompress(packed) == starter.lines
    head = msgspec.json.decode((tmp_path / "b" / "starter.json").read_bytes(), type=StarterHead)
    assert head == starter.head


def test_any_change_of_content_changes_the_digest(write, files, starter):
    text = files["topics/keep-dog.yaml"].replace("养狗", "养只狗")
    other = compile_starter(load(write({"topics/keep-dog.yaml": text})))
    assert other.head.digest != starter.head.digest


def test_the_order_of_a_map_changes_nothing(write, files, starter):
    lines = files["evidence.yaml"].strip().splitlines()
    other = compile_starter(load(write({"evidence.yaml": "\n".join(reversed(lines))})))
    assert other.head.digest == starter.head.digest


def test_an_output_folder_that_cannot_be_made_is_bad_input(starter, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="不是文件夹"):
        write_starter(starter, tmp_path / "file" / "starter")


def test_readings_have_all_syllables_the_common_one_first():
    found = readings(["重庆女 abc（）", "绿"])
    assert found["重"][:2] == ("zhong", "chong")
    assert found["女"][0] == "nv"
    assert set(found) == {"重", "庆", "女", "绿"}


def test_texts_of_search_all_have_readings(starter):
    found = documents(starter)["readings", "readings"]
    for char in "养犬登记狗证生活居民身份证遗失说明给上户口":
        assert char in found


def test_working_days_follow_the_state_council():
    years = {year.year: year for year in calendar_years()}
    assert sorted(years) == list(range(2004, 2027))
    assert isinstance(years[2025], CalendarYear)
    assert dt.date(2025, 1, 26) in years[2025].on  # Sunday worked before Spring Festival
    assert dt.date(2025, 1, 28) in years[2025].off  # Tuesday, New Year's Eve
    assert all(day.weekday() < 5 for day in years[2025].off)
    assert dt.date(2025, 3, 3) not in years[2025].off
