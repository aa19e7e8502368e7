"""A process that files for a person it was told of over a pipe, and forgets them.

Usage: python -m tests.faults.canary_filer FOLDER [BUG]. It reads lines of JSON (`Told`), writes
`holds` while the form is still there and `forgot` afterwards, and waits for a byte each time. The
person stands in no module that it imports.
"""

import gc
import os
import sys
from pathlib import Path

import msgspec

from kiosk.domain.errors import KioskError
from kiosk.domain.filing import FilingForm
from tests.faults.office import JPEG, FaultOffice, warm_up
from tests.journals import TODAY

MOST_BYTES = 65_536


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A form, and what its picture shows."""

    form: FilingForm
    picture: str


def say(word: str) -> None:
    """Say a word and wait for an answer, past every buffer."""
    os.write(1, f"{word}\n".encode())
    os.read(0, 1)


def file(office: FaultOffice, kept_for_ever: list[object] | None) -> bool:
    """File once; False at the end of the input."""
    line = os.read(0, MOST_BYTES)
    if not line:
        return False
    told = msgspec.json.decode(line, type=Told)
    try:
        kept = office.filing.submit(told.form, TODAY, lambda _path: JPEG + told.picture.encode())
        office.filing.mark_shown(kept.receipt)
    except KioskError as error:
        assert error.message
    if kept_for_ever is not None:
        kept_for_ever.append(told.form.applicant.name)
    say("holds")
    return True


def main(folder: str, bug: str = "") -> None:
    """Serve until the input ends; with any bug the names of applicants are kept."""
    warm_up()
    office = FaultOffice(Path(folder), rooms=["plenty"])
    office.enrol()
    kept_for_ever: list[object] | None = [] if bug else None
    while file(office, kept_for_ever):
        gc.collect()
        say("forgot")
    office.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
