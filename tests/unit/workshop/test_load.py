import time

import pytest

from kiosk.domain.condition import Age, AnyOf, Between, Includes, Is, Not, Range
from kiosk.domain.errors import InputError
from kiosk.workshop.findings import Unreadable
from kiosk.workshop.load import load


def broken(folder):
    with pytest.raises(Unreadable) as caught:
        load(folder)
    assert caught.value.exit_code == 2
    return caught.value.findings


def test_a_correct_catalogue_is_read_whole(write):
    catalogue = load(write())
    assert catalogue.topic("keep-dog").plain == "养狗"
    assert catalogue.service("dog-licence").name[0].value == "养犬登记"
    assert catalogue.service("dog-licence").evidence[1].when == Is(question="size", values=("big",))
    assert catalogue.question("lost").options[0].id == "yes"
    assert catalogue.overlay("34") is None
    assert catalogue.divisions["341602"] == "谯城区"
    assert [s.topic for s in catalogue.scenarios] == ["keep-dog", "keep-dog"]
    assert catalogue.findings == ()


def test_scalars_keep_their_nature(write, files):
    text = files["agencies.yaml"].replace("派出所", "012").replace("county", '"yes"')
    assert load(write({"agencies.yaml": text})).agency("police").plain == "012"


def test_an_unknown_document_is_a_key_error(write):
    with pytest.raises(KeyError):
        load(write()).service("nothing")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{size: small}", Is(question="size", values=("small",))),
        ("{size: [small, big]}", Is(question="size", values=("small", "big"))),
        ("{size: {includes: big}}", Includes(question="size", values=("big",))),
        ("{size: {at_least: 50, below: 300}}", Range(question="size", at_least="50", below="300")),
        ("{size: {age_at_least: 80}}", Age(question="size", at_least=80)),
        ("{not: {any: [{size: big}]}}", None),
        ("{size: {before: 2025-01-31}}", None),
    ],
)
def test_conditions(write, files, written, meant):
    text = files["services/dog-licence.yaml"].replace("{size: big}", written)
    when = load(write({"services/dog-licence.yaml": text})).service("dog-licence").evidence[1].when
    if meant is not None:
        assert when == meant
    elif isinstance(when, Not):
        assert when.part == AnyOf(parts=(Is(question="size", values=("big",)),))
    else:
        assert isinstance(when, Between)
        assert when.before.isoformat() == "2025-01-31"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{size: {at_least: many}}", "要写数字，现在是“many”"),
        ("{size: {from: tomorrow}}", "要写日期"),
        ("{size: {over: 3}}", "includes"),
        ("{size: big, lost: x}", "条件要写成其中一种"),
        ("{all: []}", "至少一个"),
        ("{size: '?'}", "我不清楚不能作条件"),
        ("{size: {age_at_least: -1}}", "0 到 150"),
    ],
)
def test_a_condition_without_meaning_names_its_line(write, files, written, said):
    text = files["services/dog-licence.yaml"].replace("{size: big}", written)
    (finding,) = broken(write({"services/dog-licence.yaml": text}))
    assert finding.file == "services/dog-licence.yaml"
    assert finding.line == 12
    assert said in finding.message
    assert finding.message.startswith("evidence[2].when：")


def test_all_problems_of_all_files_in_one_run(write, files):
    service = files["services/dog-licence.yaml"]
    service = service.replace("visits: 1", "visits: 99").replace("proxy_allowed", "anybody")
    topic = files["topics/keep-dog.yaml"].replace("icon: dog", "icno: dog")
    found = broken(write({"services/dog-licence.yaml": service, "topics/keep-dog.yaml": topic}))
    texts = "\n".join(f.text() for f in found)
    assert "services/dog-licence.yaml:6: 错误 [bad-value] presence.value" in texts
    assert "只能写 in_person、proxy_allowed、nobody，现在是“anybody”" in texts
    assert (
        "services/dog-licence.yaml:7: 错误 [bad-value] visits.value：要写 0 到 20 的整数" in texts
    )
    assert "topics/keep-dog.yaml:5: 错误 [unknown-field]" in texts
    assert "是不是想写 icon？" in texts
    assert "缺 icon" in texts


def test_bad_money_names_line_and_form(write, files):
    text = files["services/dog-licence.yaml"] + "fee: [{amount: 40元}]\n"
    (finding,) = broken(write({"services/dog-licence.yaml": text}))
    assert finding.line == 14
    assert "40.00" in finding.message


