"""Whether a card that was read still lies there, as far as this reader can tell.

Which command is asked for it is `session.py`, what a screen makes of it belongs to the screens.

Most readers answer a question about a card that is gone with an error, but some go on answering
from memory. So a reader is on trial until it has told its first lift: three times it may keep
people waiting for 8 s, then it is not believed any more.
"""

TRIALS = 3
TRIAL_S = 8.0


class LiftWatch:
    """What one reader tells about cards that lie there."""

    def __init__(self) -> None:
        self._trials = TRIALS
        self._has_told = False
        self._until_s = 0.0

    def begin(self, now_s: float, *, can_ask: bool) -> bool | None:
        """A card was read. Return False when the reader may tell that it is lifted, else None."""
        self._until_s = now_s + TRIAL_S
        return False if can_ask and (self._has_told or self._trials) else None

    def heard(self, is_there: bool | None, now_s: float) -> bool | None:
        """Take what the reader says (None: nothing) and return whether the card is lifted."""
        if is_there is False:
            self._has_told = True
            return True
        if is_there and (self._has_told or now_s < self._until_s):
            return False
        if is_there:
            self._trials -= 1
        return None
