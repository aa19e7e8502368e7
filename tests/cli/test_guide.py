"""topics, search, questions, checklist: output, JSON shapes and exit codes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome
from tests.mounts import mounted

Kiosk = Callable[..., Outcome]

LIST_KEYS = [
    "topic", "name", "plain", "region", "edition", "as_of", "facts_on", "hotline",
    "state", "answers", "next_question", "undetermined", "steps", "materials",
    "not_needed", "notes", "duties", "benefits", "duration", "trips", "trips_estimate",
    "fees", "stops", "saved", "dropped", "digest",
]  # fmt: skip
TOPICS = ("id-card", "open-restaurant", "resident-pension", "elder-allowance")
FIRST_CARD = ("--answer", "who=self", "--region", "341602", "--as-of", "2026-11-21")


def answers_to_the_end(kiosk: Kiosk, topic: str, *fixed: str) -> list[str]:
    """Answer every question with its first option until none is left."""
    given = list(fixed)
    for _ in range(40):
        question = kiosk("questions", topic, *given, "--json").json["next_question"]
        if question is None:
            return given
        value = (
            question["options"][0]["id"] if question["options"] else question["min"] or "2000-01-01"
        )
        given += ["--answer", f"{question['id']}={value}"]
    raise AssertionError(f"no end: {given}")


def test_topics_in_the_shape_of_the_contract(kiosk: Kiosk) -> None:
    topics = kiosk("topics", "--json").json
    assert {"id-card", "open-restaurant", "resident-pension", "elder-allowance"} <= {
        topic["id"] for topic in topics
    }
    for topic in topics:
        assert list(topic) == ["id", "name", "plain", "icon", "category", "for", "services"]
        assert topic["for"] in ("person", "company", "both")
        assert topic["services"] >= 1


def test_topics_for_people(kiosk: Kiosk) -> None:
    ended = kiosk("topics")
    assert (ended.code, ended.err) == (0, "")
    assert re.search(r"^id-card  居民身份证", ended.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        (["sfz"], "id-card"),
        (["shenfenzheng"], "id-card"),
        (["shenfenzh"], "id-card"),
        (["身份"], "id-card"),
        (["养老"], "resident-pension"),
        (["ylbx"], "resident-pension"),
        (["gaoling"], "elder-allowance"),
        (["glbt"], "elder-allowance"),
        (["高龄"], "elder-allowance"),
        (["饭店"], "open-restaurant"),
        (["kfd"], "open-restaurant"),
        (["canguan"], "open-restaurant"),
        (["我要", "办身份证"], "id-card"),
    ],
)
def test_search_finds_what_people_call_it(kiosk: Kiosk, words: list[str], topic: str) -> None:
    found = kiosk("search", *words, "--json").json
    assert list(found) == ["query", "results", "near"]
    assert list(found["results"][0]) == ["kind", "id", "topic", "name", "matched"]
    assert found["results"][0]["topic"] == topic
    assert found["query"] == " ".join(words)


def test_what_is_not_covered_is_said(kiosk: Kiosk) -> None:
    assert kiosk("search", "采矿许可证", "--json").json["results"] == []
    ended = kiosk("search", "采矿许可证")
    assert ended.code == 0
    assert ended.out.startswith("没有找到“采矿许可证”。")


def test_search_keeps_its_limit(kiosk: Kiosk) -> None:
    assert len(kiosk("search", "身份证", "--limit", 1, "--json").json["results"]) == 1


@pytest.mark.parametrize("words", ["'; DROP TABLE topic; --", '"*', "😀", "x" * 10_000, "\udcff"])
def test_junk_is_an_answer_too(kiosk: Kiosk, words: str) -> None:
    ended = kiosk("search", "--json", "--", words)
    assert ended.code == 0
    assert ended.json["results"] == []
    assert kiosk("search", "--", words).code == 0


def test_questions_in_the_shape_of_the_contract(kiosk: Kiosk) -> None:
    report = kiosk("questions", "id-card", "--answer", "who=self", "--json").json
    assert list(report) == [
        "state",
        "next_question",
        "answered",
        "dropped",
        "undetermined",
        "stops",
    ]
    assert report["state"] == "needs_answers"
    assert list(report["next_question"]) == (
        ["id", "ask", "hint", "why", "kind", "options", "min", "max", "unit", "unknown"]
    )
    assert all(list(o) == ["id", "label", "help"] for o in report["next_question"]["options"])
    assert report["answered"] == [{"question": "who", "answer": ["self"], "label": ["本人来"]}]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_can_be_walked_to_its_end(kiosk: Kiosk, topic: str) -> None:
    given = answers_to_the_end(kiosk, topic, "--region", "341602")
    report = kiosk("questions", topic, *given, "--json").json
    assert report["state"] in ("complete", "blocked")
    assert re.search("问完了|还办不了", kiosk("questions", topic, *given).out)


def test_questions_for_people_say_how_to_answer(kiosk: Kiosk) -> None:
    out = kiosk("questions", "id-card").out
    assert "下一个问题：" in out
    assert "--answer who=self  本人来" in out


def test_a_list_in_the_shape_of_the_contract(kiosk: Kiosk) -> None:
    ended = kiosk("checklist", "id-card", *FIRST_CARD, "--json")
    assert (ended.code, ended.err) == (0, "")
    found = ended.json
    assert list(found) == LIST_KEYS
    assert (found["topic"], found["region"], found["as_of"]) == ("id-card", "341602", "2026-11-21")
    assert re.fullmatch("[0-9a-f]{64}", found["digest"])


def test_a_list_ends_well_in_all_three_states(kiosk: Kiosk) -> None:
    states = set()
    for topic, given in [
        ("id-card", []),
        ("id-card", ["--answer", "who=village"]),
        *((topic, answers_to_the_end(kiosk, topic)) for topic in TOPICS),
    ]:
        ended = kiosk("checklist", topic, *given, "--json")
        assert ended.code == 0
        states.add(ended.json["state"])
    assert states == {"needs_answers", "complete", "blocked"}


def test_a_list_for_people(kiosk: Kiosk) -> None:
    given = answers_to_the_end(kiosk, "id-card", "--region", "341602")
    out = kiosk("checklist", "id-card", *given).out
    assert out.splitlines()[0] == "居民身份证  亳州市谯城区"
    assert "要带的：" in out
    assert "本单为办事前告知，不是受理凭证" in out
    assert "还有问题没答" not in out
    assert out == kiosk("checklist", "id-card", *given, "--text").out
    assert "还有问题没答" in kiosk("checklist", "id-card").out


def test_a_start_day_gives_dates(kiosk: Kiosk) -> None:
    given = answers_to_the_end(kiosk, "id-card")
    found = kiosk("checklist", "id-card", *given, "--start", "2026-12-01", "--json").json
    assert found["duration"]["ready_on"] > "2026-12-01"
    assert "月" in kiosk("checklist", "id-card", *given, "--start", "2026-12-01").out


@pytest.mark.parametrize(("option", "pages"), [("--pdf", b"/Page"), ("--receipt", b"/Page")])
def test_a_list_on_paper(kiosk: Kiosk, tmp_path: Path, option: str, pages: bytes) -> None:
    path = tmp_path / "清单.pdf"
    ended = kiosk("checklist", "id-card", *FIRST_CARD, option, path)
    assert ended.code == 0, ended.err
    assert path.read_bytes().startswith(b"%PDF-")
    assert pages in path.read_bytes()
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


@pytest.mark.parametrize("option", ["--pdf", "--receipt"])
def test_paper_into_a_missing_folder_is_bad_input(
    kiosk: Kiosk, tmp_path: Path, option: str
) -> None:
    ended = kiosk("checklist", "id-card", option, tmp_path / "none" / "list.pdf")
    assert ended.code == 2
    assert "没有这个文件夹" in ended.err
    assert not (tmp_path / "none").exists()


def test_paper_onto_a_folder_is_bad_input(kiosk: Kiosk, tmp_path: Path) -> None:
    ended = kiosk("checklist", "id-card", "--pdf", tmp_path)
    assert ended.code == 2
    assert "文件夹" in ended.err


def test_paper_into_a_read_only_folder_is_bad_input(kiosk: Kiosk, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted("tmpfs", folder, "ro"):
        ended = kiosk("checklist", "id-card", "--pdf", folder / "list.pdf")
    assert ended.code == 2
    assert "只能读" in ended.err


def test_paper_onto_a_full_disk_leaves_the_old_file(kiosk: Kiosk, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted("tmpfs", folder, "size=16k"):
        (folder / "list.pdf").write_bytes(b"old")
        ended = kiosk("checklist", "id-card", "--pdf", folder / "list.pdf")
        assert (folder / "list.pdf").read_bytes() == b"old"
        assert [path.name for path in folder.iterdir()] == ["list.pdf"]
    assert ended.code == 3
    assert "磁盘满了" in ended.err


@pytest.mark.parametrize("command", ["questions", "checklist"])
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["keep-dragon"], "keep-dragon"),
        (["id-card", "--region", "999999"], "999999"),
        (["id-card", "--region", "亳州"], "亳州"),
        (["id-card", "--as-of", "2026-02-30"], "2026-02-30"),
        (["id-card", "--answer", "who"], "问题=回答"),
        (["id-card", "--answer", "=self"], "问题=回答"),
        (["id-card", "--answer", "size=big"], "size"),
        (["id-card", "--answer", "who=king"], "king"),
        (["id-card", "--answer", "who=self", "--answer", "who=guardian"], "who"),
        (["id-card", "--answer", "who=?"], "who"),
    ],
)
def test_bad_input_says_which_and_what_is_allowed(
    kiosk: Kiosk, command: str, args: list[str], said: str
) -> None:
    ended = kiosk(command, *args, "--json")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert re.search("[\u4e00-\u9fff]", ended.err)
    assert len(ended.err.splitlines()) == 1


def test_superfluous_answers_are_named_and_no_error(kiosk: Kiosk) -> None:
    given = answers_to_the_end(kiosk, "id-card")
    asked = {
        a["question"] for a in kiosk("questions", "id-card", *given, "--json").json["answered"]
    }
    changed = ["--answer", "who=village"]
    rest = [g for g in given if not g.startswith("who=") and g != "--answer"]
    for answer in rest:
        changed += ["--answer", answer]
    ended = kiosk("questions", "id-card", *changed, "--json")
    assert ended.code == 0
    counted = {a["question"] for a in ended.json["answered"]}
    assert set(ended.json["dropped"]) | counted >= asked - {"who"}
