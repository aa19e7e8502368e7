"""The program `kiosk`: sees to its own memory before anything else, then runs the command.

Commands and options are `main.py`.
"""

import os
import sys
from typing import NoReturn

from kiosk.devices.own_memory import restart_scrubbing


def main() -> NoReturn:
    """Run the command line. A kiosk on a screen holds what cards say, a command does not."""
    if "run" in sys.argv[1:]:
        restart_scrubbing(os.environ)
    from kiosk.cli.main import main as run_command  # after the restart: it imports a lot

    run_command()


if __name__ == "__main__":
    main()
