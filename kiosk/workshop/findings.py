"""Findings: what a check of the catalogue says, in the shape of `kiosk catalog lint --json`.

The checks themselves do not belong here: reading is `load.py`, rules are `lint.py`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

from kiosk.domain.condition import Answers
from kiosk.domain.errors import InputError

Level = Literal["error", "warning", "note"]
_ORDER: dict[Level, int] = {"error": 0, "warning": 1, "note": 2}


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that is wrong or worth knowing.

    `file` is relative to the catalogue folder, `line` starts at 1 (0: the file as a whole). `path`
    is an example of answers that lead to the fault, or None when the fault depends on no answer.
    """

    code: str
    level: Level
    file: str
    line: int
    message: str
    path: dict[str, tuple[str, ...]] | None = None

    def with_path(self, answers: Answers) -> "Finding":
        """Return the finding with answers that lead to it; none when it depends on no answer."""
        return structs.replace(self, path=dict(answers) or None)

    def text(self) -> str:
        """Return the finding as one line for people, with the answers that lead to it."""
        word = {"error": "错误", "warning": "警告", "note": "提示"}[self.level]
        return f"{self.file}:{self.line}: {word} [{self.code}] {self.message}{self.example()}"

    def example(self) -> str:
        """Return the answers that lead to it in brackets, or nothing."""
        if not self.path:
            return ""
        return "（例如回答：" + "，".join(_pair(q, v) for q, v in self.path.items()) + "）"


def _pair(question: str, values: tuple[str, ...]) -> str:
    return f"{question}={'、'.join(values)}"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without repeats, errors first, then by file and line."""
    unique = {(f.code, f.file, f.line, f.message): f for f in findings}
    return tuple(sorted(unique.values(), key=lambda f: (_ORDER[f.level], f.file, f.line, f.code)))


def count(findings: Iterable[Finding], level: Level) -> int:
    """Return how many findings have this level."""
    return sum(1 for f in findings if f.level == level)


class Unreadable(InputError):
    """The catalogue cannot be read: every problem found, not only the first. Exit 2."""

    def __init__(self, folder: Path, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        lines = "\n".join(f.text() for f in self.findings)
        super().__init__("catalogue-unreadable", f"目录 {folder} 读不了：\n{lines}")
