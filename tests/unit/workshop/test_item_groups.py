"""Which items make one service, and that nothing of a member is lost in it."""

from kiosk.domain.service import Contacts, EvidenceLine, Service, TextChoice
from kiosk.domain.service_code import parse_code
from kiosk.workshop.item_groups import MAX_LABEL, Member, group_key, merge, split

KEY = ("org", "许可", None, "申领")


def a_member(key: str, option: str, **fields: object) -> Member:
    name = (TextChoice(value=f"申领({option})"),)
    values = {"id": key.lower(), "name": name, "plain": "申领", "agency": "org", **fields}
    return Member(key=key, option=option, service=Service(**values))  # type: ignore[arg-type]


def test_national_items_share_their_base_code_and_local_ones_their_main_item():
    service = a_member("A1", "x").service
    task = parse_code("11440000006939756B244010100700003")
    assert group_key(service, task, "主项", "申领")[2] == "440101007000"
    assert group_key(service, parse_code("A1"), "主项", "申领")[2] == "主项"


def test_items_that_no_answer_could_tell_apart_stay_alone():
    other = Contacts(consult="0826-2")
    assert split([a_member("A1", "甲"), a_member("A2", "乙", contacts=other)]) == []
    assert split([a_member("A1", "甲"), a_member("A2", "甲")]) == []
    assert [len(g) for g in split([a_member("A2", "乙"), a_member("A1", "甲")])] == [2]


def test_lines_that_all_have_are_unconditional_and_ids_stay_unique():
    both, one = EvidenceLine(use="card"), EvidenceLine(use="card", copies=2)
    first = a_member("A1", "甲", evidence=(both,))
    second = a_member("A2", "乙", evidence=(both, one))
    service = merge([first, second], KEY, "申领")
    option = service.questions[0].options[1].id
    assert [
        (line.key, line.copies, line.when and line.when.values) for line in service.evidence
    ] == [
        ("card", 0, None),
        ("card-2", 2, (option,)),
    ]


def test_long_options_are_cut_and_stay_different():
    start = "大陆居民申领大型汽车准驾车型"
    service = merge([a_member("A1", f"{start}一"), a_member("A2", f"{start}二")], KEY, "申领")
    labels = [option.label for option in service.questions[0].options]
    assert len(set(labels)) == 2
    assert all(len(label) <= MAX_LABEL for label in labels)
    assert [name.value for name in service.name] == [f"申领({start}一)", f"申领({start}二)"]


def test_a_group_keeps_its_id_when_another_member_comes():
    two = merge([a_member("A1", "甲"), a_member("A2", "乙")], KEY, "申领")
    three = merge([a_member("A1", "甲"), a_member("A2", "乙"), a_member("A3", "丙")], KEY, "申领")
    assert two.id == three.id
