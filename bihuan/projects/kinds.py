"""The closed lists by which projects are sorted."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class Tier(Choice):
    """Whose annual list a project stands on, highest first."""

    PROVINCIAL = "provincial", _("Provincial key")
    MUNICIPAL = "municipal", _("Municipal key")
    DISTRICT = "district", _("District key")


class ProjectClass(Choice):
    """How the office pushes a project in a given year."""

    CONSTRUCTION = "construction", _("Construction")
    PREPARATION = "preparation", _("Preparation")
    LEGACY = "legacy", _("Attraction and legacy")


class Sector(Choice):
    """Field of a project; the office's "industrial" projects are those of INDUSTRY."""

    INDUSTRY = "industry", _("Industry")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    LIVELIHOOD = "livelihood", _("Livelihood")
    ECOLOGY = "ecology", _("Ecology")


class Nature(Choice):
    """Nature of construction 建设性质, as the statistics forms list it."""

    NEW = "new", _("New construction")
    EXPANSION = "expansion", _("Expansion")
    RENOVATION = "renovation", _("Renovation")
    RELOCATION = "relocation", _("Relocation")
    RESTORATION = "restoration", _("Restoration")
    PURCHASE = "purchase", _("Purchase only")


class ProjectState(Choice):
    """Where a project stands in its life. Cancelled and merged are states, not deletions."""

    RESERVE = "reserve", _("In reserve")
    PREPARATION = "preparation", _("In preparation")
    CONSTRUCTION = "construction", _("Under construction")
    COMPLETED = "completed", _("Completed")
    IN_USE = "in_use", _("In use")
    PAUSED = "paused", _("Paused")
    CANCELLED = "cancelled", _("Cancelled")
    MERGED = "merged", _("Merged")


GIVEN_UP = frozenset({ProjectState.CANCELLED, ProjectState.MERGED})
"""The states of a project that nobody pushes any more; what it was stays on record."""


class PartyRole(Choice):
    """Who stands behind a project, by the name of the particular that says it."""

    OWNER = "owner", _("Project owner")
    RESPONSIBLE = "responsible", _("Responsible organisation")
    COMMANDER = "commander", _("Commander")


class Rounding(Choice):
    """How a published rate loses its further digits: offices differ."""

    HALF_UP = "half_up", _("Rounded half up")
    TRUNCATE = "truncate", _("Cut off")


class Rules(Choice):
    """Kinds of rules that an office chooses by a preset, each in force from a day on."""

    ROUNDS = "rounds", _("rules of the monthly round")
    CURVE = "curve", _("expected progress")
    LIGHTS = "lights", _("rules of the lights")
    HEADLINE = "headline", _("rules of the overall light")
    LOOP = "loop", _("rules for matters")
    NEEDS = "needs", _("rules of needs")
    MECHANISMS = "mechanisms", _("mechanisms")
    ASSESSMENT = "assessment", _("schemes of assessment")
