"""What is left of a mistake of ours in a command: where it happened, never what was typed.

Mistakes of a worker are logged by `hub/errors.py`.
"""

import traceback
from datetime import datetime
from pathlib import Path

MISTAKES = "mistakes.log"


def keep_trace(data: Path, error: BaseException, now: datetime) -> str:
    """Add the places of an error to a file and return the number under which they are found.

    The message is left out: those of libraries repeat arguments. A disk that takes nothing must
    not hide that there was an error.
    """
    reference = f"{now:%m%d-%H%M%S}"
    frames = traceback.extract_tb(error.__traceback__)
    where = "".join(f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in frames)
    try:
        with (data / MISTAKES).open("a", encoding="utf-8") as file:
            file.write(f"{now.isoformat()} {reference} {type(error).__name__}\n{where}")
    except OSError:
        return reference
    return reference
