"""What holds for every test: no window on a real screen, no network, the same random examples.

Fixtures of one folder live in that folder's conftest.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Iterator
from importlib.metadata import version
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

# PySide 6.12.0 drops a reference to None, True or False whenever a call returns one, as if they
# were immortal. Before Python 3.12 they are not: in a long run they run out and the process dies.
# Every place of this list is a reference more. The shipped 6.8 drops none.
_NEWER_QT = not version("PySide6-Essentials").startswith("6.8.")
SPARE = [None, True, False] * (8_000_000 if _NEWER_QT and sys.version_info < (3, 12) else 0)
ctypes.pythonapi.Py_IncRef(ctypes.py_object(SPARE))  # not freed at the end either

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_QUICK_BACKEND"] = "software"

# Derandomized: a failure on one machine is a failure on every machine. `make faults` explores.
settings.register_profile(
    "suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("suite")

LOOPBACK = {"127.0.0.1", "::1"}
_real_connect = socket.socket.connect


def _connect(self: socket.socket, address: object) -> None:
    """Let programs on this machine talk to each other, nothing else."""
    host = address[0] if isinstance(address, tuple) else None
    if self.family != socket.AF_UNIX and host not in LOOPBACK:
        _refuse(address)
    _real_connect(self, address)


def _refuse(address: object) -> NoReturn:
    raise AssertionError(f"a test tried to reach the network: {address}")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Fail whatever opens a connection: the product works with the cable pulled out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _connect)
        yield
