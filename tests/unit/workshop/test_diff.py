"""Two catalogues compared: every difference is told, in plain words, where it counts."""

import datetime as dt

import pytest

from kiosk.domain.errors import InputError
from kiosk.workshop.build import compile_starter, write_starter
from kiosk.workshop.diff import diff
from kiosk.workshop.editorial import released
from kiosk.workshop.load import load
from kiosk.workshop.snapshots import snapshot
from tests.unit.workshop.faults import LOST, SERVICE, TOPIC, WORDS, region

PROMISED = "promised: {days: 5, unit: working}"
PHOTO = "  - {use: photo, original: submit, originals: 2, why: 贴在证上。, when: {size: big}}\n"


@pytest.fixture
def changed(write, files):
    """Compare the small catalogue with one in which texts of some files are replaced."""

    def run(changes):
        old = snapshot(write())
        new = {}
        for name, (before, after) in changes.items():
            text = new.get(name, files.get(name, ""))
            assert before in text
            new[name] = text.replace(before, after) if before else text + after
        return diff(old, snapshot(write(new)))

    return run


def text(difference):
    return [topic.text for topic in difference.topics]


def test_the_same_catalogue_has_no_difference(changed):
    assert changed({}).topics == ()


def test_limits_and_papers_are_told_in_plain_words(changed):
    service = (f"{PROMISED}}}", "promised: {days: 3, unit: working}}")
    found = changed({SERVICE: service})
    assert text(found) == ["养犬登记：养犬登记承诺 5→3 个工作日"]
    (change,) = found.topics[0].changes
    assert (change.about, change.region, change.what) == ("dog-licence", None, "time.promised")
    assert (change.then, change.now) == ("5个工作日", "3个工作日")


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (SERVICE, PHOTO, "", "养犬登记材料少1样（照片）"),
        (SERVICE, PHOTO, PHOTO + "  - {use: lost-note}\n", "养犬登记材料多1样（遗失说明）"),
        (SERVICE, "copies: 1", "copies: 2", "养犬登记身份证复印件 1→2 份"),
        (SERVICE, "when: {size: big}", "when: {size: small}", "养犬登记照片的要求改了"),
        (SERVICE, "days: 5, unit: working", "days: 5, unit: calendar", "5个工作日 → 5天（自然日）"),
        (SERVICE, f", {PROMISED}", "", "养犬登记承诺 5个工作日 → 没有"),
        (SERVICE, "proxy_allowed", "in_person", "谁来办 可以请人代办 → 要本人到场"),
        (SERVICE, "visits: 1", "visits: 2", "到现场次数 1 → 2"),
        (SERVICE, "basis:", "fee: [{amount: '40.00'}]\nbasis:", "收费多1项（40元）"),
        (
            SERVICE,
            "basis:",
            "duty: {within: 30, unit: calendar, from: 买狗}\nbasis:",
            "多1条（买狗起 30天）",
        ),
        (SERVICE, "[动物防疫法§30]", "[动物防疫法§31]", "依据少1条（动物防疫法§30）"),
        (TOPIC, "name: 养犬登记", "name: 养狗登记", "名称 养犬登记 → 养狗登记"),
        (TOPIC, "state: published", "state: review", "状态 已发布 → 审核中"),
        (TOPIC, "您的狗有多大？", "狗有多大？", "问题改了"),
        (TOPIC, "circumstances: [lost-id]\n", "", "情形少1个（身份证丢失）"),
        (LOST, "originals: 1", "originals: 2", "情形“身份证丢失”遗失说明原件 1→2 份"),
        ("questions.yaml", "身份证丢了吗？", "身份证还在吗？", ""),
    ],
)
def test_each_kind_of_difference_is_told(changed, file, before, after, said):
    found = text(changed({file: (before, after)}))
    assert len(found) == (1 if said else 0)
    assert said in "".join(found)


def test_a_shared_question_of_a_topic_is_told(write, files):
    topic = files[TOPIC].replace("questions:\n", "questions:\n  - lost\n")
    asked = files["questions.yaml"].replace("身份证丢了吗？", "身份证还在吗？")
    old = snapshot(write({TOPIC: topic}))
    new = snapshot(write({TOPIC: topic, "questions.yaml": asked}))
    assert text(diff(old, new)) == [
        "养犬登记：问题“身份证还在吗？”问法 身份证丢了吗？ → 身份证还在吗？"
    ]


def test_where_a_fact_was_read_is_no_difference(changed):
    origin = "source: 另一处\nverified: 2026-11-20\nby: 丙\nbased_on: '1'\nbasis:"
    assert changed({SERVICE: ("basis:", origin)}).topics == ()


def test_what_a_place_changes_is_told_with_its_name(changed):
    place = region("time: {promised: {days: 2, unit: working}}")
    found = changed({place["name"]: ("", place["text"])})
    assert text(found) == ["养犬登记：在安徽省，养犬登记承诺 没有 → 2个工作日"]
    assert found.topics[0].changes[0].region == "34"


def test_topics_that_came_and_went_are_told(write, files):
    cat = files[TOPIC].replace("id: keep-dog\nname: 养犬登记", "id: keep-cat\nname: 养猫登记")
    old, new = snapshot(write()), snapshot(write({"topics/keep-cat.yaml": cat}))
    assert text(diff(old, new)) == ["养猫登记：新主题"]
    assert [(t.topic, t.kind) for t in diff(new, old).topics] == [("keep-cat", "removed")]


def test_a_folder_and_what_was_built_of_it_are_the_same(write, tmp_path):
    folder = write()
    public = released(load(folder), dt.date(2026, 12, 1))
    write_starter(compile_starter(public), tmp_path / "starter")
    assert diff(snapshot(folder), snapshot(tmp_path / "starter")).topics == ()


@pytest.mark.parametrize("name", ["starter.json", "documents.ndjson.zst"])
def test_a_damaged_starter_is_refused(write, tmp_path, name):
    starter = tmp_path / "starter"
    write_starter(compile_starter(load(write())), starter)
    (starter / name).write_bytes((starter / name).read_bytes()[:-20])
    with pytest.raises(InputError, match="重新编译"):
        snapshot(starter)


def test_the_name_of_a_paper_is_the_one_people_use(changed):
    renamed = changed({WORDS: ("plain: 照片", "plain: 相片"), SERVICE: (PHOTO, "")})
    assert "材料少1样（相片）" in text(renamed)[0]
