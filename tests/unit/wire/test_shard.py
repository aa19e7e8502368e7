import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import InputError
from kiosk.wire.shard import (
    Del,
    Delta,
    Op,
    PackHead,
    PackRef,
    Put,
    ShardDigest,
    ShardEntry,
    ShardIndex,
    choose,
    fits,
    followed,
    index_names,
    pack_lines,
    read_index,
    read_pack,
)

CODE = "341602000000"
REF = PackRef(sha256="ab" * 32, len=9)


def an_entry(code: str = CODE, *bases: int) -> ShardEntry:
    since = tuple(Delta(base=base, sha256=f"{base:064x}", len=1) for base in bases)
    return ShardEntry(code=code, version=88, docs=1, digest="cd" * 32, full=REF, since=since)


def lines(*ops: Op, code: str = CODE, base: int = 0, version: int = 5) -> list[bytes]:
    return list(pack_lines(PackHead(format=1, code=code, base=base, version=version), ops))


def put(name: str, row_version: int = 1) -> Put:
    return Put(id=name, row_version=row_version, doc=msgspec.Raw(b'{"x":1}'))


def test_the_published_digest_is_made() -> None:
    digest = ShardDigest()
    for name, doc in (("a", b'{"x":1}'), ("b", b'{"x":2}')):
        digest.add(name, hashlib.sha256(doc).digest())
    assert digest.hex() == "98a73a62d8d287b40fabf9ba161914ecb25747870a574e4c7bb1183c1e217c91"


def test_a_pack_looks_as_it_is_described() -> None:
    assert lines(put("a", 3), Del(id="b", row_version=4), base=2) == [
        b'["pack",1,"341602000000",2,5]\n',
        b'["put","a",3,{"x":1}]\n',
        b'["del","b",4]\n',
    ]


@given(st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_a_pack_is_read_as_it_was_written(names: list[str]) -> None:
    ops = [put(name) for name in sorted(names)]
    read = list(read_pack(lines(*ops), CODE, 0, 5))
    assert [(op.id, bytes(op.doc)) for op in read if isinstance(op, Put)] == [
        (op.id, bytes(op.doc)) for op in ops
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [b"[]\n"],
        lines(code="341603000000"),
        lines(version=6),
        lines(base=1),
        lines(put("b"), put("a")),
        lines(put("a"), put("a")),
        lines(put("a", 6)),
        [*lines(), b'["put","a b",1,{}]\n'],
        [*lines(), b'["run","a",1]\n'],
        [*lines(), b'["put","a",1\n'],
    ],
)
def test_a_wrong_pack_is_refused(rows: list[bytes]) -> None:
    with pytest.raises(InputError):
        list(read_pack(rows, CODE, 0, 5))


def test_the_newest_delta_that_fits_is_taken_else_the_whole() -> None:
    shard = an_entry(CODE, 87, 81, 58)
    assert choose(shard, 87)[0] == 87
    assert choose(shard, 86)[0] == 81
    assert choose(shard, 58)[0] == 58
    assert choose(shard, 57) == (0, REF)
    assert choose(shard, 0) == (0, REF)


def test_a_place_follows_its_chain() -> None:
    regions = ("34", "3416", "341602", "341602001", "341602001002")
    assert index_names(regions) == (
        "catalog/341600/341600.index.json",
        "catalog/341600/341602.index.json",
    )
    assert followed(regions) >= {"341600000000", "341602000000", "341602001002"}


@pytest.mark.parametrize(
    ("name", "code", "is_fit"),
    [
        ("catalog/341600/341602.index.json", "341602001002", True),
        ("catalog/341600/341602.index.json", "341602000000", True),
        ("catalog/341600/341602.index.json", "341603000000", False),
        ("catalog/341600/341600.index.json", "341600000000", True),
        ("catalog/341600/341600.index.json", "341602000000", False),
        ("catalog/341600/341202.index.json", "341202000000", False),
    ],
)
def test_no_city_speaks_for_another(name: str, code: str, is_fit: bool) -> None:
    assert fits(name, code) is is_fit
    data = msgspec.json.encode(ShardIndex(v=1, edition="1", shards=(an_entry(code),)))
    if is_fit:
        assert read_index(name, data).shards[0].code == code
    else:
        with pytest.raises(InputError):
            read_index(name, data)
