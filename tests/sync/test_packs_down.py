import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kiosk.domain.errors import Unavailable
from kiosk.sync.engine import CatalogMoves, ShardMove
from kiosk.wire.shard import ShardIndex
from tests.sync.published import (
    CITY_INDEX,
    PublishingHub,
    TakingKiosk,
    a_published_city,
)

CITY, COUNTY = "341600000000", "341602000000"
OVERLAY = {"region/341602": b'{"code":"341602","name":"\xe8\xb0\xaf\xe5\x9f\x8e\xe5\x8c\xba"}'}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[PublishingHub]:
    hub = PublishingHub(tmp_path)
    yield hub
    hub.close()


@pytest.fixture
def kiosk(tmp_path: Path, hub: PublishingHub) -> Iterator[TakingKiosk]:
    kiosk = TakingKiosk(tmp_path / "kiosk", hub)
    yield kiosk
    kiosk.close()


def packs(hub: PublishingHub) -> list[Path]:
    return [path for path in (hub.served / "packs").rglob("*") if path.is_file()]


def test_what_is_published_is_what_the_kiosk_has(hub: PublishingHub, kiosk: TakingKiosk) -> None:
    assert kiosk.link.bring() == CatalogMoves()
    docs = a_published_city() | OVERLAY
    hub.publish(docs)
    moves = kiosk.link.bring()
    assert moves.shards == (
        ShardMove(code=CITY, from_=0, to=1),
        ShardMove(code=COUNTY, from_=0, to=1),
    )
    assert kiosk.documents() == docs
    assert moves.bytes == sum(path.stat().st_size for path in packs(hub))
    assert not list((kiosk.data / "packs").iterdir())


def test_a_change_comes_by_delta_and_a_check_is_noted(
    hub: PublishingHub, kiosk: TakingKiosk
) -> None:
    docs = a_published_city() | OVERLAY
    hub.publish(docs)
    first = kiosk.link.bring().bytes
    before = kiosk.intake.current()
    assert kiosk.link.bring() == CatalogMoves()
    after = kiosk.intake.current()
    assert before and after and after.checked_at > before.checked_at
    assert after.applied_at == before.applied_at
    changed = a_published_city(licence="换了说法") | OVERLAY
    del changed["service/elder-claim"]
    changed["topic/elder-allowance"] = docs["topic/elder-allowance"].replace(
        b"elder-claim", b"licence"
    )
    hub.publish(changed)
    moves = kiosk.link.bring()
    assert moves.shards == (ShardMove(code=CITY, from_=1, to=2),)
    assert 0 < moves.bytes < first
    assert kiosk.documents() == changed
    state = kiosk.intake.current()
    assert state and int(state.edition) > int(after.edition)


def test_a_kiosk_that_was_away_for_long_comes_to_the_same(
    hub: PublishingHub, kiosk: TakingKiosk, tmp_path: Path
) -> None:
    hub.publish(a_published_city())
    kiosk.link.bring()
    for number in range(6):
        hub.publish(a_published_city(licence=f"第{number}次"))
    kiosk.link.bring()
    fresh = TakingKiosk(tmp_path / "fresh", hub)
    fresh.link.bring()
    assert fresh.documents() == kiosk.documents() == a_published_city(licence="第5次")
    fresh.close()


def test_a_published_version_below_the_local_one_is_refused(
    hub: PublishingHub, kiosk: TakingKiosk
) -> None:
    hub.publish(a_published_city())
    hub.publish(a_published_city(licence="甲"))
    kiosk.link.bring()
    newest = kiosk.documents()
    name = max((hub.served / "tuf").glob("*.city-341600.json"), key=lambda p: p.stat().st_mtime_ns)
    signed = msgspec.json.decode(name.read_bytes())
    digest = signed["signed"]["targets"][CITY_INDEX]["hashes"]["sha256"]
    place = hub.served / "tuf" / "targets" / "catalog" / "341600"
    index = msgspec.json.decode(
        (place / f"{digest}.341600.index.json").read_bytes(), type=ShardIndex
    )
    older = replace(index, shards=(replace(index.shards[0], version=1),))
    hub.assembly.repository.publish({CITY_INDEX: msgspec.json.encode(older)}, None)
    with pytest.raises(Unavailable, match="比这里的旧"):
        kiosk.link.bring()
    assert kiosk.documents() == newest
    hub.publish(a_published_city(licence="乙"))
    kiosk.link.bring()
    assert kiosk.documents() == a_published_city(licence="乙")


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


