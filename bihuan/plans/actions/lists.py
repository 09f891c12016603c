"""Annual lists, and projects that come onto them, rise and leave."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict, Unpack

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import last_actor, record
from bihuan.kit.days import local_day, long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.plans import rules
from bihuan.plans.curves import Terms
from bihuan.plans.models import Absence, AnnualList, Entry, Plan, ProjectYear
from bihuan.projects.kinds import ProjectClass, ProjectState, Tier
from bihuan.projects.models import Project
from bihuan.projects.rules import check_edition

from .adjusting import first_plan
from .classes import new_year


class Published(TypedDict, total=False):
    """Under which title and document a list was published, and when."""

    title: str
    document_number: str
    published_on: date | None


@action
def make_list(
    *,
    year: int,
    tier: str,
    by: User,
    at: datetime,
    title: str = "",
    document_number: str = "",
    published_on: date | None = None,
) -> AnnualList:
    """Begin the list of one tier for one year."""
    require(by, Can.PLAN_EDIT)
    rules.check_list(year, this_year=local_day(at).year)
    if AnnualList.objects.filter(year=year, tier=tier).exists():
        raise Refusal(gettext("There is a list of that year and tier already."))
    made = AnnualList.objects.create(
        year=year,
        tier=Tier(tier),
        title=title.strip(),
        document_number=document_number.strip(),
        published_on=published_on,
    )
    record("annual_list.made", made, by=by, at=at, year=year, tier=str(tier), title=made.title)
    return made


@action
def edit_list(
    *,
    annual_list: AnnualList,
    by: User,
    at: datetime,
    edition: int | None = None,
    **published: Unpack[Published],
) -> AnnualList:
    """Say under which document the list was published; what is not given stays. `edition`, if
    given, is the one that was seen: of two who save, the second is told (PLAN-6).
    """
    require(by, Can.PLAN_EDIT)
    stands = AnnualList.objects.select_for_update().get(pk=annual_list.pk)
    if edition is not None:
        check_edition(stands.edition, edition, last_actor(stands))
    said = {k: v.strip() if isinstance(v, str) else v for k, v in published.items()}
    changes = {k: [getattr(stands, k), v] for k, v in said.items() if getattr(stands, k) != v}
    if changes:
        for key, value in said.items():
            setattr(stands, key, value)
        stands.edition += 1
        stands.save()
        record("annual_list.edited", stands, by=by, at=at, changes=changes)
    return stands


@action
def enter(
    *,
    annual_list: AnnualList,
    project: Project,
    terms: Terms,
    by: User,
    at: datetime,
    project_class: str = "",
    completed_before_yuan: int = 0,
    added_on: date | None = None,
) -> Entry:
    """Put a project on a list with its original plan. Its first list of the year needs its class;
    a project that left the list comes back by `return_to_list`.
    """
    require(by, Can.PLAN_EDIT, project)
    _begin_year(project, annual_list.year, project_class, completed_before_yuan, by=by, at=at)
    entry, plan = _place(
        annual_list,
        project,
        terms,
        added_on=added_on or _today(annual_list, at),
        source=None,
        at=at,
    )
    record(
        "entry.added",
        entry,
        by=by,
        at=at,
        planned_yuan=plan.planned_yuan,
        curve=plan.curve,
        tier=annual_list.tier,
        year=annual_list.year,
        project_id=project.pk,
    )
    return entry


@action
def promote(
    *,
    entry: Entry,
    annual_list: AnnualList,
    terms: Terms,
    by: User,
    at: datetime,
    added_on: date | None = None,
) -> Entry:
    """Put a project of a lower list on an upper one, with a plan of its own. It stays on both."""
    require(by, Can.PLAN_EDIT, entry)
    entry = _locked(entry)
    lower = entry.annual_list
    rules.check_promotion(
        Tier(lower.tier), Tier(annual_list.tier), same_year=lower.year == annual_list.year
    )
    if entry.left_on is not None:
        raise Refusal(gettext("The project has left the list it is to be promoted from."))
    upper, plan = _place(
        annual_list,
        entry.project,
        terms,
        added_on=added_on or _today(annual_list, at),
        source=entry,
        at=at,
    )
    record(
        "entry.promoted",
        upper,
        by=by,
        at=at,
        planned_yuan=plan.planned_yuan,
        tier=[lower.tier, annual_list.tier],
        year=annual_list.year,
        project_id=entry.project_id,
    )
    return upper


@action
def leave_list(*, entry: Entry, on: date, reason: str, by: User, at: datetime) -> Entry:
    """Take a project off a list. Entry, plan and reports stay as they are."""
    require(by, Can.PLAN_EDIT, entry)
    entry = _locked(entry)
    if entry.left_on is not None:
        raise Refusal(gettext("The project left this list on %s.") % long_day(entry.left_on))
    rules.check_reason(reason)
    rules.check_within_year(on, entry.annual_list.year)
    back = entry.absences.order_by("-returned_on").values_list("returned_on", flat=True).first()
    came_on = back or entry.added_on
    if on < came_on:
        raise Refusal(gettext("It came onto the list only on %s.") % long_day(came_on))
    entry.left_on, entry.left_reason = on, reason.strip()
    entry.save()
    record(
        "entry.left",
        entry,
        by=by,
        at=at,
        reason=entry.left_reason,
        on=on,
        tier=entry.annual_list.tier,
        year=entry.annual_list.year,
        project_id=entry.project_id,
    )
    return entry


@action
def return_to_list(*, entry: Entry, on: date, reason: str, by: User, at: datetime) -> Entry:
    """Put a project that left a list back on it (PLAN-9). Its plan goes on where it stood, so that
    the original stays the original; the time off the list is kept.
    """
    require(by, Can.PLAN_EDIT, entry)
    entry = _locked(entry)
    project = Project.objects.select_for_update(of=("self",)).get(pk=entry.project_id)
    if entry.left_on is None:
        raise Refusal(gettext("The project stands on this list."))
    rules.check_reason(reason)
    rules.check_live(ProjectState(project.state))
    rules.check_within_year(on, entry.annual_list.year)
    if on < entry.left_on:
        raise Refusal(gettext("The project left this list only on %s.") % long_day(entry.left_on))
    Absence.objects.create(
        entry=entry,
        left_on=entry.left_on,
        left_reason=entry.left_reason,
        returned_on=on,
        reason=reason.strip(),
        recorded_at=at,
    )
    changes = {"left_on": [entry.left_on, None]}
    entry.left_on, entry.left_reason = None, ""
    entry.save()
    record(
        "entry.returned",
        entry,
        by=by,
        at=at,
        reason=reason.strip(),
        on=on,
        changes=changes,
        tier=entry.annual_list.tier,
        year=entry.annual_list.year,
        project_id=entry.project_id,
    )
    return entry


def _locked(entry: Entry) -> Entry:
    return Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)


def _begin_year(
    project: Project, year: int, project_class: str, before: int, *, by: User, at: datetime
) -> None:
    """Make sure that the project has a class in the year; one that stands is not changed here."""
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    stands = ProjectYear.objects.filter(project=project, year=year).first()
    if stands is None:
        if not project_class:
            raise Refusal(gettext("Say which class the project is in this year."))
        new_year(
            project=project,
            year=year,
            project_class=project_class,
            completed_before_yuan=before,
            by=by,
            at=at,
        )
    elif project_class:
        now, to = ProjectClass(stands.project_class), ProjectClass(project_class)
        rules.check_class(now, to, reason="")


def _place(
    annual_list: AnnualList,
    project: Project,
    terms: Terms,
    *,
    added_on: date,
    source: Entry | None,
    at: datetime,
) -> tuple[Entry, Plan]:
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    rules.check_live(ProjectState(project.state))
    rules.check_within_year(added_on, annual_list.year)
    if there := Entry.objects.filter(annual_list=annual_list, project=project).first():
        rules.check_new_on_list(there.left_on)
    entry = Entry(annual_list=annual_list, project=project, added_on=added_on, promoted_from=source)
    entry.save()
    return entry, first_plan(entry=entry, terms=terms, at=at)


def _today(annual_list: AnnualList, at: datetime) -> date:
    return rules.day_on_list(annual_list.year, today=local_day(at))
