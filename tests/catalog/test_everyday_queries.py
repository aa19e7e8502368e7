"""What villagers really type, in the shipped catalogue: the topic they mean comes first."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kiosk.domain.search import entries
from kiosk.store.catalog_connections import CatalogConnections
from kiosk.store.catalog_fill import fill
from kiosk.store.search_index import SqliteSearchIndex
from kiosk.wire.pack import PackLine
from kiosk.workshop.build import compile_starter
from kiosk.workshop.load import load
from kiosk.workshop.loaded import LoadedCatalogue

ROOT = Path(__file__).resolve().parents[2]
QUERIES = {
    "adoption": ("收养", "领养孩子"),
    "barber-beauty": ("理发店", "美容院"),
    "birth-registration": ("准生证", "生育登记"),
    "chronic-disease": ("慢性病", "慢病卡", "高血压"),
    "death": ("丧葬费", "抚恤金", "销户", "火化", "人死了"),
    "disability": ("残疾证", "残疾补贴", "canjizheng"),
    "dog-licence": ("狗证", "养狗"),
    "driving": ("驾照", "驾照换证", "jiazhao", "审车"),
    "elder-allowance": ("高龄补贴", "八十岁补贴"),
    "elder-card": ("老年证", "老年优待证", "lnz"),
    "employee-death-benefit": ("职工抚恤金", "遗属待遇"),
    "farm-machine-subsidy": ("农机补贴", "拖拉机补贴"),
    "flexible-job-subsidy": ("灵活就业补贴", "4050"),
    "house-transfer": ("过户", "二手房", "guohu"),
    "hukou-change": ("改名字", "分户", "改民族", "gaimingzi"),
    "hukou-move": ("迁户口", "投靠"),
    "id-card": ("身份证", "sfz", "身份证丢了", "临时身份证"),
    "job-registration": ("失业登记", "就业登记", "求职登记", "找工作", "qzdj"),
    "land-transfer": ("土地流转", "租地"),
    "marriage-divorce": ("结婚", "结婚证", "lihun", "离婚", "jiehun"),
    "maternity-allowance": ("生育津贴", "产假钱"),
    "medical-elsewhere": ("异地看病", "外地看病", "转院"),
    "medical-refund": ("报销", "医药费报销", "baoxiao"),
    "newborn": ("生孩子", "上户口", "出生证"),
    "open-restaurant": ("开饭店", "餐馆"),
    "orphan": ("孤儿",),
    "passport": ("护照", "huzhao"),
    "pharmacy": ("药店", "卖药"),
    "police-certificate": ("无犯罪证明", "亲属关系证明"),
    "poverty-monitor": ("返贫监测", "脱贫户"),
    "public-rental": ("公租房", "廉租房", "gzf"),
    "residence-permit": ("居住证", "暂住证"),
    "resident-medical": ("医保", "新农合", "yibao", "合作医疗"),
    "resident-pension": ("养老保险", "新农保", "社保"),
    "retirement": ("退休", "tuixiu", "gjj", "公积金"),
    "rural-house": ("盖房", "宅基地", "gaifang"),
    "shop": ("小卖部", "营业执照"),
    "social-assistance": ("低保", "dibao", "五保", "特困"),
    "social-card": ("社保卡", "sbk"),
    "tobacco-retail": ("卖烟", "烟草证", "烟证"),
    "tractor-licence": ("拖拉机", "拖拉机驾照"),
    "unemployment-benefit": ("失业", "失业金"),
    "veteran-card": ("优待证", "老兵", "军人抚恤金", "烈士抚恤金", "优抚金", "优抚补助"),
    "veteran-report": ("退伍", "退伍报到"),
}
NOTHING = ("采矿许可证", "出租车", "签证", "边境通行证", "法律援助")


@pytest.fixture(scope="module")
def catalogue() -> LoadedCatalogue:
    return load(ROOT / "db" / "catalog")


@pytest.fixture(scope="module")
def index(
    catalogue: LoadedCatalogue, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqliteSearchIndex]:
    path = tmp_path_factory.mktemp("everyday") / "catalog.db"
    packed = compile_starter(catalogue).lines.splitlines()
    lines = (msgspec.json.decode(line, type=PackLine) for line in packed)
    fill(path, lines, ROOT / "db" / "kiosk")
    connections = CatalogConnections(path)
    yield SqliteSearchIndex(connections)
    connections.close()


@pytest.mark.parametrize(
    ("query", "topic"), [(query, topic) for topic, some in QUERIES.items() for query in some]
)
def test_the_topic_that_is_meant_comes_first(index, query, topic):
    found = [(hit.topic, hit.id) for hit in index.search(query, 20).results]
    assert found, query
    assert found[0][0] == topic, found[:4]


def test_a_pension_for_the_bereaved_may_be_that_of_a_worker_or_of_a_soldier(index):
    found = {hit.topic for hit in index.search("抚恤金", 20).results}
    assert {"death", "employee-death-benefit", "veteran-card"} <= found


def test_every_topic_is_asked_for(catalogue):
    assert set(QUERIES) == set(catalogue.of("topic"))


@pytest.mark.parametrize("query", NOTHING)
def test_what_the_catalogue_does_not_hold_finds_nothing(index, query):
    assert index.search(query, 20).results == ()


def test_a_service_leads_to_a_topic_that_includes_it(catalogue):
    """One that only a circumstance needs is at home there only if no topic includes it."""
    topics = {name: document.value for name, document in catalogue.of("topic").items()}
    overlays = [document.value for document in catalogue.of("region").values()]
    including = {
        name: {include.service for include in topic.includes}
        | {
            include.service
            for overlay in overlays
            if name in overlay.topics
            for include in overlay.topics[name].add_includes
        }
        for name, topic in topics.items()
    }
    ranked = sorted(topics.values(), key=lambda topic: -topic.popularity)
    homes = {
        entry.id: entry.topic
        for _, entry in entries(ranked, catalogue, overlays, {})
        if entry.kind == "service"
    }
    assert homes["hukou-change"] == "hukou-change"
    for service, home in homes.items():
        if any(service in some for some in including.values()):
            assert service in including[home], (service, home)


def test_what_a_card_of_the_home_page_promises_is_behind_it(catalogue, index):
    for category in catalogue.catalogue().categories:
        for word in category.hint.split("、"):
            found = index.search(word, 1).results
            assert found, word
            assert catalogue.of("topic")[found[0].topic].value.category == category.id, word


def test_the_first_page_of_the_home_screen_holds_what_villagers_need_most(catalogue):
    """ux.md R1 names them; the home screen shows six a page."""
    for_persons = [c.id for c in catalogue.catalogue().categories if c.for_ != "company"]
    most = ["pension", "medical", "household", "assistance", "land-house", "disability"]
    assert for_persons[:6] == most
