import hashlib
from itertools import pairwise
from random import Random

import pytest
from msgspec import Raw

from kiosk.domain.errors import InputError
from kiosk.wire.shard import Del, Op, Put, ShardDigest, fits, merge, read_index

PAIRS = 1_000
IDS = (
    "service/a",
    "service/a-",
    "service/a.",
    "service/b",
    "service/字",
    "topic/a",
    "agency/z",
    "a/é",
)
State = dict[str, bytes]


def ordered(state: State) -> list[tuple[str, bytes]]:
    return sorted(state.items(), key=lambda item: item[0].encode())


def digest_of(rows: list[tuple[str, bytes]]) -> str:
    digest = ShardDigest()
    for name, doc in rows:
        digest.add(name, hashlib.sha256(doc).digest())
    return digest.hex()


def changes(states: list[State]) -> list[Op]:
    """Return everything that changed from the first state to the last, however often."""
    touched = {
        name
        for before, after in pairwise(states)
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }
    last = states[-1]
    return [
        Put(id=name, row_version=9, doc=Raw(last[name]))
        if name in last
        else Del(id=name, row_version=9)
        for name in sorted(touched, key=str.encode)
    ]


def test_a_delta_gives_the_whole_shard_for_any_version_behind_its_base() -> None:
    random = Random(20261121)  # noqa: S311
    for _ in range(PAIRS):
        states: list[State] = [{}]
        for _ in range(random.randint(2, 6)):
            state = dict(states[-1])
            for name in random.sample(IDS, random.randint(1, 5)):
                if random.random() < 0.4:
                    state.pop(name, None)
                else:
                    state[name] = b'{"n":%d}' % random.randint(0, 99)
            states.append(state)
        base = random.randrange(len(states))
        ops = changes(states[base:])
        whole = ordered(states[-1])
        for local in states[base:]:
            assert list(merge(ordered(local), ops)) == whole
        assert digest_of(list(merge((), changes([{}, states[-1]])))) == digest_of(whole)


def test_the_digest_is_that_of_the_specification() -> None:
    wanted = "98a73a62d8d287b40fabf9ba161914ecb25747870a574e4c7bb1183c1e217c91"
    assert digest_of([("a", b'{"x":1}'), ("b", b'{"x":2}')]) == wanted


@pytest.mark.parametrize(
    ("own", "code", "may"),
    [
        ("341600/341600", "341600000000", True),
        ("341600/341600", "341602000000", False),
        ("341600/341600", "340100000000", False),
        ("341600/341602", "341602000000", True),
        ("341600/341602", "341602001002", True),
        ("341600/341602", "341603000000", False),
        ("341600/341602", "341600000000", False),
        ("341600/340102", "340102000000", False),
    ],
)
def test_a_place_speaks_for_itself_alone(own: str, code: str, may: bool) -> None:
    name = f"catalog/{own}.index.json"
    assert fits(name, code) is may
    pack = f'{{"sha256":"{"0" * 64}","len":1}}'
    shard = f'{{"code":"{code}","version":1,"docs":1,"digest":"{"0" * 64}","full":{pack}}}'
    index = f'{{"v":1,"edition":"1","shards":[{shard}]}}'.encode()
    if may:
        assert read_index(name, index).shards[0].code == code
    else:
        with pytest.raises(InputError, match="不归它管"):
            read_index(name, index)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"v":1,"v":2,"edition":"1","shards":[]}',
        b'{"v":1,"edition":"1","shards":[],"x":{"a":1,"a":1}}',
        b'{"v":-1,"edition":"1","shards":[]}',
        b'{"v":1,"edition":"01","shards":[]}',
        b'{"v":1,"edition":"1","schema":4,"shards":[]}',
        b'{"v":1,"edition":"1","shards":[{"code":"../../../../"}]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_index_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        read_index("catalog/341600/341600.index.json", data)
