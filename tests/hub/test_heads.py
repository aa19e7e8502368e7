"""Signed heads find what chains cannot: an insider lets one end earlier, or makes it anew."""

import hashlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, delete, select, update

from hub.assembly import HubAssembly, begin_trust
from hub.config import write_config
from hub.services import audit
from hub.services.heads import HEADS, HeadBundle, merkle_root
from hub.store.tables import entry, hub_audit, key_event, kiosk
from kiosk.domain.errors import Unavailable
from kiosk.journal.author import EntryDraft
from kiosk.sync.public_files import FolderFetcher
from kiosk.sync.tuf_client import TufTargets
from tests.hub.conftest import HubUnderTest, TestKiosk
from tests.journals import open_journal

HEALTH = EntryDraft(type="health", body=b"{}")
Tamper = Callable[[Connection], None]


@pytest.fixture
def signed(hub: HubUnderTest, kiosk: TestKiosk) -> HubUnderTest:
    """A hub whose heads were signed when a kiosk had delivered five entries."""
    begin_trust(hub.assembly)
    kiosk.deliver([kiosk.write(HEALTH) for _ in range(5)])
    assert hub.assembly.heads.sign().flaws == ()
    return hub


def published(assembly: HubAssembly) -> bytes:
    return assembly.repository.audit()[HEADS]


def test_the_root_is_that_of_rfc_6962() -> None:
    """Vectors of the Certificate Transparency project."""
    leaves = [
        bytes.fromhex(leaf)
        for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
    ] + [bytes(range(0x60, 0x70))]
    roots = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    assert {size: merkle_root(leaves[:size]).hex() for size in roots} == roots


def test_what_goes_on_fits_what_was_signed(signed: HubUnderTest, kiosk: TestKiosk) -> None:
    kept = [published(signed.assembly)]
    for number in range(3):
        kiosk.deliver([kiosk.write(HEALTH)])
        signed.assembly.sites.add_site(f"点{number}", "341602", "test")
        assert signed.assembly.heads.sign().flaws == ()
        kept.append(published(signed.assembly))
    assert signed.assembly.heads.verify(kept).flaws == ()
    newest = msgspec.json.decode(kept[-1], type=HeadBundle)
    assert newest.prev == hashlib.sha256(kept[-2]).hexdigest()


# ---- what chains alone do not tell
def end_a_journal_earlier(db: Connection) -> None:
    db.execute(delete(entry).where(entry.c.seq > 3))
    head = db.execute(select(entry.c.hash).where(entry.c.seq == 3)).scalar_one()
    db.execute(update(kiosk).values(through=3, head=head))


def empty_a_journal(db: Connection) -> None:
    db.execute(delete(entry))
    db.execute(update(kiosk).values(through=0, head=bytes(32)))


def forget_a_kiosk(db: Connection) -> None:
    for table in (entry, key_event, kiosk):
        db.execute(delete(table))


def end_the_hubs_chain_earlier(db: Connection) -> None:
    last = db.execute(select(hub_audit.c.n).order_by(hub_audit.c.n.desc())).scalars().first()
    db.execute(delete(hub_audit).where(hub_audit.c.n == last))


def make_the_hubs_chain_anew(db: Connection) -> None:
    lines = db.execute(select(hub_audit).order_by(hub_audit.c.n)).mappings().all()
    db.execute(delete(hub_audit))
    for line in lines:
        audit.record(db, "nobody", line["action"], line["detail"], line["at"])


@pytest.mark.parametrize(
    "tamper",
    [
        end_a_journal_earlier,
        empty_a_journal,
        forget_a_kiosk,
        end_the_hubs_chain_earlier,
        make_the_hubs_chain_anew,
    ],
)
def test_what_no_chain_tells_the_heads_tell(signed: HubUnderTest, tamper: Tamper) -> None:
    kept = published(signed.assembly)
    with signed.assembly.engine.begin() as db:
        tamper(db)
    assert signed.assembly.verify().flaws
    assert signed.assembly.heads.sign().flaws
    assert not signed.assembly.verify().flaws  # the newest heads know nothing of it
    assert signed.assembly.heads.verify([kept]).flaws  # those that an auditor kept do


def test_a_lost_or_altered_list_of_entries_is_told(signed: HubUnderTest) -> None:
    (path,) = (signed.assembly.paths.data / "heads").iterdir()
    sound = path.read_bytes()
    path.write_bytes(sound[:-1])
    assert signed.assembly.verify().flaws
    path.unlink()
    assert signed.assembly.verify().flaws
    path.write_bytes(sound)
    assert not signed.assembly.verify().flaws


def test_heads_that_the_audit_key_did_not_sign_are_told(signed: HubUnderTest) -> None:
    tuf = signed.assembly.paths.published / "tuf"
    (target,) = (tuf / "targets" / "audit").iterdir()
    sound = target.read_bytes()
    target.write_bytes(sound.replace(b'"kiosks":1', b'"kiosks":2'))
    assert "审计钥匙" in signed.assembly.verify().flaws[0].message
    target.write_bytes(sound)
    assert not signed.assembly.verify().flaws
    role = tuf / "1.audit.json"
    role.write_bytes(role.read_bytes().replace(b'"length":', b'"length":1'))
    assert "审计钥匙" in signed.assembly.verify().flaws[0].message


def test_the_audit_key_is_needed(signed: HubUnderTest, tmp_path: Path) -> None:
    (signed.assembly.paths.keys / "audit-1.pem").rename(tmp_path / "offline.pem")
    with pytest.raises(Unavailable, match=r"audit-1\.pem"):
        signed.assembly.heads.sign()
    assert not signed.assembly.verify().flaws


def test_an_auditor_reads_the_heads_as_any_signed_file(
    signed: HubUnderTest, tmp_path: Path
) -> None:
    with closing(open_journal(tmp_path)) as journal:
        fetcher = FolderFetcher(signed.assembly.paths.published)
        now = signed.assembly.repository._now
        client = TufTargets(tmp_path, journal, lambda: now, "folder:///", fetcher)
        _, found = client.get(signed.assembly.repository.root_bytes(), (HEADS,))
    assert found[HEADS] == published(signed.assembly)


@pytest.mark.parametrize("database_url", [""])  # a command leaves its connections to its end
def test_the_commands(
    signed: HubUnderTest, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from hub.cli import run

    write_config(signed.assembly.config, tmp_path)
    hub = ["--data", str(tmp_path), "audit"]
    assert run([*hub, "heads", "--json"]) == 0
    said = capsys.readouterr().out.encode()
    bundle = msgspec.json.decode(said, type=HeadBundle)
    kept = tmp_path / "kept.json"
    kept.write_bytes(said)
    assert run([*hub, "heads"]) == 0
    assert bundle.root in capsys.readouterr().out
    assert run([*hub, "verify", "--heads", str(kept)]) == 0
    with signed.assembly.engine.begin() as db:
        end_a_journal_earlier(db)
    assert run([*hub, "heads"]) == 4
    assert "机器0042017：签过的汇总里有第5条，现在没有了" in capsys.readouterr().err
    assert run([*hub, "verify"]) == 0
    assert run([*hub, "verify", "--heads", str(kept), "--json"]) == 4
    kept.write_bytes(b"{}")
    assert run([*hub, "verify", "--heads", str(kept)]) == 2
    assert run([*hub, "verify", "--heads", str(tmp_path / "none")]) == 2
