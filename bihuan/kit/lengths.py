"""What is said of words that are too long for their place, at every door."""

from .words import _

TOO_LONG = _("Too long: at most %(limit_value)s characters fit here.")


def too_long(most: int) -> str:
    return TOO_LONG % {"limit_value": most}
