"""What outlives its use in this process's memory: no core image, freed memory overwritten.

A card is forgotten by dropping the last reference to it; this module sees to it that the memory
behind it keeps nothing. What is forgotten and when is `services/identity.py`. It does its work on
Linux; elsewhere nothing here has an effect.
"""

import os
import sys
from collections.abc import Mapping

_PERTURB = "glibc.malloc.perturb=165"
SCRUBBING = {
    "PYTHONMALLOC": "malloc",  # Python's own allocator keeps freed strings as they were
    # The caches of threads do so too. One heap for all threads takes 2 MB less than many.
    "GLIBC_TUNABLES": f"{_PERTURB}:glibc.malloc.tcache_count=0:glibc.malloc.arena_max=1",
}
"""The allocator reads these when a process begins, never later."""
_PR_SET_DUMPABLE = 4


def restart_scrubbing(environ: Mapping[str, str]) -> None:
    """Replace this process by one that overwrites what it frees, unless it is one already.

    To be called before anything is done or imported: it costs one more start of the interpreter,
    which a service saves by setting `SCRUBBING` itself.
    """
    if sys.platform == "linux" and _PERTURB not in environ.get("GLIBC_TUNABLES", ""):
        os.execve(sys.executable, sys.orig_argv, {**environ, **SCRUBBING})  # noqa: S606 - ourselves


def forbid_core_image() -> None:
    """Let nobody write this process's memory to a file, whatever the system would like.

    The limit alone does not stop a system that pipes core images to a program; a process that is
    not dumpable writes none at all, and other users cannot look into it.
    """
    if sys.platform != "linux":
        return
    import ctypes
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
