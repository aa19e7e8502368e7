"""The table of planted bugs and the figures of simulated worlds, at the end of a run."""

from typing import Any

NAMES = ("simulated", "planted")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Write one line for every world and every planted bug."""
    lines = {
        f"{name:9} {value}"
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name in NAMES
    }
    if lines:
        terminalreporter.section("simulation")
        for line in sorted(lines):
            terminalreporter.write_line(line)
