"""A month's plan of visits: proposed by risk and by a draw that anyone can repeat."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import Leader, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects.models import Project
from bihuan.visits import rules
from bihuan.visits.kinds import Risk
from bihuan.visits.models import PlannedVisit, VisitPlan
from bihuan.visits.presets import visit_rules
from bihuan.visits.queries import candidates

MOST_SEED = 2**31 - 1


@action
def propose_plan(*, month: Month, seed: int, by: User, at: datetime) -> VisitPlan:
    """Propose the visits of a month (VISIT-1). Before it is confirmed it can be proposed anew."""
    require(by, Can.VISIT_PLAN)
    if not 0 <= seed <= MOST_SEED:
        raise Refusal(gettext("The seed is a whole number up to %s.") % MOST_SEED)
    office = visit_rules()
    found = candidates(month, office, local_day(at))
    proposed = rules.propose(found, office, seed)
    if not proposed:
        raise Refusal(gettext("There is nothing to visit: no project has a commander and a light."))
    pool, plan = rules.pool_of(found, proposed), _locked(month)
    if plan is not None:
        _check_open(plan)
        plan.visits.all().delete()
        plan.seed, plan.pool, plan.made_at, plan.made_by = seed, pool, at, by
        plan.rules_version, plan.random_percent = office.version, office.random_percent
        plan.save()
    else:
        plan = VisitPlan.objects.create(
            month=month.first_day,
            seed=seed,
            rules_version=office.version,
            made_at=at,
            made_by=by,
            random_percent=office.random_percent,
            pool=pool,
        )
    PlannedVisit.objects.bulk_create(
        PlannedVisit(
            plan=plan,
            project_id=each.project_id,
            leader_id=each.leader_id,
            points=each.points,
            reasons=[risk.value for risk in each.reasons],
            is_random=each.is_random,
        )
        for each in proposed
    )
    record(
        "visit_plan.proposed",
        plan,
        by=by,
        at=at,
        seed=seed,
        visits=len(proposed),
        random_percent=office.random_percent,
        rules_version=office.version,
        pool=pool,
    )
    return plan


@action
def confirm_plan(*, month: Month, by: User, at: datetime) -> VisitPlan:
    """Make a proposed plan the month's plan: it is not proposed anew after that (VISIT-2)."""
    require(by, Can.VISIT_PLAN)
    plan = _there(month)
    _check_open(plan)
    plan.confirmed_at, plan.confirmed_by = at, by
    plan.save()
    record("visit_plan.confirmed", plan, by=by, at=at)
    return plan


@action
def put_visit(
    *, month: Month, project: Project, reason: str, by: User, at: datetime
) -> PlannedVisit:
    """Put a project into a month's plan by hand, or back into it, saying why (VISIT-2)."""
    require(by, Can.VISIT_PLAN)
    if not reason.strip():
        raise Refusal(gettext("Say why."))
    plan = _there(month)
    if project.commander is None:
        raise Refusal(gettext("The project has no commander yet."))
    planned, new = PlannedVisit.objects.get_or_create(
        plan=plan,
        project=project,
        defaults={"leader": project.commander, "reasons": [Risk.BY_HAND.value]},
    )
    if not new and not planned.dropped_reason:
        raise Refusal(gettext("The project is in this month's plan already."))
    dropped, planned.dropped_reason, planned.put_reason = planned.dropped_reason, "", reason.strip()
    planned.save()
    record("visit_plan.put", plan, by=by, at=at, project=project.pk, reason=reason, dropped=dropped)
    return planned


@action
def drop_visit(*, planned: PlannedVisit, reason: str, by: User, at: datetime) -> PlannedVisit:
    """Leave out a planned visit, saying why; the page goes on to show it."""
    require(by, Can.VISIT_PLAN)
    planned = PlannedVisit.objects.select_for_update().get(pk=planned.pk)
    if not reason.strip():
        raise Refusal(gettext("Say why."))
    if planned.done_id is not None:
        raise Refusal(gettext("This visit was made already."))
    if planned.dropped_reason:
        raise Refusal(gettext("This visit was left out already: “%s”.") % planned.dropped_reason)
    planned.dropped_reason = reason.strip()
    planned.save()
    record("visit_plan.dropped", planned, by=by, at=at, reason=reason)
    return planned


@action
def pass_visit_on(
    *, planned: PlannedVisit, leader: Leader, reason: str, by: User, at: datetime
) -> PlannedVisit:
    """Let another leader make a planned visit, saying why."""
    require(by, Can.VISIT_PLAN)
    planned = PlannedVisit.objects.select_for_update().get(pk=planned.pk)
    if not reason.strip():
        raise Refusal(gettext("Say why."))
    if planned.done_id is not None:
        raise Refusal(gettext("This visit was made already."))
    if planned.leader_id == leader.pk:
        return planned
    changes = {"leader": [planned.leader_id, leader.pk]}
    planned.leader = leader
    planned.save()
    record("visit_plan.passed_on", planned, by=by, at=at, changes=changes, reason=reason.strip())
    return planned


def _locked(month: Month) -> VisitPlan | None:
    return VisitPlan.objects.select_for_update().filter(month=month.first_day).first()


def _there(month: Month) -> VisitPlan:
    plan = _locked(month)
    if plan is None:
        raise Refusal(gettext("This month has no plan yet."))
    return plan


def _check_open(plan: VisitPlan) -> None:
    if plan.confirmed_at is not None:
        raise Refusal(gettext("This month's plan is confirmed: put in or drop single visits."))
