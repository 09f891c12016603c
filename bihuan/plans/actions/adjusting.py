"""Plans: the original, and each adjustment as a version of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.writing import action
from bihuan.plans import rules
from bihuan.plans.curves import CurveShape, Terms, months_of, reshaped
from bihuan.plans.models import Entry, Plan, PlanMonth
from bihuan.plans.presets import district_curve
from bihuan.plans.rules import ChangeApproval
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Project


@action
def adjust_plan(
    *, entry: Entry, terms: Terms, approval: ChangeApproval, version: int, by: User, at: datetime
) -> Plan:
    """Replace the plan that stands, whose `version` the editor saw, by a new one. The original and
    every version stay for ever.
    """
    require(by, Can.PLAN_EDIT, entry)
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    project = Project.objects.select_for_update(of=("self",)).get(pk=entry.project_id)
    old = entry.plans.get(is_current=True)
    rules.check_version(old.version, version)
    rules.check_live(ProjectState(project.state))
    rules.check_listed(entry.left_on)
    rules.check_plan(terms.planned_yuan)
    rules.check_approval(approval, entry.annual_list.year, today=local_day(at))
    new, months = _next(old, terms, approval, at)
    changes = _changes(old, new, months)
    if not changes:
        return old
    old.is_current = False
    old.save()
    _write(new, months)
    record(
        "plan.adjusted",
        entry,
        by=by,
        at=at,
        changes=changes,
        version=new.version,
        reason=new.reason,
        approver=new.approver,
        approved_on=approval.on,
        project_id=entry.project_id,
    )
    return new


def first_plan(*, entry: Entry, terms: Terms, at: datetime) -> Plan:
    """Write an entry's original plan; the caller has asked for permission and records it."""
    rules.check_plan(terms.planned_yuan)
    shape = terms.shape or CurveShape(district_curve(local_day(at)))
    plan = Plan(
        entry=entry,
        version=1,
        planned_yuan=terms.planned_yuan,
        goal=(terms.goal or "").strip(),
        curve=shape.stored_name,
        recorded_at=at,
    )
    _write(plan, shape.months(terms.planned_yuan, local_day(at)))
    return plan


def _next(
    old: Plan, terms: Terms, approval: ChangeApproval, at: datetime
) -> tuple[Plan, list[int]]:
    """Return the version after `old`, not yet written, and its months."""
    total, shape = terms.planned_yuan, terms.shape
    new = Plan(
        entry=old.entry,
        version=old.version + 1,
        planned_yuan=total,
        goal=old.goal if terms.goal is None else terms.goal.strip(),
        curve=shape.stored_name if shape else old.curve,
        reason=approval.reason.strip(),
        approver=approval.approver.strip(),
        approved_on=approval.on,
        recorded_at=at,
    )
    return new, shape.months(total, local_day(at)) if shape else reshaped(old, total)


def _write(plan: Plan, months: list[int]) -> None:
    plan.save()
    year = plan.entry.annual_list.year
    PlanMonth.objects.bulk_create(
        PlanMonth(plan=plan, month=date(year, number, 1), cumulative_yuan=yuan)
        for number, yuan in enumerate(months, 1)
    )


def _changes(old: Plan, new: Plan, months: list[int]) -> dict[str, list[Any]]:
    pairs: dict[str, list[Any]] = {
        "planned_yuan": [old.planned_yuan, new.planned_yuan],
        "goal": [old.goal, new.goal],
        "months": [months_of(old), months],
    }
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
