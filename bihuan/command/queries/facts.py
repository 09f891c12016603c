"""What the hard-bone list is judged by: headlines, plans, overdue matters."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count

from bihuan.command.presets import hard_bone_rules
from bihuan.command.rules import HardBoneFacts, HardBoneRules, Overdue
from bihuan.kit.months import Month, months_of
from bihuan.lights.kinds import RANK, Colour
from bihuan.lights.queries import YearLights, headlines, standing, verdicts
from bihuan.lights.rules import LightVerdict
from bihuan.matters.escalation import overdue_days
from bihuan.matters.models import Matter
from bihuan.project_months.reading import project_months
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Project

ENDED = frozenset(
    {ProjectState.COMPLETED, ProjectState.IN_USE, ProjectState.CANCELLED, ProjectState.MERGED}
)
"""A project in one of these is no hard bone any more (BONE-5)."""

NO_LIGHTS = YearLights()
Colours = dict[int, list[Colour | None]]


def months_seen(month: Month, rules: HardBoneRules) -> list[Month]:
    """Return the months that the clauses look at: the year's up to `month`, and those of the year
    before while the year is too young for the clauses (BONE-6).
    """
    young = month.number < rules.months_read
    before = months_of(month.year - 1) if young else []
    return [*before, *months_of(month.year)[: month.number]]


def headline_colours(month: Month, today: date, only: Collection[int] | None = None) -> Colours:
    """Return the headlines of `months_seen`, the oldest first, of every project or those in `only`
    that have any.
    """
    seen = months_seen(month, hard_bone_rules())
    years = {year: headlines(year, today) for year in {each.year for each in seen}}
    known = {pk for lights in years.values() for pk in lights}
    return {
        pk: [years[each.year].get(pk, NO_LIGHTS).headline.colour(each.number) for each in seen]
        for pk in (known if only is None else known.intersection(only))
    }


def overdue_matters(
    today: date, level: int, only: Collection[int] | None = None
) -> dict[int, Overdue]:
    """Return each project's longest overdue matter of this level or higher, by project."""
    rows = Matter.objects.overdue(today).filter(level__gte=level, **_within(only))
    found: dict[int, Overdue] = {}
    for pk, number, due_on, reached in rows.order_by("due_on", "pk").values_list(
        "project_id", "number", "due_on", "level"
    ):
        if pk is not None and pk not in found:
            found[pk] = Overdue(number, overdue_days(due_on, today), reached)
    return found


def overdue_counts(today: date, only: Collection[int]) -> dict[int, int]:
    """Count the overdue matters of some projects, by project."""
    rows = Matter.objects.overdue(today).filter(project__in=only).values("project").order_by()
    return {row["project"]: row["late"] for row in rows.annotate(late=Count("pk"))}


def facts_of_one(project: Project, month: Month, today: date, since: Month | None) -> HardBoneFacts:
    """Return what is known of one project, its headlines not before `since`."""
    rules, only = hard_bone_rules(), [project.pk]
    colours = _last_run(project, month, today, since)
    placed = project_months(month, only) if colours and colours[-1] in RANK else {}
    return HardBoneFacts(
        colours=colours,
        overdue=overdue_matters(today, rules.overdue_level, only).get(project.pk),
        any_overdue=overdue_counts(today, only).get(project.pk, 0),
        position=placed.get(project.pk),
        is_live=project.state not in ENDED,
    )


def _last_run(
    project: Project, month: Month, today: date, since: Month | None
) -> list[Colour | None]:
    """The last months' headlines as far back as the run of the newest goes, the oldest first."""
    found: list[Colour | None] = []
    runs: set[bool] = set()
    judged: dict[int, dict[int, LightVerdict]] = {}
    for each in reversed(months_seen(month, hard_bone_rules())):
        if since is not None and each < since:
            break
        if each.year not in judged:
            judged[each.year] = verdicts(project, each.year, today)
        verdict = judged[each.year].get(each.number)
        colour = standing(project, each, today, verdict).headline.colour
        found.append(colour)
        runs |= {colour is Colour.RED} if colour in RANK else set()
        if len(runs) > 1:
            break
    return found[::-1]


def _within(only: Collection[int] | None) -> dict[str, Collection[int]]:
    return {} if only is None else {"project__in": only}
