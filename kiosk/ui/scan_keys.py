"""Tell a scanner that types like a keyboard from a person: quick keys and Enter are a code.

Which key events reach this, and what becomes of a code, is the window's business; scanners with a
port of their own are `devices/scanner.py`.
"""

from msgspec import Struct

GAP_MS = 30
"""Keys closer together than this come from a scanner (devices.md §12)."""

HOLD_MS = 60
"""So long a key is held back before it counts as typed: a key that waited in a busy event queue
carries its own time, but arrives late."""

LEAST_CHARACTERS = 6
"""Fewer are no code: two fingers of one hand strike two keys and Enter as quickly."""

MAX_BYTES = 4096
"""A longer code is dropped whole; a part of one would be read as something else."""


class KeyHeld(Struct, frozen=True, kw_only=True, tag="held"):
    """Nothing to do yet: the key is kept until it is known whose it is."""


class KeysTyped(Struct, frozen=True, kw_only=True, tag="typed"):
    r"""A person typed these, oldest first; "\n" is Enter. The newest key may still be held."""

    text: str


class CodeScanned(Struct, frozen=True, kw_only=True, tag="scanned"):
    """A scanner read this; nothing of it may reach a field."""

    text: str


KeyVerdict = KeyHeld | KeysTyped | CodeScanned


class ScanKeys:
    """The rule: `LEAST_CHARACTERS` keys or more, each less than `GAP_MS` after the last, and Enter.

    The window swallows every key event that it hands over here and acts on the answers alone; after
    each it asks `overdue` in `HOLD_MS`.

    Times are those of the key events in milliseconds (`QKeyEvent.timestamp()`), from any start and
    never falling. Repeats of a key that is held down are no key strokes: they do not belong here.
    A quick run without Enter that no person can type is dropped, so that a wrongly set scanner
    presses no buttons.
    """

    def __init__(self) -> None:
        self._run = ""  # the quick keys so far
        self._held = 0  # how many of them, from the end, nobody has got yet
        self._last_ms: float | None = None
        self._after_code = False

    def press(self, text: str, at_ms: float) -> KeyVerdict:
        r"""Take one key and say what it is.

        Args:
            text: what the key types; "\r" or "\n" for Enter.
            at_ms: when it was pressed.
        """
        is_quick = self._last_ms is not None and at_ms - self._last_ms < GAP_MS
        self._last_ms = at_ms
        before = "" if is_quick else self.release()
        if text in ("\r", "\n"):
            return self._enter(before, is_quick)
        self._after_code = False
        self._run += text
        self._held += len(text)
        return KeysTyped(text=before) if before else KeyHeld()

    def overdue(self, at_ms: float) -> str:
        """Return the keys that have waited `HOLD_MS` by now and so were typed by a person."""
        if self._last_ms is None or at_ms - self._last_ms < HOLD_MS:
            return ""
        due = self._waiting()
        self._held = 0  # the run stays: if the rest only comes late, it is still a code
        return due

    def release(self) -> str:
        """Return every held key at once, before a key that types nothing, and forget the run."""
        typed = self._waiting()
        self._run, self._held = "", 0
        return typed

    def _enter(self, before: str, is_quick: bool) -> KeyVerdict:
        if is_quick and self._after_code:
            return KeyHeld()  # the second half of CR LF
        self._after_code = False
        if not (is_quick and self._is_code()):
            return KeysTyped(text=before + self.release() + "\n")
        run = self._run
        self._run, self._held, self._after_code = "", 0, True
        return CodeScanned(text=run) if len(run.encode()) <= MAX_BYTES else KeyHeld()

    def _is_code(self) -> bool:
        return len(self._run) >= LEAST_CHARACTERS

    def _waiting(self) -> str:
        """Return the held keys, or nothing when they are a code that lost its end."""
        return "" if self._is_code() or not self._held else self._run[-self._held :]
