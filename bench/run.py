"""Runs every benchmark and writes bench/results/*.json and the table in bench/README.md.

Usage: bench/run.py [NAME …]   with names such as pdf or rules; none means all.
"""

import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NAMES = (
    "startup",
    "taps",
    "rules",
    "search",
    "scale",
    "pdf",
    "memory",
    "reader",
    "apply",
    "filing",
    "hub_intake",
    "sync_storm",
    "hub_waiting",
)
MARK = "<!-- table: written by bench/run.py -->"


def measured(name: str) -> dict[str, Any]:
    """Run one benchmark in a process of its own and return what it printed."""
    print(f"bench {name} …", flush=True)
    done = subprocess.run(
        [sys.executable, str(HERE / f"{name}.py")], capture_output=True, text=True, cwd=HERE.parent
    )
    if done.returncode:
        raise SystemExit(f"bench {name} failed:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    (HERE / "results").mkdir(exist_ok=True)
    path = HERE / "results" / f"{name}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return result


def table(results: list[dict[str, Any]]) -> str:
    """Return the results as a Markdown table: figure, goal, whether it holds."""
    lines = ["| what | measured | peer in the same run | goal | holds |", "|---|---|---|---|---|"]
    for result in results:
        for row in result["rows"]:
            holds = "yes" if row["holds"] else "**no**"
            cells = (row["what"], row["measured"], row["peer"], row["goal"], holds)
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(wanted: list[str]) -> None:
    """Measure, keep the figures and rewrite the table from all results on disk."""
    unknown = sorted(set(wanted) - set(NAMES))
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    for name in wanted or NAMES:
        measured(name)
    paths = [HERE / "results" / f"{name}.json" for name in NAMES]
    results = [json.loads(p.read_text(encoding="utf-8")) for p in paths if p.exists()]
    text = table(results)
    readme = HERE / "README.md"
    head = readme.read_text(encoding="utf-8").split(MARK)[0]
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    readme.write_text(f"{head}{MARK}\n\n{machine}\n\n{text}\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
