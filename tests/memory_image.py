"""All memory of a running process, as a core image of it would hold it."""

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
