"""Every disk that a power cut can leave, built from one trace, started, and checked.

At every step of the trace each of these: nothing that was not synced, everything, only the last
change, all writes and no names, all names and no writes, two random halves, and the last write
torn. Equal disks are started once; what was told until then differs, and is checked every time.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from tests.faults.disk_model import Disk, Image, write_image
from tests.faults.recovered import Told, found_in, violations
from tests.faults.strace_log import Step

MANY = frozenset({"create", "write", "cut"})
"""Steps of which a share may be enough; names and syncs are always looked at."""
EVERY = MANY | {"rename", "remove", "folder", "link", "sync", "lost", "said"}


class Replay(Struct, kw_only=True):
    """What came of it; `broken` counts violations by what they say."""

    states: int = 0
    disks: int = 0
    broken: Counter[str]

    def add(self, other: "Replay") -> None:
        """Count another replay in."""
        self.states += other.states
        self.disks += other.disks
        self.broken += other.broken


def replay(
    steps: Iterable[Step],
    folder: Path,
    seed: int,
    share: float = 1.0,
    before: Image | None = None,
    *,
    told: Told | None = None,
    many: frozenset[str] = MANY,
    look: Callable[[Path], Any] = found_in,
    judge: Callable[[Any, Told], Iterator[str]] = violations,
) -> Replay:
    """Check the disks after every step of a trace.

    Args:
        steps: what a process did.
        folder: where disks are built, best in memory.
        seed: which random halves.
        share: of the steps in `many`, drawn by the seed.
        before: what the disk held before the first step; None: nothing.
        many: steps of which a share is enough.
        told: what had been told at first; its type knows what is told after a line.
        look: starts the program on a disk and returns what it found.
        judge: yields what is wrong with that.
    """
    disk, told, result = Disk(before), told or Told(), Replay(broken=Counter())
    dice = random.Random(seed)  # noqa: S311 - a seed to repeat, no secret
    known: dict[bytes, Any] = {}
    pending = ""
    for step in steps:
        disk.apply(step)
        if step.op == "said":
            *lines, pending = (pending + step.data.decode()).split("\n")
            for line in lines:
                told = told.after(line)
        if step.op in many and dice.random() > share:
            continue
        for image in _images(disk, dice):
            found = _started(image, folder, known, look)
            result.states += 1
            result.broken.update(_sort(line) for line in judge(found, told))
    result.disks = len(known)
    return result


def _started(
    image: Image, folder: Path, known: dict[bytes, Any], look: Callable[[Path], Any]
) -> Any:
    """Start a program on a disk, once for equal ones."""
    name = hashlib.blake2b(digest_size=16)
    for path, content in sorted(image.items()):
        name.update(b"%s\0%d\0" % (path.encode(), len(content)) + content)
    if name.digest() not in known:
        write_image(image, folder)
        known[name.digest()] = look(folder)
    return known[name.digest()]


def _images(disk: Disk, dice: random.Random) -> Iterator[Image]:
    unsynced = disk.unsynced()
    numbers = [number for number, _ in unsynced]
    writes = {number for number, is_write in unsynced if is_write}
    last = numbers[-1:]
    last_write = max(writes, default=None)
    yield disk.image(lambda number: False)
    yield disk.image(lambda number: True)
    yield disk.image(lambda number: number in last)
    yield disk.image(lambda number: number in writes)
    yield disk.image(lambda number: number not in writes)
    for _ in range(2):
        some = {number for number in numbers if dice.random() < 0.5}
        yield disk.image(lambda number, some=some: number in some)  # type: ignore[misc]
    yield disk.image(lambda number: True, torn=last_write, seed=dice.randrange(2**32))


def _sort(line: str) -> str:
    """Return a violation without its numbers, to count equal ones together."""
    return "".join("#" if letter.isdigit() else letter for letter in line)[:80]
