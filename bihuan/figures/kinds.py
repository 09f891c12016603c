"""The closed lists of the figures."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _
from bihuan.plans.in_force import PlanMeaning


class Basis(Choice):
    """Against which plan a project is measured. The approved one is kept for ever (FIGURE-7)."""

    ORIGINAL = "original", _("Original plan")
    CURRENT = "current", _("Plan in force")

    @property
    def meaning(self) -> PlanMeaning:
        """Return which of a plan's versions is meant (PLAN-10)."""
        return PlanMeaning.ORIGINAL if self is Basis.ORIGINAL else PlanMeaning.APPROVED


class Comparison(Choice):
    """With what a figure is compared (FIGURE-11)."""

    LAST_MONTH = "last-month", _("Last month")
    LAST_YEAR = "last-year", _("Same month last year")
    YEAR_START = "year-start", _("Start of the year")
    PLAN = "plan", _("Plan")


class Cause(Choice):
    """Why a figure changed (FIGURE-19)."""

    NEW = "new_projects", _("New projects")
    LEFT = "left_projects", _("Projects that left")
    PROGRESS = "progress", _("Progress")
    LATE = "late_reports", _("Reports accepted later")
    CORRECTION = "corrections", _("Corrections")
    PLAN = "plan_changes", _("Changes of plan")
    RULE = "rule_changes", _("Changes of rules")


class Unit(Choice):
    COUNT = "count", _("items")
    YUAN = "yuan", _("yuan")
    PERCENT = "percent", _("percent")
    POINTS = "points", _("percentage points")
    PACE = "points_a_month", _("percentage points a month")
    WORKDAYS = "workdays", _("working days")
    PLACE = "place", _("place among others")


RATES = (Unit.PERCENT, Unit.POINTS, Unit.PACE)
"""Units of what is divided: it has a numerator and a denominator."""


class Grain(Choice):
    """What one row under a figure is."""

    PROJECT = "project", _("Projects on the list")
    REPORT = "report", _("Accepted monthly reports")
    STATISTICS = "statistics", _("Months counted by the statistics")
    INVESTMENT = "investment", _("Fixed-asset investment to date")
    OUTPUT = "output", _("Enterprises of the chain")
    TARGET = "target", _("Target of the chain")
    MATTER = "matter", _("Matters")
    DUE_REPORT = "due_report", _("Monthly reports due")
    MILESTONE = "milestone", _("Milestones")
    NEED = "need", _("Needs")
    PLANNED_VISIT = "planned_visit", _("Visits planned")
    VISIT = "visit", _("Visits made")
    FUND = "fund", _("Funds in place by source")
    FUNDING = "funding", _("Entries of money")
    COUNTY = "county", _("Counties beside ours")


class Dimension(Choice):
    """By what a figure is broken down or narrowed."""

    TIER = "tier", _("Tier")
    CLASS = "project_class", _("Class")
    SECTOR = "sector", _("Sector")
    INDUSTRY = "industry", _("Industry (GB/T 4754)")
    THEME = "theme", _("Theme")
    ORGANISATION = "organisation", _("Responsible organisation")
    COMMANDER = "commander", _("Commander")
    HANDLER = "handler", _("Handling organisation")
    CHAIN = "chain", _("Industry chain")
    STATE = "state", _("State")
    PROJECT = "project", _("Project")
    DISTRICT = "district", _("District")

    @property
    def is_numbered(self) -> bool:
        """Whether its keys are the numbers of rows; "" is of none."""
        return self in NUMBERED


NUMBERED = {
    Dimension.THEME,
    Dimension.ORGANISATION,
    Dimension.COMMANDER,
    Dimension.HANDLER,
    Dimension.CHAIN,
    Dimension.PROJECT,
}
