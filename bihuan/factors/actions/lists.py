"""Giving projects the list of their class, and the days by which each element is needed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import Actor, EventDraft, record, record_many
from bihuan.factors import rules
from bihuan.factors.kinds import DONE
from bihuan.factors.lists import Element
from bihuan.factors.models import Need
from bihuan.factors.presets import catalogue
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.plans.models import MilestonePromise, ProjectYear
from bihuan.projects.models import Project


@action
def start_lists(*, year: int, by: User, at: datetime) -> int:
    """Give every project of the year the list of its class, and set the days of those it has by
    the milestones as they stand. Returns how many needs are new. What is there is kept.
    """
    require(by, Can.FACTOR_MANAGE)
    years = ProjectYear.objects.filter(year=year, project__in=Project.objects.live())
    return _start(list(years.select_related("project")), by=by, at=at)


@action
def start_list(*, project: Project, year: int, by: User, at: datetime) -> int:
    """As `start_lists`, for one project."""
    require(by, Can.FACTOR_MANAGE, project)
    years = list(ProjectYear.objects.filter(year=year, project=project).select_related("project"))
    if not years:
        raise Refusal(gettext("The project stands on no list of %s.") % year)
    return _start(years, by=by, at=at)


@action
def add_need(*, project: Project, element: str, reason: str, by: User, at: datetime) -> Need:
    """Put an element that is not on its class's list on a project's list, saying why (FACTOR-7)."""
    require(by, Can.FACTOR_MANAGE, project)
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    wanted = catalogue(local_day(at)).element(element)
    if wanted is None:
        raise Refusal(gettext("There is no such element."))
    if not reason.strip():
        raise Refusal(gettext("Say why."))
    if project.needs.filter(element=element).exists():
        raise Refusal(gettext("The project's list has this already."))
    milestones = _milestones([project.pk]).get(project.pk, {})
    need = Need.objects.create(
        project=project,
        element=element,
        order=project.needs.count() + 1,
        needed_by=rules.needed_by(wanted, milestones, project.planned_start_on),
        state_since=local_day(at),
        department=_owing(wanted, list(Organisation.objects.standing())),
    )
    record("need.added", need, by=by, at=at, element=element, reason=reason.strip())
    return need


@action
def follow_milestones(*, by: Actor, at: datetime) -> int:
    """Move the days of open needs to where the milestones stand now; returns how many moved, none
    the second time. The clock calls this, since milestones know nothing of needs (FACTOR-4).
    """
    rows = Need.objects.select_for_update(of=("self",)).exclude(state__in=DONE)
    needs = list(rows.filter(needed_by_reason="").select_related("project").order_by("pk"))
    listed, milestones = catalogue(local_day(at)), _milestones({need.project_id for need in needs})
    moved, drafts = [], []
    for need in needs:
        element = listed.element(need.element)
        if element is None:
            continue
        known = milestones.get(need.project_id, {})
        day = rules.needed_by(element, known, need.project.planned_start_on)
        if day != need.needed_by:
            changed = {"needed_by": [need.needed_by, day]}
            drafts.append(EventDraft.on("need.day_followed", need, changes=changed))
            need.needed_by = day
            moved.append(need)
    Need.objects.bulk_update(moved, ["needed_by"], batch_size=500)
    if drafts:
        record_many(drafts, by=by, at=at)
    return len(moved)


@action
def set_needed_by(*, need: Need, day: date, reason: str, by: User, at: datetime) -> Need:
    """Set by hand when an element is needed, saying why; milestones no longer move that day."""
    require(by, Can.FACTOR_MANAGE, need)
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if not reason.strip():
        raise Refusal(gettext("Say why."))
    if (need.needed_by, need.needed_by_reason) == (day, reason.strip()):
        return need
    was, need.needed_by, need.needed_by_reason = need.needed_by, day, reason.strip()
    need.edition += 1
    need.save()
    record("need.day_set", need, by=by, at=at, changes={"needed_by": [was, day]}, reason=reason)
    return need


def _start(years: list[ProjectYear], *, by: User, at: datetime) -> int:
    listed, milestones = catalogue(local_day(at)), _milestones({each.project_id for each in years})
    here = {(need.project_id, need.element): need for need in _locked(years)}
    organisations = list(Organisation.objects.standing().order_by("pinyin", "name"))
    fresh, moved = [], []
    for each in years:
        for order, element in enumerate(listed.of_class(each.project_class), 1):
            day = rules.needed_by(
                element, milestones.get(each.project_id, {}), each.project.planned_start_on
            )
            need = here.get((each.project_id, element.code))
            if need is None:
                fresh.append(
                    Need(
                        project=each.project,
                        element=element.code,
                        order=order,
                        needed_by=day,
                        state_since=local_day(at),
                        department=_owing(element, organisations),
                    )
                )
            elif need.needed_by != day and not need.needed_by_reason:
                need.needed_by = day
                moved.append(need)
    Need.objects.bulk_create(fresh, batch_size=2_000)
    Need.objects.bulk_update(moved, ["needed_by"], batch_size=500)
    if fresh or moved:
        record("need.listed", years[0], by=by, at=at, new=len(fresh), moved=len(moved))
    return len(fresh)


def _locked(years: list[ProjectYear]) -> list[Need]:
    rows = Need.objects.select_for_update(of=("self",))
    return list(rows.filter(project__in=[each.project_id for each in years]))


def _milestones(projects: Collection[int]) -> dict[int, dict[str, date]]:
    """Promised days by project and key of the milestone; those of a later year stand over those of
    an earlier one.
    """
    rows = MilestonePromise.objects.filter(
        is_current=True, milestone__project_year__project__in=projects
    ).order_by("milestone__project_year__year")
    found: dict[int, dict[str, date]] = {}
    for project, key, due_on in rows.values_list(
        "milestone__project_year__project", "milestone__key", "due_on"
    ):
        found.setdefault(project, {})[key] = due_on
    return found


def _owing(element: Element, organisations: list[Organisation]) -> Organisation | None:
    """Return the organisation that owes an element, by its name; None if there is none, or two."""
    found = [each for each in organisations if element.department in each.name]
    return found[0] if len(found) == 1 else None
