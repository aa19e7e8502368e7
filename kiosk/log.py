"""The log: one JSON line per event in the log folder, rotated, without personal data.

What happened is told by its callers as an event name and a few plain facts. Texts for people are
not made here.
"""

import datetime as dt
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TextIO

import msgspec

from kiosk.domain.errors import KioskError

Level = Literal["info", "warn", "error"]
Fact = str | int | float | bool | None

LOG_FILE = "kiosk.jsonl"
MAX_TEXT = 300
CARD_DIGITS = 10**14
_LONG_NUMBER = re.compile(r"\d{7,}[\dXx]*")


class EventLog:
    """Writes events. It never raises: a full disk must not stop the kiosk.

    Args:
        folder: where the files go, made at the first event; None writes no file.
        now: the clock, aware UTC.
        stream: also gets every line (journald reads stderr); None for commands.
        max_bytes: a file that reached this is put aside.
        keep: how many files are kept in all.
    """

    def __init__(
        self,
        folder: Path | None,
        now: Callable[[], dt.datetime],
        *,
        stream: TextIO | None = None,
        max_bytes: int = 1_000_000,
        keep: int = 5,
    ) -> None:
        self._folder = folder
        self._now = now
        self._stream = stream
        self._max_bytes = max_bytes
        self._keep = keep

    def event(self, name: str, level: Level = "info", **facts: Fact) -> None:
        """Write one event such as `catalog.rebuilt`."""
        at = self._now().isoformat(timespec="milliseconds")
        line: dict[str, Fact] = {"at": at, "level": level, "event": redacted(name)}
        line |= {key: redacted(fact) for key, fact in facts.items()}
        self._write(msgspec.json.encode(line).decode() + "\n")

    def failure(self, error: BaseException) -> str:
        """Write an error and return the reference number under which it is found.

        The message is kept for errors of ours only; those of libraries may quote what was typed.
        """
        reference = f"{self._now():%m%d-%H%M%S}"
        chain = []
        current: BaseException | None = error
        while current is not None:
            frames = traceback.extract_tb(current.__traceback__)
            where = [f"{Path(f.filename).name}:{f.lineno}:{f.name}" for f in frames[-12:]]
            known = isinstance(current, KioskError)
            chain.append(f"{type(current).__name__} {current if known else ''} {' '.join(where)}")
            current = current.__cause__
        facts = {f"cause_{n}": text for n, text in enumerate(chain)}
        self.event("program.failure", "error", reference=reference, **facts)
        return reference

    def _write(self, line: str) -> None:
        """Append one line to the file and the stream."""
        try:
            if self._stream is not None:
                self._stream.write(line)
                self._stream.flush()
            if self._folder is not None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._rotate(self._folder)
                with (self._folder / LOG_FILE).open("a", encoding="utf-8") as file:
                    file.write(line)
        except (OSError, ValueError):  # disk full, no permission, closed stream
            return

    def _rotate(self, folder: Path) -> None:
        """Put a full file aside; the oldest goes."""
        current = folder / LOG_FILE
        if not current.exists() or current.stat().st_size < self._max_bytes:
            return
        for number in range(self._keep - 1, 0, -1):
            older = folder / f"{LOG_FILE}.{number - 1}" if number > 1 else current
            if older.exists():
                older.replace(folder / f"{LOG_FILE}.{number}")


def redacted(fact: object) -> Fact:
    """Return a fact without long numbers (cards, telephones) and at most 300 characters long.

    Drivers that are not ours log too, so whatever is no plain fact is told by its type alone, and
    so is a whole number with the digits of a card.
    """
    if isinstance(fact, int) and abs(fact) >= CARD_DIGITS:
        return "#"
    if fact is None or isinstance(fact, int | float):
        return fact
    if not isinstance(fact, str):
        return type(fact).__name__
    printable = fact.encode("utf-8", "replace").decode("utf-8")
    return _LONG_NUMBER.sub("#", printable)[:MAX_TEXT]
