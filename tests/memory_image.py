"""All memory of a running process, as a core image of it would hold it."""

from collections.abc import Iterator
from pathlib import Path

KERNEL = ("[vvar]", "[vvar_vclock]", "[vsyscall]")


def image_of(process: int) -> bytes:
    """Return everything a process can write: heaps, stacks, variables."""
    found = []
    with Path(f"/proc/{process}/mem").open("rb") as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            words = line.split()
            if not words[1].startswith("rw") or words[-1] in KERNEL:
                continue
            start, end = (int(side, 16) for side in words[0].split("-"))
            memory.seek(start)
            try:
                found.append(memory.read(end - start))
            except OSError:  # a thread's stack that went while we looked
                continue
    return b"\0".join(found)


def family_of(process: int) -> Iterator[int]:
    """Yield a process and all that it started and that are still there."""
    yield process
    for thread in Path(f"/proc/{process}/task").iterdir():
        for child in (thread / "children").read_text().split():
            yield from family_of(int(child))


def swapped_kb(process: int) -> int:
    """Return how much of a process lies in a swap area."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmSwap:"))
