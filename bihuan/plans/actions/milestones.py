"""Steps promised for a project's year. A promise is moved, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import EventDraft, record, record_many
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.presets import choose
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.plans import milestone_rules, rules
from bihuan.plans.milestone_rules import MilestoneTemplate, OwnDay, ProjectDays, TemplateStep
from bihuan.plans.models import AnnualList, Milestone, MilestonePromise, ProjectYear
from bihuan.plans.presets import milestone_presets
from bihuan.plans.rules import ChangeApproval


@action
def set_milestones(
    *, project_year: ProjectYear, by: User, at: datetime, template: str = ""
) -> list[Milestone]:
    """Promise the steps of a template (the class's own if none is named) that are not there yet
    (STEP-2), for the days that the project's planned days give (STEP-5).
    """
    require(by, Can.PLAN_EDIT, project_year)
    year = _locked(project_year)
    chosen = choose(milestone_presets(), template or year.project_class)
    there = set(year.milestones.values_list("key", flat=True))
    made = [
        _promise(year, step.key, step.name, place, due_on, at)
        for place, step, due_on in _proposed(chosen, year)
        if step.key not in there
    ]
    if made:
        record(
            "milestones.set",
            year,
            by=by,
            at=at,
            template=template or year.project_class,
            milestones=[each.name for each in made],
            project_id=year.project_id,
        )
    return made


@action
def set_milestones_of_list(*, annual_list: AnnualList, by: User, at: datetime) -> int:
    """Promise the usual steps of its class to each project of the list that was promised none
    (STEP-4); return how many projects those are.
    """
    require(by, Can.PLAN_EDIT)
    bare = ProjectYear.objects.without_milestones(annual_list)
    years = list(bare.select_related("project").select_for_update(of=("self",)).order_by("pk"))
    presets = milestone_presets()
    made = [
        (Milestone(project_year=year, key=step.key, name=step.name, order=place), due_on)
        for year in years
        for place, step, due_on in _proposed(choose(presets, year.project_class), year)
    ]
    Milestone.objects.bulk_create([each for each, _due_on in made], batch_size=500)
    MilestonePromise.objects.bulk_create(
        [
            MilestonePromise(milestone=each, version=1, due_on=due_on, recorded_at=at)
            for each, due_on in made
        ],
        batch_size=500,
    )
    names: dict[int, list[str]] = {}
    for each, _due_on in made:
        names.setdefault(each.project_year_id, []).append(each.name)
    record_many(
        [
            EventDraft.on(
                "milestones.set",
                year,
                template=year.project_class,
                milestones=names[year.pk],
                project_id=year.project_id,
            )
            for year in years
            if year.pk in names
        ],
        by=by,
        at=at,
    )
    return len(names)


@action
def add_milestone(
    *, project_year: ProjectYear, name: str, due_on: date, by: User, at: datetime
) -> Milestone:
    """Promise one more step."""
    require(by, Can.PLAN_EDIT, project_year)
    year = _locked(project_year)
    name = name.strip()
    if not name:
        raise Refusal(gettext("A milestone needs a name."))
    milestone_rules.check_due(due_on, year.year)
    if year.milestones.filter(name=name).exists():
        raise Refusal(gettext("There is a milestone “%s” already.") % name)
    count = year.milestones.count()
    made = _promise(year, f"own{count + 1}", name, count + 1, due_on, at)
    record(
        "milestone.added",
        made,
        by=by,
        at=at,
        name=name,
        due_on=due_on,
        project_id=year.project_id,
    )
    return made


@action
def move_milestone(
    *, milestone: Milestone, due_on: date, approval: ChangeApproval, by: User, at: datetime
) -> MilestonePromise:
    """Promise another day, with reason and approver; the first promise stays on record
    (STEP-3).
    """
    require(by, Can.PLAN_EDIT, milestone.project_year)
    _locked(milestone.project_year)
    old = milestone.promises.get(is_current=True)
    year = milestone.project_year.year
    rules.check_approval(approval, year, today=local_day(at))
    milestone_rules.check_due(due_on, year)
    if old.due_on == due_on:
        return old
    old.is_current = False
    old.save()
    new = MilestonePromise.objects.create(
        milestone=milestone,
        version=old.version + 1,
        due_on=due_on,
        reason=approval.reason.strip(),
        approver=approval.approver.strip(),
        recorded_at=at,
    )
    record(
        "milestone.moved",
        milestone,
        by=by,
        at=at,
        name=milestone.name,
        reason=new.reason,
        approver=new.approver,
        approved_on=approval.on,
        changes={"due_on": [old.due_on, due_on]},
        project_id=milestone.project_year.project_id,
    )
    return new


@action
def carry_milestones(
    *, milestones: Iterable[Milestone], project_year: ProjectYear, by: User, at: datetime
) -> list[Milestone]:
    """Promise again, in a later year, those steps of an earlier one that are promised for a day not
    before it (STEP-8): for the same day.
    """
    require(by, Can.PLAN_EDIT, project_year)
    year = _locked(project_year)
    there = set(year.milestones.values_list("key", flat=True))
    made = []
    for each in milestones:
        due_on = each.promises.get(is_current=True).due_on
        if each.key not in there and due_on.year >= year.year:
            made.append(_promise(year, each.key, each.name, each.order, due_on, at))
    if made:
        record(
            "milestones.carried",
            year,
            by=by,
            at=at,
            milestones=[each.name for each in made],
            project_id=year.project_id,
        )
    return made


def _proposed(
    template: MilestoneTemplate, year: ProjectYear
) -> list[tuple[int, TemplateStep, date]]:
    """Return the place, step and day of each promise that the template makes for the year."""
    project = year.project
    own = {day: getattr(project, day) for day in OwnDay}
    days = ProjectDays(project.planned_start_on, project.planned_finish_on, own)
    place = {step.key: number for number, step in enumerate(template.steps, 1)}
    return [(place[step.key], step, due_on) for step, due_on in template.promises(year.year, days)]


def _locked(year: ProjectYear) -> ProjectYear:
    return ProjectYear.objects.select_for_update(of=("self",)).get(pk=year.pk)


def _promise(
    year: ProjectYear, key: str, name: str, order: int, due_on: date, at: datetime
) -> Milestone:
    made = Milestone.objects.create(project_year=year, key=key, name=name, order=order)
    MilestonePromise.objects.create(milestone=made, version=1, due_on=due_on, recorded_at=at)
    return made
