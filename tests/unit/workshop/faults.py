"""Faults of the small catalogue: what to change, which rule must fire, at which level.

The first word of a name is the code of the finding.
"""

TOPIC, SERVICE = "topics/keep-dog.yaml", "services/dog-licence.yaml"
LOST, ASKED = "circumstances/lost-id.yaml", "questions.yaml"
SCENARIOS, WORDS = "scenarios/keep-dog.yaml", "evidence.yaml"
REGION = """
code: "34"
name: 安徽省
services:
  dog-licence:
    {changes}
"""
TOPIC_REGION = """
code: "34"
name: 安徽省
topics:
  keep-dog:
    {changes}
"""
SECOND_TOPIC = """
id: keep-cat
name: 养猫
plain: 养猫
icon: cat
category: living
aliases: [办狗证]
includes: [dog-licence]
"""


def swap(name, old, new):
    """A change of one file: `old` becomes `new`; the fixture asserts that `old` is there."""
    return {"name": name, "old": old, "new": new}


def region(changes, pattern=REGION):
    return {"name": "regions/34.yaml", "text": pattern.format(changes=changes)}


FAULTS = {
    "dangling-id service": (swap(TOPIC, "service: dog-licence", "service: cat-licence"), "error"),
    "dangling-id circumstance": (swap(TOPIC, "[lost-id]", "[lost-di]"), "error"),
    "dangling-id agency": (swap(SERVICE, "agency: police", "agency: fire"), "error"),
    "dangling-id evidence": (swap(SERVICE, "use: photo", "use: picture"), "error"),
    "dangling-id category": (swap(TOPIC, "category: living", "category: pets"), "error"),
    "dangling-id question": (swap(LOST, "questions: [lost]", "questions: [gone]"), "error"),
    "dangling-id division": (swap("catalogue.yaml", '"341602"', '"999999"'), "error"),
    "dangling-id scenario": (swap(SCENARIOS, '"341602"', '"341699"'), "error"),
    "dangling-id overlay": (
        {"name": "regions/99.yaml", "text": 'code: "99"\nname: 无\n'},
        "error",
    ),
    "dangling-id line": (region("evidence: {nothing: {copies: 2}}"), "error"),
    "dangling-id include": (
        region("includes: {nothing: {optional: true}}", TOPIC_REGION),
        "error",
    ),
    "dangling-id option": (region("options: {size.huge: {label: 大}}", TOPIC_REGION), "error"),
    "duplicate-id document": (
        swap("agencies.yaml", "- {id", "- {id: police, name: 又一个}\n- {id"),
        "error",
    ),
    "duplicate-id line": (swap(SERVICE, "use: photo", "use: id-card"), "error"),
    "file-name": ({"name": "topics/cat.yaml", "text": SECOND_TOPIC}, "error"),
    "unknown-question": (swap(SERVICE, "when: {size: big}", "when: {weight: big}"), "error"),
    "unknown-question overlay": (
        region("add_notes: [{text: 请带狗来, when: {weight: big}}]"),
        "error",
    ),
    "unknown-option": (swap(SERVICE, "when: {size: big}", "when: {size: huge}"), "error"),
    "wrong-comparison": (
        swap(SERVICE, "when: {size: big}", "when: {size: {at_least: 3}}"),
        "error",
    ),
    "question-twice shared": (swap(TOPIC, "id: size", "id: lost"), "error"),
    "question-twice clash": (
        swap(
            SERVICE,
            "basis:",
            "questions: [{id: size, ask: 狗有多重？, options: {small: 轻, big: 重}}]\nbasis:",
        ),
        "error",
    ),
    "when-order": (
        swap(TOPIC, "    options: {small", '    when: {lost: "yes"}\n    options: {small'),
        "error",
    ),
    "date-in-code": (
        swap(
            TOPIC, "  - id: size\n", "  - {id: born, ask: 哪天出生？, kind: date}\n  - id: size\n"
        ),
        "error",
    ),
    "reserved-id": (swap(ASKED, "id: lost", "id: any"), "error"),
    "question-options one": (swap(TOPIC, "{small: 不到35厘米, big", "{big"), "error"),
    "question-options yes_no": (swap(ASKED, '"no": 没有丢', "never: 没有丢"), "error"),
    "question-options bare": (swap(ASKED, '  options: {"yes": 丢了, "no": 没有丢}\n', ""), "note"),
    "question-options none": (
        swap(TOPIC, "small: 不到35厘米", "small: {label: 不到35厘米, none: true}"),
        "error",
    ),
    "question-bounds": (
        swap(TOPIC, "    options: {small", "    min: 3\n    options: {small"),
        "error",
    ),
    "no-find-out": (swap(ASKED, "  kind: yes_no", "  kind: yes_no\n  unknown: true"), "warning"),
    "too-long ask": (
        swap(TOPIC, "您的狗有多大？", "您家里养的这只狗现在从头到尾站起来一共有多高多大？"),
        "error",
    ),
    "too-long label": (swap(TOPIC, "35厘米以上", "站起来从地面量到肩膀超过规定的高度"), "error"),
    "banned-word": (swap(TOPIC, "您的狗有多大？", "您的狗是否很大？"), "error"),
    "banned-word anywhere": (swap(SERVICE, "name: 养犬登记证", "name: 受理回执"), "error"),
    "half-width": (swap(TOPIC, "您的狗有多大？", "您的狗,有多大？"), "error"),
    "unsure-option": (swap(TOPIC, "35厘米以上", "我不清楚"), "error"),
    "unknown-icon topic": (swap(TOPIC, "icon: dog", "icon: dogg"), "warning"),
    "unknown-icon evidence": (swap(WORDS, "where: 照相馆", "where: 照相馆, icon: lens"), "warning"),
    "no-why question": (swap(TOPIC, "    why: 大狗要多带照片。\n", ""), "warning"),
    "no-why evidence": (swap(SERVICE, "why: 贴在证上。, ", ""), "warning"),
    "no-instead": (
        swap(SERVICE, "basis:", "stops: [{id: big, reason: 太大, when: {size: big}}]\nbasis:"),
        "warning",
    ),
    "same-evidence": (swap(WORDS, "name: 一寸免冠照片", "name: 身份证件"), "error"),
    "alias-collision": ({"name": "topics/keep-cat.yaml", "text": SECOND_TOPIC}, "error"),
    "promised-over-statutory": (
        swap(SERVICE, "days: 5, unit: working", "days: 21, unit: working"),
        "error",
    ),
    "promised-over-statutory region": (
        region("time: {promised: {days: 40, unit: calendar}}"),
        "error",
    ),
    "local-as-national": (
        swap(SERVICE, "{use: id-card,", "{use: id-card, place: 亳州,"),
        "error",
    ),
    "old-money": (
        region("fee: [{amount: '40.00', valid: {from: 2023-01-01}}]"),
        "error",
    ),
    "off-without-basis": (region("evidence: {photo: {off: 不用了}}"), "error"),
    "loosened line": (region("evidence: {photo: {necessity: later}}"), "error"),
    "loosened include": (
        region("includes: {dog-licence: {when: {size: big}}}", TOPIC_REGION),
        "error",
    ),
    "window-address": (
        {
            "name": "regions/34.yaml",
            "text": 'code: "34"\nname: 安徽省\nwindows: {police: {name: 大厅}}\n',
        },
        "warning",
    ),
    "never-true": (
        swap(SERVICE, "when: {size: big}", "when: {all: [{size: big}, {size: small}]}"),
        "error",
    ),
    "never-true outside": (
        swap(TOPIC, "{service: dog-licence}", "{service: dog-licence, when: {size: small}}"),
        "warning",
    ),
    "always-true": (swap(SERVICE, "when: {size: big}", "when: {size: [small, big]}"), "warning"),
    "kleene": (
        swap(
            SERVICE,
            "when: {size: big}",
            "when: {any: [{all: [{size: big}, {lost: 'yes'}]},"
            " {all: [{size: big}, {lost: 'no'}]}]}",
        ),
        "note",
    ),
    "not-of-conditional": (
        swap(
            TOPIC,
            "includes:",
            "  - {id: kennel, ask: 有狗窝吗？, kind: yes_no, options: {'yes': 有, 'no': 没有},"
            " when: {size: big}}\n"
            "notes: [{text: 请备好狗窝, when: {not: {kennel: 'yes'}}}]\nincludes:",
        ),
        "note",
    ),
    "dead-question": (swap(SERVICE, ", when: {size: big}", ""), "error"),
    "unreachable-question": (
        swap(
            TOPIC,
            "includes:",
            "  - {id: kennel, ask: 有狗窝吗？, kind: yes_no, options: {'yes': 有, 'no': 没有},"
            " when: {size: big}}\n"
            "stops: [{id: too-big, reason: 太大的狗不能养, when: {size: big}}]\n"
            "notes: [{text: 请备好狗窝, when: {kennel: 'no'}}]\nincludes:",
        ),
        "error",
    ),
    "unreachable-option": (
        swap(
            TOPIC,
            "includes:",
            "  - id: kennel\n    ask: 狗住在哪里？\n    when: {size: big}\n"
            "    options: {yard: 院子里, room: {label: 屋里, when: {size: small}}}\n"
            "notes: [{text: 请备好狗窝, when: {kennel: yard}}]\nincludes:",
        ),
        "error",
    ),
    "empty-end": (
        swap(TOPIC, "{service: dog-licence}", "{service: dog-licence, when: {size: big}}"),
        "error",
    ),
    "unused": (
        swap(WORDS, "photo:", "spare: {name: 备用, plain: 备用, where: 家}\nphoto:"),
        "note",
    ),
    "no-source": (swap(WORDS, ", where: 照相馆", ""), "warning"),
    "cannot-assemble": (swap(TOPIC, "icon: dog", "icon: dog\nvalid: {to: 2020-01-01}"), "error"),
    "sampled": (
        swap(
            TOPIC,
            "includes:",
            "  - id: kinds\n    ask: 还养了什么？\n    kind: many\n"
            "    options: {a0: 猫, a1: 鸟, a2: 鱼, a3: 龟, a4: 兔, "
            "a5: 鸡, a6: 鸭, a7: 鹅, a8: 羊, a9: 牛}\n"
            "notes: [{text: 请都带来, when: "
            "{kinds: {includes: [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9]}}}]\n"
            "includes:",
        ),
        "note",
    ),
    "no-scenario": ({"name": SCENARIOS, "text": None}, "error"),
    "uncovered": (swap(SCENARIOS, "size: big, lost", "size: small, lost"), "error"),
}
