"""Publishing that is cut short anywhere leaves what kiosks see as it was, or as it was to be."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tuf.api.metadata import Targets

from hub.cli import run
from hub.services import tuf_repository
from tests.sync.published import PublishingHub, TakingKiosk, a_published_city, publish

FIRST, SECOND = a_published_city(), a_published_city(licence="第二次")


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


def cut_after(monkeypatch: pytest.MonkeyPatch, count: int) -> list[str]:
    """Let so many files of the signed repository be written, and then the machine dies."""
    written: list[str] = []
    write = tuf_repository.write_atomic

    def counted(path: Path, data: bytes, **given: Any) -> None:
        if len(written) == count:
            raise KeyboardInterrupt
        written.append(path.name)
        write(path, data, **given)

    monkeypatch.setattr(tuf_repository, "write_atomic", counted)
    return written


@pytest.mark.parametrize("count", range(4))
def test_a_cut_leaves_the_signed_state_and_publishing_again_finishes(
    hub: PublishingHub, kiosk: TakingKiosk, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    hub.publish(FIRST)
    kiosk.link.bring()
    with monkeypatch.context() as patch:
        written = cut_after(patch, count)
        with pytest.raises(KeyboardInterrupt):
            hub.publish(SECOND)
    assert len(written) == count
    assert "timestamp.json" not in written
    kiosk.link.bring()
    assert kiosk.documents() == FIRST
    hub.publish(SECOND)
    kiosk.link.bring()
    assert kiosk.documents() == SECOND


def test_a_cut_before_the_packs_are_whole_leaves_the_signed_state(
    hub: PublishingHub, kiosk: TakingKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.publish(FIRST)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hub.services.packing.replace_durably", cut)
        with pytest.raises(KeyboardInterrupt):
            hub.publish(SECOND)
    kiosk.link.bring()
    assert kiosk.documents() == FIRST
    hub.publish(SECOND)
    kiosk.link.bring()
    assert kiosk.documents() == SECOND
    assert not list((hub.served / "packs").glob(".*"))


def test_what_the_workshop_let_nobody_see_ends_with_4(
    hub: PublishingHub, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = str(tmp_path / "hub")
    assert run(["--data", data, "publish", str(tmp_path / "nothing")]) == 2
    publish(hub.assembly, tmp_path / "compiled", FIRST)
    assert run(["--data", data, "publish", str(tmp_path / "compiled")]) == 0
    draft = {"topic/keep-dog": FIRST["topic/id-card"].replace(b'"published"', b'"review"')}
    with pytest.raises(Exception, match="预览"):
        publish(hub.assembly, tmp_path / "compiled", FIRST | draft, drafts=True)
    capsys.readouterr()
    assert run(["--data", data, "publish", str(tmp_path / "compiled")]) == 4
    assert "预览" in capsys.readouterr().err


def test_a_document_with_a_member_twice_is_not_published(
    hub: PublishingHub, tmp_path: Path
) -> None:
    twice = FIRST["service/licence"].replace(b'{"id":', b'{"id":"licence","id":', 1)
    with pytest.raises(Exception, match="重复"):
        publish(hub.assembly, tmp_path / "compiled", FIRST | {"service/licence": twice})


def test_keys_are_rotated_by_a_command(
    hub: PublishingHub, kiosk: TakingKiosk, tmp_path: Path
) -> None:
    data = str(tmp_path / "hub")
    assert run(["--data", data, "keys", "init"]) == 2
    hub.publish(FIRST)
    kiosk.link.bring()
    for role in ("timestamp", "city", "root", "policy"):
        assert run(["--data", data, "keys", "rotate", role]) == 0
    assert run(["--data", data, "keys", "rotate", "nobody"]) == 2
    hub.publish(SECOND)
    kiosk.link.bring()
    assert kiosk.documents() == SECOND
    (hub.assembly.paths.keys / "root-1.pem").rename(tmp_path / "offline.pem")
    assert run(["--data", data, "keys", "rotate", "timestamp"]) == 3
    hub.publish(FIRST)


def test_what_the_city_says_is_signed_again_before_it_expires(hub: PublishingHub) -> None:
    hub.publish(FIRST)
    repository = hub.assembly.repository
    newest = hub.served / "tuf" / "timestamp.json"
    for _ in range(40):
        repository._now += dt.timedelta(days=1)
        before = newest.read_bytes()
        repository.refresh()
        assert newest.read_bytes() != before
        city = repository._load("city-341600", Targets)
        assert city is not None
        assert city.signed.expires > repository._now + dt.timedelta(days=14)
