"""What a card is wanted for: handed to R11 and R12 by the screen that asks for one."""

from msgspec import Struct

from kiosk.ui.messages import WITHOUT_CARD, Way


class CardErrand(Struct, frozen=True, kw_only=True):
    """Where the screens about the card lead.

    `found` is the screen after ▣是我, `without` the one for who goes on without a card; `way` is
    the button that leads there (≤ 6 characters). `keeps` False forgets the person with ▣是我: the
    reader was only tried.
    """

    found: str
    without: str
    way: Way = WITHOUT_CARD
    keeps: bool = False
