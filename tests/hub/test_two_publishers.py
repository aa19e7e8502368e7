"""Two who publish or sign at the same time: one after the other, or one is told to wait."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from tuf.api.metadata import Metadata, Snapshot, Timestamp

from hub.cli import run
from hub.store.turns import turn
from kiosk.domain.errors import Refused
from tests.sync.published import PublishingHub, a_published_city, publish

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = a_published_city(), a_published_city(licence="第二次")
SIGNERS, TIMES = 4, 5
SIGN = f"""
from pathlib import Path
import sys
from hub.assembly import opened
for _ in range({TIMES}):
    opened(Path(sys.argv[1])).repository.refresh()
"""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[PublishingHub]:
    hub = PublishingHub(tmp_path)
    yield hub
    hub.close()


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = run([str(word) for word in words])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def publications(hub: PublishingHub) -> int:
    with hub.assembly.engine.connect() as db:
        sql = "SELECT count(*) FROM hub_audit WHERE action = 'catalog.published'"
        return int(db.exec_driver_sql(sql).scalar_one())


def test_whoever_comes_second_is_told_so(
    hub: PublishingHub, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    hub.publish(FIRST)
    words = ("--data", tmp_path / "hub", "publish", tmp_path / "compiled")
    before = (hub.served / "tuf" / "timestamp.json").read_bytes()
    with turn(tmp_path / "hub" / "publish.lock"):
        code, said = told(capsys, *words)
        assert (code, "另一个人正在发布" in said) == (5, True)
    assert (hub.served / "tuf" / "timestamp.json").read_bytes() == before
    assert told(capsys, *words)[0] == 0


def test_signers_take_turns(hub: PublishingHub, tmp_path: Path) -> None:
    """Otherwise two states have one number, and a timestamp names a snapshot of another."""
    hub.publish(FIRST)
    tuf = hub.served / "tuf"

    def version() -> int:
        return int(Metadata[Timestamp].from_file(str(tuf / "timestamp.json")).signed.version)

    before = version()
    command = [sys.executable, "-c", SIGN, str(tmp_path / "hub")]
    signers = [subprocess.Popen(command, cwd=ROOT) for _ in range(SIGNERS)]
    assert [signer.wait(120) for signer in signers] == [0] * SIGNERS
    assert version() == before + SIGNERS * TIMES
    newest = Metadata[Timestamp].from_file(str(tuf / "timestamp.json")).signed.snapshot_meta.version
    assert Metadata[Snapshot].from_file(str(tuf / f"{newest}.snapshot.json"))
    assert not (tuf / f"{newest + 1}.snapshot.json").exists()


def test_a_turn_ends_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    hold = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + (
        "from pathlib import Path\nfrom hub.store.turns import turn\n"
        "with turn(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", hold, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(Refused), turn(path, "busy"):
            pass
        holder.kill()
    with turn(path, "busy"):
        pass


def test_nothing_changed_is_said_and_makes_no_edition(
    hub: PublishingHub, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    hub.publish(FIRST)
    hub.publish(SECOND)
    words = ("--data", tmp_path / "hub", "publish", tmp_path / "compiled")
    before = {path: path.read_bytes() for path in hub.served.rglob("*") if path.is_file()}
    noted = publications(hub)
    code, said = told(capsys, *words, "--json")
    assert code == 0
    assert msgspec.json.decode(said) == {"edition": 11, "changed": {}}
    code, said = told(capsys, *words)
    assert (code, said) == (0, "没有改动，仍是第11版。\n")
    assert {path: path.read_bytes() for path in hub.served.rglob("*") if path.is_file()} == before
    assert publications(hub) == noted == 2


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"rot")])
def test_a_pack_that_is_gone_or_rotten_is_made_again(
    hub: PublishingHub, tmp_path: Path, harm: object
) -> None:
    hub.publish(FIRST)
    (pack,) = [path for path in (hub.served / "packs").rglob("*") if path.is_file()]
    sound = pack.read_bytes()
    harm(pack)  # type: ignore[operator]
    publish(hub.assembly, tmp_path / "compiled", FIRST)
    assert pack.read_bytes() == sound


def test_packs_that_stand_are_not_made_again(
    hub: PublishingHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    hub.publish(FIRST)
    from hub.services import packing

    write = packing.write_packed

    def counted(path: Path, *given: object) -> None:
        made.append(path.name)
        write(path, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(packing, "write_packed", counted)
    hub.publish(FIRST)
    assert made == []
    hub.publish(SECOND)
    assert sorted(made) == [".341600000000-0.part", ".341600000000-1.part"]
