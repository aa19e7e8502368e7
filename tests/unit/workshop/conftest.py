"""A small, correct catalogue on disk that tests change one file of."""

from collections.abc import Callable
from pathlib import Path

import pytest

FILES = {
    "catalogue.yaml": """
name: 试用目录
publisher: 试用
edition: "1"
default_region: "341602"
facts_on: 2026-11-01
categories:
  - {id: living, name: 生活, icon: house}
""",
    "agencies.yaml": "- {id: police, name: 公安局, plain: 派出所, level: county}\n",
    "evidence.yaml": """
id-card: {name: 居民身份证, plain: 身份证, aliases: [身份证件], issuer: 公安机关, identity: true}
photo: {name: 一寸免冠照片, plain: 照片, where: 照相馆}
lost-note: {name: 遗失声明, plain: 遗失说明, where: 窗口现场写}
dog-card: {name: 养犬登记证, plain: 狗证, issuer: 公安机关}
""",
    "questions.yaml": """
- id: lost
  ask: 身份证丢了吗？
  why: 丢了的要多带一张说明。
  kind: yes_no
  options: {"yes": 丢了, "no": 没有丢}
""",
    "synonyms.yaml": "狗狗: 犬\n",
    "services/dog-licence.yaml": """
id: dog-licence
name: 养犬登记
plain: 给狗上户口
agency: police
presence: proxy_allowed
visits: 1
time: {statutory: {days: 20, unit: working}, promised: {days: 5, unit: working}}
result: {name: 养犬登记证, evidence: dog-card, collect: window}
evidence:
  - {use: id-card, original: show, copies: 1, why: 核对是不是本人。}
  - {use: photo, original: submit, originals: 2, why: 贴在证上。, when: {size: big}}
basis: [动物防疫法§30]
""",
    "circumstances/lost-id.yaml": """
id: lost-id
name: 身份证丢失
questions: [lost]
when: {lost: "yes"}
evidence:
  - {use: lost-note, why: 说明证丢了。, original: submit, originals: 1}
""",
    "topics/keep-dog.yaml": """
id: keep-dog
name: 养犬登记
plain: 养狗
icon: dog
category: living
aliases: [办狗证]
state: published
published: {on: 2026-11-01, by: 甲, reviewed_by: 乙}
circumstances: [lost-id]
questions:
  - id: size
    ask: 您的狗有多大？
    why: 大狗要多带照片。
    options: {small: 不到35厘米, big: 35厘米以上}
includes:
  - {service: dog-licence}
""",
    "scenarios/keep-dog.yaml": """
- name: 小狗，证件齐全
  region: "341602"
  as_of: 2026-11-21
  answers: {size: small, lost: "no"}
  expect:
    state: complete
    steps: [dog-licence]
    materials: {id-card: {status: bring, originals: 1, copies: 1}}
    no_materials: [photo, lost-note]
    asked: [size, lost]
- name: 大狗，身份证丢了
  region: "341602"
  as_of: 2026-11-21
  answers: {size: big, lost: "yes"}
  expect:
    state: complete
    materials: {photo: {originals: 2}, lost-note: {status: bring}}
""",
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the small catalogue with some files replaced (None: left out) and return its folder."""

    def run(changes: dict[str, str | bytes | None] | None = None) -> Path:
        folder = tmp_path / "catalog"
        (tmp_path / "divisions.csv").write_text(
            "code,name\n34,安徽省\n3416,亳州市\n341602,谯城区\n51,四川省\n", encoding="utf-8"
        )
        for name, text in {**FILES, **(changes or {})}.items():
            if text is None:
                continue
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return run


@pytest.fixture
def files() -> dict[str, str]:
    """The texts of the small catalogue by file name."""
    return dict(FILES)
