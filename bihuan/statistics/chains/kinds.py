"""The closed lists of industry chains."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class ChainLink(Choice):
    """Where in its chain an enterprise or a project stands."""

    UP = "up", _("Upstream")
    MID = "mid", _("Midstream")
    DOWN = "down", _("Downstream")


class CameAs(Choice):
    """How an enterprise came into a chain on the day from which it stands there."""

    NEW = "new", _("new enterprise")
    MOVED = "moved_in", _("moved into the chain")
    RECLASSIFIED = "reclassified_in", _("reclassified into the chain")


class WentAs(Choice):
    """How an enterprise left a chain on its last day there."""

    CLOSED = "closed", _("closed down")
    MOVED = "moved_out", _("moved out of the chain")
    RECLASSIFIED = "reclassified_out", _("reclassified out of the chain")


CHANGES = {each.value: each.label for kind in (CameAs, WentAs) for each in kind}
"""What makes an enterprise stand outside the comparable base, in words."""
