"""The error tree: how a failure says who has to act and which exit code it ends in.

Words for people are not built here; `ui/messages.py` and `cli/main.py` turn errors into text.
"""


class KioskError(Exception):
    """A failure that the program foresees.

    Args:
        code: the fault code of ux.md §8, or a short id of the rule that failed.
        message: one sentence: what is wrong, where, what is allowed. Never personal data.
        facts: values named by the message; shown to people, so never personal data.
    """

    exit_code = 1

    def __init__(self, code: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts


class InputError(KioskError):
    """A wrong argument or file: the message says which (file:line) and what is allowed. Exit 2."""

    exit_code = 2


class Unavailable(KioskError):
    """A device, disk, hub or network cannot do it now; later may help. Exit 3."""

    exit_code = 3


class Refused(KioskError):
    """Not allowed: not enrolled, not authorised, folder in use, too full to promise. Exit 5."""

    exit_code = 5


class Bug(KioskError):
    """Our mistake: logged with a reference number, the visit is wiped, E-SY-01 is shown. Exit 1."""

    exit_code = 1
