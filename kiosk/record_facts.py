"""What `kiosk doctor`, the status board and the screens say about the journal of a kiosk.

Nothing is opened for writing here: that is `records.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from kiosk.domain.errors import KioskError
from kiosk.journal.audit import journal_flaws
from kiosk.journal.boot import keys_of, tail_flaw
from kiosk.journal.chain import Flaw
from kiosk.ports.journal import JournalReader
from kiosk.sealing.device_keys import DeviceKeys
from kiosk.sealing.suites import SUITES
from kiosk.services.health import RecordFacts
from kiosk.store.attachments import SealedFiles
from kiosk.store.data_folder import JOURNAL_FILE
from kiosk.store.frozen_journals import (
    KEY_FILE,
    NEXT_JOURNAL,
    frozen_journal,
    frozen_key,
    frozen_numbers,
)
from kiosk.store.journal_glance import glance
from kiosk.store.lost_journal import is_journal_lost

if TYPE_CHECKING:
    from kiosk.ports.hub import HubWatch


JOURNAL_LOST = (
    "journal.db 不见了或是空的，可这台机器登记过：已停止收件。请放回备份；"
    "没有备份就用 kiosk enrol --again --token 登记码 重新登记"
)

_UNREADABLE = (ValueError, TypeError, LookupError, msgspec.MsgspecError)
"""What damaged values make of our own types."""


def record_facts(data: Path, link: HubWatch | None) -> RecordFacts | None:
    """Return what an enrolled kiosk keeps, also beside the one who writes; None: not enrolled.

    The tail is verified where no link is held: who holds one has verified it when it opened.
    """
    try:
        if is_journal_lost(data):
            return RecordFacts(flaw=JOURNAL_LOST)
        return _facts(data, link) if (data / JOURNAL_FILE).exists() else None
    except KioskError as error:
        return RecordFacts(flaw=error.message)
    except _UNREADABLE as error:
        return RecordFacts(flaw=f"日志里有一个值读不了（{type(error).__name__}）")


def _facts(data: Path, link: HubWatch | None) -> RecordFacts | None:
    with glance(data / JOURNAL_FILE) as journal:
        number, heard = journal.meta("kiosk_no"), journal.meta("synced_at")
        if number is None:
            return None
        live = None if link is None else link.state()
        heard_ms = int(heard) if heard else None
        if live is not None and live.heard_at_ms is not None:
            heard_ms = live.heard_at_ms
        return RecordFacts(
            kiosk_no=int(number),
            entries=journal.tip()[0],
            waiting=journal.waiting(),
            flaw=_flaw(journal, data / KEY_FILE) if live is None else None,
            stopped=live.stopped if live is not None else why_stopped(journal),
            has_seal=journal.meta("seal_keys") is not None,
            heard_at=_time(heard_ms),
            not_before=_time(int(journal.meta("time_floor") or 0)),
            is_online=None if live is None else live.is_online,
        )


def _time(ms: int | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(ms / 1000, dt.UTC) if ms else None


def _flaw(journal: JournalReader, key: Path) -> str | None:
    """Return what is wrong with the last entries. Raises Unavailable: with the key."""
    flaw, keys = tail_flaw(journal, SUITES[1]), keys_of(journal)
    if flaw is None and keys:
        DeviceKeys(key).signer(bytes.fromhex(keys[-1][1]))
    return flaw


def journal_flaws_of(data: Path) -> tuple[int, tuple[Flaw, ...]]:
    """Return how many entries the journals have and all that is wrong with them; any may be open.

    A file that cannot be read at all is a flaw, too: whoever verifies wants to know just that. The
    journals of the numbers that this machine had before count as much as the present one.
    """
    entries, flaws = _present_flaws(data)
    try:
        numbers = tuple(frozen_numbers(data))
    except KioskError as error:
        return entries, (*flaws, Flaw(seq=0, rule="state", message=error.message))
    for number in numbers:
        path = frozen_journal(data, number)
        more, found = _flaws_in(path, _old_key(data, number), data)
        entries += more
        flaws += tuple(replace(flaw, message=_of_old(number, flaw.message)) for flaw in found)
    return entries, flaws


def _old_key(data: Path, number: int) -> Path:
    """Return the file of a frozen journal's key; a power cut may have ended the freezing."""
    own = frozen_key(data, number)
    is_half_way = (data / NEXT_JOURNAL).exists() and not own.exists()
    return data / KEY_FILE if is_half_way else own


def _of_old(number: int, said: str) -> str:
    """Return what is wrong with a frozen journal; it takes no filings anyway."""
    return f"原来的号码 {number:07}：{said.partition('：已停止收件')[0]}"


def _present_flaws(data: Path) -> tuple[int, tuple[Flaw, ...]]:
    try:
        if is_journal_lost(data):
            return 0, (Flaw(seq=0, rule="state", message=JOURNAL_LOST),)
    except KioskError as error:
        return 0, (Flaw(seq=0, rule="state", message=error.message),)
    if not (data / JOURNAL_FILE).exists():
        return 0, ()
    return _flaws_in(data / JOURNAL_FILE, data / KEY_FILE, data)


def _flaws_in(path: Path, key: Path, data: Path) -> tuple[int, tuple[Flaw, ...]]:
    """Return how many entries a journal has and what is wrong; `key`: the first it was signed by.

    The number of entries is 0 where they cannot all be read.
    """
    try:
        with glance(path) as journal:
            return journal.tip()[0], tuple(_all_flaws(data, journal, key))
    except KioskError as error:
        said = error.message
    except _UNREADABLE as error:
        said = f"日志里有一个值读不了（{type(error).__name__}）"
    return 0, (Flaw(seq=0, rule="state", message=said),)


def _all_flaws(data: Path, journal: JournalReader, key: Path) -> Iterator[Flaw]:
    flaw = _flaw(journal, key)
    if flaw is not None:
        yield Flaw(seq=0, rule="state", message=flaw)
        return
    keys = keys_of(journal)
    device = bytes.fromhex(keys[-1][1]) if keys else b""
    yield from journal_flaws(journal, SealedFiles(data), device, SUITES[1])


def why_stopped(journal: JournalReader) -> str | None:
    """Return why a kiosk takes no filings any more, in plain words; None when it does."""
    stopped = journal.meta("stopped")
    return None if stopped is None else _WHY.get(stopped, stopped)


_WHY = {
    "revoked": "中心停用了它",
    "behind": "磁盘被恢复成旧的",
    "other_history": "磁盘和中心的记录不一样",
    "fork": "有两份不同的记录",
    "bad_entry": "有一条记录坏了",
}
