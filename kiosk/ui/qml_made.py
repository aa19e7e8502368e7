"""Frees the Python half of an object that QML made, as soon as its C++ half is destroyed.

PySide forgets to drop the reference it takes when QML makes a Python type: the Python half
stays for ever, with what a resident answered in it and about 12 kB. Python half of an object made
by Python: freed by Python, never given here.
"""

import ctypes
import sys
import weakref

import PySide6
from PySide6.QtCore import QObject

FORGETFUL = {(6, 8), (6, 12)}
"""Where it was seen to forget. Dropping what a PySide does not forget would be fatal."""
OURS = 2
"""References to an object inside `sys.getrefcount`: the variable and the argument."""


def free_when_destroyed(made: QObject) -> None:
    """Drop the forgotten reference when the object is destroyed.

    Args:
        made: an object that QML makes right now. Call this from `classBegin`, which nobody but the
            QML engine calls: an object made by Python has no reference too many.
    """
    if PySide6.__version_info__[:2] not in FORGETFUL:
        return
    known = weakref.ref(made)

    def free() -> None:
        # The C++ half has dropped its own reference before: what is left is the forgotten one. A
        # PySide that forgets none has no object left here.
        left = known()
        if left is not None and sys.getrefcount(left) > OURS:
            ctypes.pythonapi.Py_DecRef(ctypes.py_object(left))

    made.destroyed.connect(free)
