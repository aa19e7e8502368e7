"""Copy the icons we use out of an unpacked Phosphor package (npm @phosphor-icons/core).

Usage: python scripts/make_icons.py PACKAGE_DIR. To add an icon, add its Phosphor name to one of
the lists below and run this again; an icon that is no longer listed is removed. Colours are not
set here: every file draws with `currentColor`, the screen tints it when it loads.
"""

import argparse
import pathlib
import re

TARGET = pathlib.Path(__file__).resolve().parents[1] / "assets" / "icons"

# Signs that the eye must catch at a glance (arrows, ticks, keys of a pad): strokes only, bold.
SIGNS = """
arrow-clockwise arrow-counter-clockwise arrow-down arrow-left arrow-right arrow-u-up-left
arrows-left-right backspace caret-down caret-left caret-right caret-up check checks dots-three
list list-bullets magnifying-glass text-aa x
"""

# Everything that stands for a thing or a state: two tones.
THINGS = """
archive baby baby-carriage bell bell-ringing book book-open briefcase calendar calendar-check
calendar-x car cardholder cat certificate chat-circle-text chats-circle check-circle cigarette
clock clock-countdown cloud-check coins copy credit-card device-mobile devices dog drop exam
factory file file-magnifying-glass file-text files fire fire-extinguisher first-aid-kit flower-lotus
folder fork-knife gavel graduation-cap hand-coins hand-heart hand-palm hand-tap hand-waving
handshake
heart heartbeat hourglass-medium house house-line identification-badge identification-card image
info key lightbulb list-checks list-magnifying-glass lock-key log map-pin map-pin-line map-trifold
medal-military note note-pencil notebook path pencil-simple-line person phone pill pipe-wrench
plant printer qr-code question receipt scales scan scissors scroll seal-check shield-check
shopping-cart signature signpost stamp steps storefront student test-tube ticket tractor umbrella
user user-rectangle users users-three wallet warning wheelchair wifi-slash wine wrench x-circle
"""


def main() -> None:
    """Copy every listed icon and remove the others.

    Raises:
        SystemExit: the package lacks a listed icon; nothing is written then.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=pathlib.Path, help="folder with assets/ and LICENSE")
    package = parser.parse_args().package
    sources = dict(_source(package, name, "bold") for name in SIGNS.split())
    sources |= dict(_source(package, name, "duotone") for name in THINGS.split())
    missing = sorted(name for name, path in sources.items() if not path.is_file())
    if missing:
        raise SystemExit(f"not in {package}: {' '.join(missing)}")
    for old in TARGET.glob("*.svg"):
        old.unlink()
    for name, path in sources.items():
        text = re.sub(r"\s*\n\s*", "", path.read_text("utf-8"))
        (TARGET / f"{name}.svg").write_text(text + "\n", "utf-8")
    (TARGET / "LICENSE").write_text((package / "LICENSE").read_text("utf-8"), "utf-8")


def _source(package: pathlib.Path, name: str, weight: str) -> tuple[str, pathlib.Path]:
    return name, package / "assets" / weight / f"{name}-{weight}.svg"


if __name__ == "__main__":
    main()
