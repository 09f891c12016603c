"""The closed lists of assessment."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class Assessed(Choice):
    """Who is assessed by a sheet of a scheme."""

    PROJECTS = "projects", _("Projects")
    ORGANISATIONS = "organisations", _("Responsible organisations")
    COMMANDERS = "commanders", _("Commanders")
    DEPARTMENTS = "departments", _("Guarantee departments")
    AREAS = "areas", _("Areas")
    """Counties, parks, towns: of these a district's ledger has no figures of their own."""


class Taken(Choice):
    """What of a figure is taken: itself, or what a comparison says of it."""

    VALUE = "value", _("its value")
    BASE = "base", _("what it is compared with")
    DIFFERENCE = "difference", _("its difference")
    GROWTH = "growth", _("its growth in percent")


class Missing(Choice):
    """What becomes of an item whose figures nobody knows."""

    NOT_APPLICABLE = "not_applicable", _("not applicable; its points go to the others")
    REQUIRED = "required", _("without it nobody is assessed")


class Ties(Choice):
    """Which of the places that they share those with equal values get."""

    BEST = "best", _("the best of the places shared")
    MEAN = "mean", _("the mean of the places shared")
    WORST = "worst", _("the worst of the places shared")


class Lines(Choice):
    """What a line of a score is."""

    ITEM = "item", _("Item")
    BLOCK = "block", _("Bound of a block")
    REWEIGHTING = "reweighting", _("Re-weighting")
    ADJUSTMENT = "adjustment", _("Adjustment")
    CAP = "cap", _("Bound of the score")
    VETO = "veto", _("Veto")
