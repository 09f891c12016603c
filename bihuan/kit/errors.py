"""The two ways the domain says no. Both carry a sentence fit to show the user."""


class Refusal(Exception):
    """A rule forbids this now. Pages and API answer 409 with the sentence."""


class NotAllowed(Exception):
    """This user may never do this here. Pages and API answer 403."""
