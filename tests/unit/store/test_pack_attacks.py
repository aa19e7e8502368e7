import tracemalloc
from collections.abc import Callable

import msgspec
import pytest
import zstandard

from kiosk.ports.packs import ShardPack, Taken, Unequal
from kiosk.store.catalog_intake import CatalogIntake
from tests.shard_packs import CITY, COUNTY, PackMaker, a_city, snapshot
from tests.starters import NOW


def _line(*parts: object) -> bytes:
    return msgspec.json.encode(parts) + b"\n"


HEAD = _line("pack", 1, CITY, 0, 1)


@pytest.mark.parametrize(
    "lines",
    [
        b"",
        b"nothing\n",
        HEAD + b"\xff\xfe\n",
        _line("pack", 2, CITY, 0, 1),
        _line("pack", 1, COUNTY, 0, 1),
        _line("pack", 1, CITY, 0, 2),
        HEAD + b'["put","service/x",1,{"id":"x","id":"y"}]\n',
        HEAD + b'["put","service/x",1,{"a":{"b":1,"b":1}}]\n',
        HEAD + _line("put", "service/x", 2, {}),
        HEAD + _line("put", "b", 1, {}) + _line("put", "a", 1, {}),
        HEAD + _line("put", "a", 1, {}) + _line("put", "a", 1, {}),
        HEAD + _line("put", "../../etc/passwd\0", 1, {}),
        HEAD + _line("put", "x" * 97, 1, {}),
        HEAD + _line("put", "../../etc/passwd", 1, {}),
        HEAD + _line("put", "nothing/x", 1, {}),
        HEAD + _line("put", "service/", 1, {}),
        HEAD + _line("put", "service/x", 1),
        HEAD + _line("rm", "service/x", 1),
        HEAD + b"[" * 100_000 + b"\n",
        HEAD + b'["put","service/x",1,' + b"[" * 5_000 + b"]" * 5_000 + b"]\n",
        HEAD + b'["put","service/x",1,"' + b"x" * (5 * 1024 * 1024) + b'"]\n',
    ],
)
def test_what_is_no_pack_changes_nothing(
    published: CatalogIntake, packs: PackMaker, lines: bytes
) -> None:
    before = published.path.read_bytes()
    pack = ShardPack(code=CITY, version=1, digest="0" * 64, base=0, file=packs.put(lines))
    assert published.take(snapshot(pack), NOW) == Unequal(codes=(CITY,))
    assert published.path.read_bytes() == before
    docs = a_city()
    assert published.take(snapshot(packs.full(docs, 1)), NOW) == Taken()


def _bomb_that_says_its_size() -> bytes:
    return zstandard.ZstdCompressor().compress(bytes(1_100_000_000))


def _bomb_that_does_not() -> bytes:
    return zstandard.ZstdCompressor(write_content_size=False).compress(bytes(200_000_000))


def _bomb_of_one_line() -> bytes:
    return zstandard.compress(bytes(300_000_000))


def _wide_window() -> bytes:
    wide = zstandard.ZstdCompressionParameters(window_log=27, compression_level=1)
    return zstandard.ZstdCompressor(compression_params=wide).compress(bytes(200_000_000))


@pytest.mark.parametrize(
    "bomb", [_bomb_that_says_its_size, _bomb_that_does_not, _bomb_of_one_line, _wide_window]
)
def test_a_bomb_takes_no_memory(
    published: CatalogIntake, packs: PackMaker, bomb: Callable[[], bytes]
) -> None:
    path = packs.folder / "bomb"
    path.write_bytes(bomb())
    pack = ShardPack(code=CITY, version=1, digest="0" * 64, base=0, file=path)
    tracemalloc.start()
    try:
        assert isinstance(published.take(snapshot(pack), NOW), Unequal)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
