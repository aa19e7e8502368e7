"""A visit script: what a resident does and what must be seen, as values for the player.

Reading YAML does not belong here (`cli/visit.py`), touching the screen neither (`player.py`).
"""

from typing import Literal

from msgspec import Struct

from kiosk.domain.person import IdentityDocument

CardState = Literal["reading", "away", "ready", "E-ID-01", "E-ID-02", "E-ID-03", "E-ID-04"]


class Tap(Struct, frozen=True, kw_only=True, tag="tap"):
    """Touch a control, found by its object name or else by its accessible name or visible text."""

    line: int
    target: str


class Type(Struct, frozen=True, kw_only=True, tag="type"):
    """Type on an attached keyboard."""

    line: int
    text: str


class Press(Struct, frozen=True, kw_only=True, tag="press"):
    """Press one key of an attached keyboard, e.g. Tab, Enter, Down; `times` in a row."""

    line: int
    key: str
    times: int = 1


class Wait(Struct, frozen=True, kw_only=True, tag="wait"):
    """Wait until a screen is shown and at rest."""

    line: int
    screen: str


class Shot(Struct, frozen=True, kw_only=True, tag="shot"):
    """Keep a picture of the window as `name`.png."""

    line: int
    name: str


class Expect(Struct, frozen=True, kw_only=True, tag="expect"):
    """What must hold now or soon: a screen is current, a text is visible, a text is gone."""

    line: int
    screen: str | None = None
    text: str | None = None
    gone: str | None = None


class Printer(Struct, frozen=True, kw_only=True, tag="printer"):
    """Set the state of the file printers: `ready` or a fault code of ux.md §8 such as E-PR-01."""

    line: int
    state: str


class Card(Struct, frozen=True, kw_only=True, tag="card"):
    """Lay a card, which is then read; or what else befalls the card or its reader.

    `reading`: it lies there; `away`: it is taken; a fault of ux.md §8; `ready`: the reader is
    plugged in again.
    """

    line: int
    laid: IdentityDocument | CardState


class Scan(Struct, frozen=True, kw_only=True, tag="scan"):
    """Hold a code with this text under the scanner."""

    line: int
    text: str


class Hold(Struct, frozen=True, kw_only=True, tag="hold"):
    """Keep a finger on something that can be seen for `seconds` of the visit's clock."""

    line: int
    target: str
    seconds: int = 5


class Pass(Struct, frozen=True, kw_only=True, tag="pass"):
    """Let `seconds` of nobody touching go by on the clock of the visit, without waiting."""

    line: int
    seconds: int


Step = Tap | Type | Press | Wait | Shot | Expect | Printer | Card | Scan | Hold | Pass


class Script(Struct, frozen=True, kw_only=True):
    """A whole visit. `printers` are the papers to be had; `region` None is the site's own.

    A card reader and a scanner are fitted where a step needs them. `pin` opens the screens of
    technicians; None: nobody can.
    """

    file: str
    steps: tuple[Step, ...]
    printers: tuple[str, ...] = ("a4",)
    region: str | None = None
    pin: str | None = None


class Failure(Struct, frozen=True, kw_only=True):
    """The expectation that did not hold: where, what was expected, what was there instead."""

    line: int
    message: str
    picture: str | None


class Played(Struct, frozen=True, kw_only=True):
    """What a visit left behind: its pictures in order, and the failure that ended it, if any."""

    pictures: tuple[str, ...]
    failure: Failure | None
