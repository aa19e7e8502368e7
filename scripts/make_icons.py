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
arrow-left arrow-right arrow-up arrow-down arrow-clockwise arrow-counter-clockwise
arrow-u-up-left arrow-elbow-down-right caret-left caret-right caret-up caret-down
caret-double-right check checks x plus minus equals magnifying-glass backspace dots-three list
question-mark exclamation-mark arrows-left-right arrows-split arrows-merge list-bullets
arrow-square-out text-aa circle-half hash translate
"""

# Everything that stands for a thing or a state: two tones.
THINGS = """
airplane ambulance archive armchair baby baby-carriage bandaids bank barcode barn bed beer-bottle
bell bell-ringing bicycle bird book book-open book-open-text bowl-food bowl-steam bridge briefcase
briefcase-metal broom building building-apartment building-office buildings bus cake calculator
calendar calendar-blank calendar-check calendar-dots calendar-plus calendar-x camera car
car-profile cardholder carrot cash-register cat certificate chair chalkboard-teacher
chat-circle-text chats chats-circle check-circle check-square chef-hat cigarette circle
circle-dashed clipboard clipboard-text clock clock-clockwise clock-countdown coat-hanger coffee
coins compass cooking-pot copy cow credit-card crosshair-simple currency-circle-dollar currency-cny
desktop detective device-mobile devices dog door door-open drop ear egg envelope
envelope-open envelope-simple exam eye eyeglasses eye-slash factory farm file file-dashed
file-image file-magnifying-glass file-minus file-plus files file-text file-x fingerprint fire
fire-extinguisher fire-truck first-aid first-aid-kit fish flag flag-checkered flame flashlight
flow-arrow flower-lotus folder folder-open folders folder-simple folder-simple-user footprints
fork-knife garage gas-pump gauge gavel gear gender-female gender-male gift globe
globe-hemisphere-east graduation-cap grains hamburger hammer hand hand-coins hand-heart
hand-palm handshake hands-praying hand-tap hand-waving hard-hat headset heart heartbeat
heart-half highlighter-circle hospital hourglass hourglass-medium house house-line house-simple
ice-cream identification-badge identification-card image info island jar-label key keyboard
knife ladder leaf lifebuoy lightbulb lightning list-checks list-magnifying-glass list-numbers
lock lock-key log map-pin map-pin-area map-pin-line map-trifold medal medal-military megaphone
microphone money money-wavy moon-stars motorcycle mountains music-notes newspaper
newspaper-clipping note notebook notepad note-pencil number-circle-five number-circle-four
number-circle-one number-circle-six number-circle-three number-circle-two office-chair oven
package paint-brush paperclip paper-plane-tilt park path paw-print pen pencil-simple
pencil-simple-line pen-nib percent person person-arms-spread person-simple-walk phone phone-call
piggy-bank pill pipe-wrench plant plug plugs-connected power prescription printer prohibit
push-pin puzzle-piece qr-code question receipt recycle road-horizon ruler scales scan
scissors scroll seal seal-check seal-question seal-warning shield-check shield-plus
shield-star shield-warning shopping-bag shopping-cart shovel shower signature signpost sign-in
sign-out sim-card siren skull sliders-horizontal smiley speaker-high speaker-slash stack
stairs stamp star steering-wheel steps stethoscope storefront student suitcase suitcase-rolling
sun sun-dim syringe table tag television-simple tent test-tube thermometer thumbs-up ticket
timer toilet toolbox tooth tote tractor traffic-cone train trash tray tree tree-evergreen
tree-structure truck umbrella usb user user-check user-circle user-circle-check
user-circle-plus user-focus user-gear user-list user-plus user-rectangle users users-four
users-three user-switch van vault video-camera wallet warehouse warning warning-circle
warning-octagon washing-machine watch waves wheelchair wheelchair-motion wifi-slash wine wrench
x-circle yin-yang
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
