"""Lists, entries and plans, many at once, by the rules of the single actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk_writes import BulkWrites, Edit, replacing
from bihuan.kit.days import local_day
from bihuan.plans import rules
from bihuan.plans.drafts import EntryDraft, ListDraft, PlanDraft, YearDraft
from bihuan.plans.models import AnnualList, Entry, Plan, PlanMonth, ProjectYear
from bihuan.plans.rules import ChangeApproval


@dataclass(frozen=True)
class PlanDrafts:
    """All that a batch says of lists and plans."""

    years: Sequence[YearDraft] = ()
    year_edits: Sequence[Edit] = ()
    lists: Sequence[ListDraft] = ()
    entries: Sequence[EntryDraft] = ()
    plans: Sequence[PlanDraft] = ()

    def __bool__(self) -> bool:
        return any(vars(self).values())


def write_many(*, drafts: PlanDrafts, writes: BulkWrites, by: User, at: datetime) -> None:
    """Write years, lists, entries and plans; the caller records it. Refused as the single actions
    refuse (PLAN-1, 2 and 5).
    """
    if not drafts:
        return
    require(by, Can.PLAN_EDIT)
    _check(drafts, today=local_day(at))
    made = writes.made
    writes.edit(drafts.year_edits)
    writes.insert(
        ProjectYear,
        drafts.years,
        lambda draft: ProjectYear(**{**vars(draft), "project": made(draft.project)}),
    )
    writes.insert(AnnualList, drafts.lists, lambda draft: AnnualList(**vars(draft)))
    writes.insert(
        Entry,
        drafts.entries,
        lambda draft: Entry(
            annual_list=made(draft.annual_list),
            project=made(draft.project),
            added_on=draft.added_on,
        ),
    )
    _write_plans(drafts.plans, writes, at)


def _check(drafts: PlanDrafts, *, today: date) -> None:
    for year in drafts.years:
        rules.check_before_year(year.completed_before_yuan)
    for annual in drafts.lists:
        rules.check_list(annual.year, this_year=today.year)
    for plan in drafts.plans:
        rules.check_plan(plan.planned_yuan)
        if plan.replaces is not None:
            approval = ChangeApproval(plan.reason, plan.approver, plan.approved_on)
            rules.check_approval(approval, today=today)


def _write_plans(plans: Sequence[PlanDraft], writes: BulkWrites, at: datetime) -> None:
    edits, replaced = replacing(plans)
    writes.edit(edits)

    def row(draft: PlanDraft) -> Plan:
        return Plan(
            entry=writes.made(draft.entry),
            version=draft.version,
            planned_yuan=draft.planned_yuan,
            goal=draft.goal,
            curve=draft.curve,
            reason=draft.reason,
            approver=draft.approver,
            approved_on=draft.approved_on,
            recorded_at=at,
            is_current=id(draft) not in replaced,
        )

    writes.insert(Plan, plans, row)
    months = [
        (plan, date(plan.year, number, 1), yuan)
        for plan in plans
        for number, yuan in enumerate(plan.months, 1)
    ]
    writes.insert(
        PlanMonth,
        months,
        lambda part: PlanMonth(plan=writes.made(part[0]), month=part[1], cumulative_yuan=part[2]),
        parts=True,
    )