@pytest.mark.parametrize("harm", [damage, cut, lengthen, Path.unlink])
def test_a_pack_that_is_not_what_its_name_says_changes_nothing(
    hub: PublishingHub, kiosk: TakingKiosk, harm: object
) -> None:
    hub.publish(a_published_city())
    (pack,) = packs(hub)
    sound = pack.read_bytes()
    before = kiosk.documents()
    harm(pack)  # type: ignore[operator]
    with pytest.raises(Unavailable):
        kiosk.link.bring()
    assert kiosk.documents() == before
    assert not list((kiosk.data / "packs").iterdir())
    pack.write_bytes(sound)
    kiosk.link.bring()
    assert kiosk.documents() == a_published_city()


def test_a_delta_on_a_base_that_is_not_what_it_was_falls_back_to_the_whole(
    hub: PublishingHub, kiosk: TakingKiosk
) -> None:
    hub.publish(a_published_city())
    kiosk.link.bring()
    other = kiosk.intake.here()[0]
    mark = kiosk.intake._cache.mark()
    assert mark
    docs = a_published_city(id_renew="这里的不一样")
    _replace_documents(kiosk, docs)
    hub.publish(a_published_city(licence="甲"))
    moves = kiosk.link.bring()
    assert kiosk.documents() == a_published_city(licence="甲")
    assert moves.shards == (ShardMove(code=CITY, from_=other.version, to=2),)


def _replace_documents(kiosk: TakingKiosk, docs: dict[str, bytes]) -> None:
    import sqlite3

    with sqlite3.connect(kiosk.intake.path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        for name, doc in docs.items():
            kind, _, key = name.partition("/")
            connection.execute("UPDATE document SET doc=? WHERE kind=? AND id=?", (doc, kind, key))
    connection.close()


def test_what_is_signed_but_wrong_is_kept_out_and_not_fetched_again(
    hub: PublishingHub, kiosk: TakingKiosk
) -> None:
    hub.publish(a_published_city())
    path = next((hub.served / "tuf" / "targets" / "catalog" / "341600").iterdir())
    index = msgspec.json.decode(path.read_bytes(), type=ShardIndex)
    wrong = replace(index, shards=(replace(index.shards[0], digest="ab" * 32),))
    hub.assembly.repository.publish({CITY_INDEX: msgspec.json.encode(wrong)}, None)
    before = kiosk.documents()
    tried: list[object] = []
    take = kiosk.intake.take
    kiosk.intake.take = lambda *given: tried.append(given) or take(*given)  # type: ignore[method-assign,func-returns-value]
    for _ in range(3):
        with pytest.raises(Unavailable, match="摘要"):
            kiosk.link.bring()
    assert len(tried) == 2  # as it came, and whole
    assert kiosk.documents() == before
    shutil.rmtree(hub.served / "packs")
    after_restart = kiosk.link_to(hub.served)
    with pytest.raises(Unavailable, match="摘要"):
        after_restart.bring()
    hub.publish(a_published_city(licence="甲"))
    kiosk.link.bring()
    assert kiosk.documents() == a_published_city(licence="甲")


@pytest.mark.parametrize(
    "index",
    [
        b"{}",
        b'{"v":1,"v":1,"edition":"1","shards":[]}',
        b'{"v":1,"edition":"1","shards":[{"code":"341602000000","version":1,"docs":0,"digest":"%s",'
        b'"full":{"sha256":"%s","len":1}}]}' % (b"0" * 64, b"0" * 64),
        b'{"v":1,"edition":"1","schema":99,"shards":[]}',
    ],
)
def test_an_index_that_says_too_much_or_nothing_is_refused(
    hub: PublishingHub, kiosk: TakingKiosk, index: bytes
) -> None:
    hub.assembly.repository.publish({CITY_INDEX: index}, None)
    before = kiosk.documents()
    with pytest.raises(Unavailable, match="没有采用"):
        kiosk.link.bring()
    assert kiosk.documents() == before
    hub.publish(a_published_city())
    kiosk.link.bring()
    assert kiosk.documents() == a_published_city()
