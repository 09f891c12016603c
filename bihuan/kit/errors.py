"""The two ways the domain says no, each with a sentence for the user; and what is damaged."""


class Refusal(Exception):
    """A rule forbids this now. Pages and API answer 409 with the sentence."""


class NotAllowed(Exception):
    """This user may never do this here. Pages and API answer 403."""


class DamagedValue(ValueError):
    """A stored value has not the shape in which it is written: it is named by model and field."""
