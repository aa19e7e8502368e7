"""Journals for tests: a device, a city's seal, the clocks, and forms of people who do not exist."""

import datetime as dt
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.domain.filing import Applicant, Delivery, FilingForm
from kiosk.journal.author import Author
from kiosk.journal.clock import Stamp
from kiosk.sealing.seal import HpkeSealer, seal_key_id
from kiosk.sealing.suites import Ed25519Signer
from kiosk.sealing.unseal import HpkeUnsealer
from kiosk.store.journal_db import SqliteJournalStore

ROOT = Path(__file__).resolve().parents[1]
MIGRATIONS = ROOT / "db" / "kiosk"
DEVICE = Ed25519Signer(bytes(range(32)))
DESK_KEY = bytes(range(1, 33))
DESK_PUBLIC = X25519PrivateKey.from_private_bytes(DESK_KEY).public_key().public_bytes_raw()
CITY = "341600"
KEY_ID = seal_key_id(CITY, DESK_PUBLIC)
SEALER = HpkeSealer(KEY_ID, DESK_PUBLIC)
DESK = HpkeUnsealer({KEY_ID: DESK_KEY})
ORIGIN = "https://hub.example"
KIOSK_NO = 42017
STAMP = Stamp(t_wall=1_772_323_200_000, t_q=2, boot_id="0123456789abcdef" * 2, t_mono=5_000)
TODAY = dt.date(2026, 11, 21)
NAME, NUMBER, PHONE = "试用张三", "34160219500101121X", "0558-0000000"


def an_author(signer: Ed25519Signer = DEVICE, kiosk_no: int = KIOSK_NO) -> Author:
    """Return who writes in the journal of a kiosk."""
    return Author(kiosk_no=kiosk_no, signer=signer, stamp=lambda: STAMP, app="1.0.0")


def open_journal(folder: Path) -> SqliteJournalStore:
    """Open or make the journal of a data folder."""
    return SqliteJournalStore(folder / "journal.db", MIGRATIONS)


def a_form(topic: str = "elder-allowance", **given: object) -> FilingForm:
    """Return a filled form; `given` replaces members."""
    facts: dict[str, object] = {
        "topic": topic,
        "region": "341602",
        "answers": {},
        "applicant": Applicant(name=NAME, number=NUMBER, phone=PHONE, address="试用村1号"),
        "agent": None,
        "materials": (),
        "delivery": Delivery(method="pickup"),
        "consent": True,
        "signature": None,
    }
    return FilingForm(**(facts | given))  # type: ignore[arg-type]
