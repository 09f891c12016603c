"""What options of the command line are read as."""

from argparse import ArgumentTypeError
from datetime import date

from .dates import believed
from .errors import Refusal
from .words import gettext


def day(text: str) -> date:
    """Read a day such as 2026-01-31; anything else is wrong usage, said in a sentence."""
    try:
        return believed(date.fromisoformat(text))
    except (Refusal, ValueError):
        raise ArgumentTypeError(gettext("“%s” is not a day such as 2026-01-31.") % text) from None
