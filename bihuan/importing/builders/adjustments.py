"""Plan adjustments: a new version of an entry's plan, with reason and approver."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.importing.proof.heads import tier_in
from bihuan.importing.proof.questions import Desk
from bihuan.importing.rows.table import SheetRow, Table
from bihuan.kit import advance
from bihuan.kit.money import is_rounded
from bihuan.kit.words import gettext
from bihuan.plans import rules as plan_rules
from bihuan.plans.drafts import EntryDraft, PlanDraft
from bihuan.plans.models import Entry, Plan
from bihuan.plans.rules import ChangeApproval
from bihuan.projects.kinds import ProjectState, Tier

from .approvals import settle_approvals
from .base import AnyProject, Builder


class AdjustmentBuilder(Builder):
    """Builds rows of plan adjustments."""

    tier: Tier | None = None

    def add(self, table: Table, year: int | None) -> None:
        year = year or table.year
        names = [table.sheet.name, *table.above]
        self.tier = next((tier for name in names if (tier := tier_in(name))), None)
        settle_approvals(table)
        asked = table.desk.waits_for("approver", "approved")
        for row in advance.counted(table.rows):
            if row.bad or asked:
                continue
            if year is None:
                self.context.add_error(row, "name", gettext("The sheet does not tell the year."))
                continue
            self._row(row, year, table.desk)

    def _row(self, row: SheetRow, year: int, desk: Desk) -> None:
        project = self.context.project_of(row, desk)
        if project is None:
            return
        mark = self.changes.mark()
        for entry in self._entries(project, row, year):
            self._adjust(project, entry, row, year)
        if not row.bad:
            self.context.add_outcome(row, project.name, mark, new=False)

    def _entries(self, project: AnyProject, row: SheetRow, year: int) -> list[Entry | EntryDraft]:
        """Return the project's places on the lists that the row names; on its only list if it
        names none.
        """
        places = {
            tier: entry
            for tier in Tier
            if (entry := self.existing.entries.get((id(project), year, str(tier))))
        }
        named = row.tiers(self.tier)
        if not named and len(places) > 1:
            sentence = gettext("The project stands on several lists: name the one that is meant.")
            self.context.add_error(row, "tier", sentence)
            return []
        for tier in named or ([] if places else [Tier.DISTRICT]):
            if tier not in places:
                told = {"tier": tier.label, "year": year}
                sentence = gettext("The project is not on the list “%(tier)s” of %(year)s.")
                self.context.add_error(row, "tier", sentence % told)
                return []
        return [entry for tier, entry in places.items() if not named or tier in named]

    def _adjust(
        self, project: AnyProject, entry: Entry | EntryDraft, row: SheetRow, year: int
    ) -> None:
        versions = self.existing.plans[id(entry)]
        current, planned = versions[-1], row.get("new_plan")
        if planned == current.planned_yuan and len(versions) > 1:
            return
        old = row.get("old_plan")
        if old is not None and not _is_as_known(old, current.planned_yuan):
            self.context.add_error(
                row,
                "old_plan",
                gettext("The plan before the adjustment stands at %(now)s, not %(old)s.")
                % {
                    "now": row.money("old_plan", current.planned_yuan),
                    "old": row.money("old_plan", old),
                },
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
                entry.annual_list.year,
                today=today,
            )
        )

    def _curve(self, plan: Plan | PlanDraft) -> Sequence[int]:
        return plan.months if isinstance(plan, PlanDraft) else self.existing.curves[plan.pk]


def _is_as_known(stated: int, known: int) -> bool:
    """True for a plan as it stands, or rounded as 亿元 are printed."""
    return stated == known or is_rounded(stated, known)
