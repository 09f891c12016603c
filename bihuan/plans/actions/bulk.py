"""Lists, entries and plans, many at once, by the rules of the single actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk import RowMaker
from bihuan.kit.bulk_undo import BulkUndo
from bihuan.kit.bulk_writes import BulkWrites, Edit, replacing
from bihuan.kit.days import local_day
from bihuan.plans.drafts import EntryDraft, ListDraft, PlanDraft, YearDraft
from bihuan.plans.models import AnnualList, Entry, Plan, PlanMonth, ProjectYear

from .bulk_checks import check_entries, check_lists, check_plans, check_years


@dataclass(frozen=True)
class PlanDrafts:
    """All that a batch says of lists and plans."""

    years: Sequence[YearDraft] = ()
    year_edits: Sequence[Edit] = ()
    lists: Sequence[ListDraft] = ()
    entries: Sequence[EntryDraft] = ()
    plans: Sequence[PlanDraft] = ()


def write_many(
    *, drafts: PlanDrafts, writes: BulkWrites, by: User, at: datetime, reason: str = ""
) -> None:
    """Write years, lists, entries and plans; the caller records it. Refused as the single actions
    refuse, of the facts as they stand (PLAN-1 to 3, 5, 6, 8 and 9).
    """
    if not any(vars(drafts).values()):
        return
    require(by, Can.PLAN_EDIT)
    today = local_day(at)
    check_lists(drafts.lists, today=today)
    check_years(drafts.years, drafts.year_edits, reason=reason)
    check_entries(drafts.entries)
    check_plans(drafts.plans, today=today)
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
    make = RowMaker(PlanMonth)
    writes.insert(
        PlanMonth,
        months,
        lambda part: make(plan_id=writes.made(part[0]).pk, month=part[1], cumulative_yuan=part[2]),
        parts=True,
    )


def take_back(*, undo: BulkUndo, by: User) -> None:
    """Take back lists, entries and plans that a batch brought in; the caller records it."""
    if not undo.touches(Plan, Entry, AnnualList, ProjectYear):
        return
    require(by, Can.PLAN_EDIT)
    undo.remove(Plan, Entry, AnnualList, ProjectYear)
    undo.restore(Plan, ProjectYear)
