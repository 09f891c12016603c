"""Plan adjustments: a new version of an entry's plan, with reason and approver."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.importing.table import SheetRow, Table
from bihuan.kit import advance
from bihuan.kit.words import gettext
from bihuan.plans import rules as plan_rules
from bihuan.plans.drafts import EntryDraft, PlanDraft
from bihuan.plans.models import Entry, Plan
from bihuan.plans.rules import ChangeApproval
from bihuan.projects.kinds import ProjectState, Tier

from .base import AnyProject, Builder


class AdjustmentBuilder(Builder):
    """Builds rows of plan adjustments."""

    def add(self, table: Table, year: int | None) -> None:
        year = year or table.year
        for row in advance.counted(table.rows):
            if row.bad:
                continue
            if year is None:
                self.context.add_error(row, "name", gettext("The sheet does not tell the year."))
                continue
            self._row(row, year)

    def _row(self, row: SheetRow, year: int) -> None:
        project = self.context.project_of(row)
        if project is None:
            return
        tier = row.get("tier") or Tier.DISTRICT
        entry = self.existing.entries.get((id(project), year, str(tier)))
        if entry is None:
            self.context.add_error(
                row,
                "tier",
                gettext("The project is not on the list “%(tier)s” of %(year)s.")
                % {"tier": tier.label, "year": year},
            )
            return
        mark = self.changes.mark()
        self._adjust(project, entry, row, year)
        self.context.add_outcome(row, project.name, mark, new=False)

    def _adjust(
        self, project: AnyProject, entry: Entry | EntryDraft, row: SheetRow, year: int
    ) -> None:
        versions = self.existing.plans[id(entry)]
        current, planned = versions[-1], row.get("new_plan")
        if planned == current.planned_yuan and len(versions) > 1:
            return
        old = row.get("old_plan")
        if old is not None and old != current.planned_yuan:
            self.context.add_error(
                row,
                "old_plan",
                gettext("The plan before the adjustment stands at %(now)s yuan, not %(old)s.")
                % {"now": f"{current.planned_yuan:,}", "old": f"{old:,}"},
            )
            return
        if self._refused(project, entry, row):
            return
        plan = PlanDraft(
            entry=entry,
            version=current.version + 1,
            planned_yuan=planned,
            goal=current.goal,
            curve=current.curve,
            reason=row.get("reason"),
            approver=row.get("approver"),
            approved_on=row.get("approved_on"),
            replaces=current,
            year=year,
            months=plan_rules.rescale(self._curve(current), planned),
        )
        self.changes.create(plan)
        self.changes.add_difference(
            str(Plan._meta.verbose_name), current.planned_yuan, planned, name="planned_yuan"
        )
        versions.append(plan)

    def _refused(self, project: AnyProject, entry: Entry | EntryDraft, row: SheetRow) -> bool:
        """Blame what the rules of plans refuse."""
        refused, today = self.context.refused, self.context.today
        approval = ChangeApproval(
            row.get("reason") or "", row.get("approver") or "", row.get("approved_on")
        )
        return (
            refused(row, "name", plan_rules.check_live, ProjectState(project.state))
            or refused(row, "name", plan_rules.check_listed, entry.left_on)
            or refused(row, "new_plan", plan_rules.check_plan, row.get("new_plan") or 0)
            or refused(
                row,
                "approved_on" if approval.reason and approval.approver else "reason",
                plan_rules.check_approval,
                approval,
                today=today,
            )
        )

    def _curve(self, plan: Plan | PlanDraft) -> Sequence[int]:
        return plan.months if isinstance(plan, PlanDraft) else self.existing.curves[plan.pk]
