"""What a stick carries for one machine: its journal, and those of the numbers that it had before.

How a folder looks is `sync/courier.py`. One journal that cannot be packed, or whose answer is
not to be believed, keeps no other from it. Source: sync.md §5, "USB"; §9.3, point 5.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kiosk.domain.errors import InputError, KioskError
from kiosk.hub_link import HubLink
from kiosk.records import Records
from kiosk.sync.blobs_up import Sent
from kiosk.sync.courier import (
    Courier,
    Load,
    Packed,
    Returned,
    answers_in,
    empty_out,
    mark_of,
    read_returned,
    write_how_to,
)
from kiosk.wire.messages import Ack


class Exported(Struct, frozen=True, kw_only=True):
    """How many requests lie on the stick, and what could not be put there."""

    requests: int
    failures: tuple[KioskError, ...]


class Taken(Struct, frozen=True, kw_only=True):
    """Answers that were taken in, how far the present journal is now, and what was not taken."""

    answers: int
    through: int
    failures: tuple[KioskError, ...]


class Stick:
    """Writes and reads folders that a person carries.

    Args:
        link: the hub; nothing is asked of it.
        records: what the kiosk keeps.
    """

    def __init__(self, link: HubLink, records: Records) -> None:
        self._link = link
        self._records = records

    def export(self, folder: Path) -> Exported:
        """Write everything that is not delivered, of all numbers.

        Raises:
            Refused: the kiosk is not enrolled.
            InputError: the folder cannot be written.
            Unavailable: the journal cannot be read.
        """
        records, link = self._records, self._link
        courier = Courier(records.attachments, link.origin, self._now_s)
        up = link.journal_up()
        present = Load(mark="", journal=records.journal, sender=records.sender, batches=up.batches)
        empty_out(folder)
        packed = [courier.pack(folder, present)]
        failures = records.frozen.pack(
            lambda load: packed.append(courier.pack(folder, load)), link.hub_as, link.trust
        )
        names = tuple(name for one in packed for name in one.names)
        write_how_to(folder, names)
        return Exported(requests=len(names), failures=(*_damaged(packed), *failures))

    def take(self, folder: Path) -> Taken:
        """Take the answers of a folder in; taking them in twice changes nothing.

        Raises:
            InputError: there is no answer in the folder.
        """
        found = answers_in(folder)
        if not found:
            raise InputError("courier.empty", f"{folder} 里没有中心的回答：先在能上网的电脑上送出")
        answers, failed = 0, dict[str, KioskError]()
        for path in found:
            if mark_of(path) in failed:
                continue  # what follows in the same journal rests on it
            try:
                self._take(read_returned(path))
                answers += 1
            except KioskError as error:
                failed[mark_of(path)] = error
        through = int(self._records.journal.meta("through") or 0)
        return Taken(answers=answers, through=through, failures=tuple(failed.values()))

    def _now_s(self) -> int:
        return self._records.time.now_ms() // 1000

    def _take(self, answer: Returned) -> None:
        """Hand an answer to the journal of the number that the hub signed.

        A stick may have been written before its kiosk got a new number.
        """
        link, frozen = self._link, self._records.frozen
        number = link.trust.open(answer.signed, "ack", Ack).kiosk_no
        if number in frozen.numbers():
            frozen.take_answer(number, answer, link.hub_as, link.trust)
        else:
            link.journal_up().take_answer(answer.signed, answer.packed)


def _damaged(packed: list[Packed]) -> tuple[KioskError, ...]:
    fault = Sent(whole=0, damaged=sum(one.damaged for one in packed)).fault()
    return () if fault is None else (fault,)