def test_duplicate_keys_are_errors(write, files):
    text = files["topics/keep-dog.yaml"] + "name: 又一个名字\n"
    (finding,) = broken(write({"topics/keep-dog.yaml": text}))
    assert finding.code == "duplicate-key"
    assert finding.line == 18
    assert "前一次在第 3 行" in finding.message


def test_other_encodings_are_named(write, files):
    text = files["topics/keep-dog.yaml"].encode("gb18030")
    (finding,) = broken(write({"topics/keep-dog.yaml": text}))
    assert finding.code == "encoding"
    assert "GB 18030" in finding.message
    (finding,) = broken(write({"topics/keep-dog.yaml": "id: x".encode("utf-16")}))
    assert "UTF-16" in finding.message


def test_a_utf8_byte_order_mark_is_dropped(write, files):
    text = b"\xef\xbb\xbf" + files["topics/keep-dog.yaml"].lstrip().encode()
    assert load(write({"topics/keep-dog.yaml": text})).topic("keep-dog").icon == "dog"


def test_a_line_of_ten_megabytes_is_refused_at_once(write, files):
    text = files["topics/keep-dog.yaml"] + "one_thing: " + "狗" * 3_500_000 + "\n"
    folder = write({"topics/keep-dog.yaml": text})
    started = time.process_time()
    (finding,) = broken(folder)
    assert time.process_time() - started < 1
    assert (finding.code, finding.line) == ("line-too-long", 18)


def test_a_huge_file_is_refused(write):
    (finding,) = broken(write({"synonyms.yaml": "# 说明\n" * 300_000}))
    assert finding.code == "file-too-large"


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> other"])
def test_conflict_marks_are_named(write, files, mark):
    text = files["topics/keep-dog.yaml"] + mark + "\n"
    (finding,) = broken(write({"topics/keep-dog.yaml": text}))
    assert (finding.code, finding.line) == ("conflict-marker", 18)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("id: [unclosed\n", "yaml-syntax"),
        ("id: a\n\tname: b\n", "yaml-syntax"),
        ("", "empty-file"),
        ("a: &x {b: c}\nd: *x\n", "yaml-reference"),
        ("[a, b]: c\n", "yaml-key"),
        ("a: b\x07\n", "control-character"),
        ("[" * 200 + "]" * 200, "yaml-depth"),
        ("[" * 9_000, "yaml-syntax"),
        ("plain text", "bad-value"),
    ],
)
def test_unreadable_yaml(write, text, code):
    assert {f.code for f in broken(write({"topics/keep-dog.yaml": text}))} == {code}


def test_duplicate_ids_and_wrong_file_names_are_findings_of_lint(write, files):
    twice = files["agencies.yaml"] * 2
    moved = {"topics/keep-dog.yaml": None, "topics/dogs.yaml": files["topics/keep-dog.yaml"]}
    found = load(write({"agencies.yaml": twice, **moved})).findings
    assert [(f.code, f.line) for f in found] == [("duplicate-id", 2), ("file-name", 1)]
    assert "agencies.yaml:1" in found[0].message


def test_a_folder_in_place_of_a_file_and_a_missing_head_are_named(write):
    folder = write({"catalogue.yaml": None})
    (folder / "topics" / "cat.yaml").mkdir()
    found = broken(folder)
    assert [(f.code, f.file) for f in found] == [
        ("cannot-open", "catalogue.yaml"),
        ("cannot-open", "topics/cat.yaml"),
    ]


def test_files_nobody_reads_are_named(write):
    (finding,) = broken(write({"topics/cat.yml": "id: cat"}))
    assert (finding.code, finding.file) == ("unknown-file", "topics/cat.yml")


def test_a_missing_folder_or_table_says_what_is_expected(write, tmp_path):
    with pytest.raises(InputError, match=r"catalogue\.yaml"):
        load(tmp_path / "nowhere")
    with pytest.raises(InputError, match="没有区划表"):
        load(write(), tmp_path / "nowhere.csv")


def test_lines_of_parts_follow_the_short_forms(write):
    catalogue = load(write())
    service = catalogue.of("service")["dog-licence"]
    assert service.line("name", 0, "value") == 3
    assert service.line("evidence", 1, "when") == 12
    assert catalogue.of("topic")["keep-dog"].line("questions", 0, "options", 1) == 15
