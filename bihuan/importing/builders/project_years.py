"""What a ledger says of a project in the year: its class, and what was completed before."""

from __future__ import annotations

from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.questions import Desk
from bihuan.importing.rows.table import SheetRow
from bihuan.kit.words import gettext
from bihuan.plans.drafts import YearDraft
from bihuan.plans.models import ProjectYear
from bihuan.plans.rules import check_before_year, check_class
from bihuan.projects.kinds import ProjectClass

from .base import AnyProject, ImportContext
from .differing import SheetDifferences

CLASS, BEFORE = "project_class", "completed_before_yuan"


class ProjectYears:
    """Builds what projects are in a year. `filled` is what the reports say was completed before it,
    of rows that do not tell it.
    """

    def __init__(self, context: ImportContext, differences: SheetDifferences) -> None:
        self.context, self.differences = context, differences
        self.existing, self.changes = context.existing, context.changes
        self.filled: list[int] = []

    def add(self, project: AnyProject, row: SheetRow, year: int) -> None:
        """Add what a row says of a project in the year."""
        known = self.existing.years.get((id(project), year))
        stated = row.get(CLASS) or row.project_class
        before = row.get("before")
        if self.context.refused(row, "before", check_before_year, before or 0):
            return
        if known is None:
            self._add_first(project, row, year, stated)
            return
        if stated is not None:
            self._set_class(known, project, row, stated)
        if before is not None and self.differences.counts(project, BEFORE, row, before):
            self.changes.set(known, BEFORE, before)

    def tell(self, desk: Desk, year: int | None) -> None:
        """Say what was filled in from the reports."""
        if self.filled:
            statement = gettext(
                "What %(count)s projects completed before %(year)s is not told here: it is filled"
                " in from the reports, together %(sum)s."
            )
            told = {"count": len(self.filled), "year": year, "sum": in_wan(sum(self.filled))}
            desk.prove(statement % told)
        self.filled.clear()

    def _add_first(
        self, project: AnyProject, row: SheetRow, year: int, stated: ProjectClass | None
    ) -> None:
        if stated is None:
            sentence = gettext(
                "The class of the project is not stated: add a column 项目类别, or name "
                "the sheet after the class."
            )
            self.context.add_error(row, CLASS, sentence)
            return
        fresh = YearDraft(project, year, str(stated), self._before(project, row, year))
        self.existing.years[(id(project), year)] = fresh
        self.changes.create(fresh)
        self.differences.counts(project, CLASS, row, stated)
        if (before := row.get("before")) is not None:
            self.differences.counts(project, BEFORE, row, before)

    def _set_class(
        self,
        known: ProjectYear | YearDraft,
        project: AnyProject,
        row: SheetRow,
        stated: ProjectClass,
    ) -> None:
        if self.changes.is_fresh(known):
            if self.differences.counts(project, CLASS, row, stated):
                self.changes.set(known, CLASS, str(stated))
        elif not self.context.refused(
            row,
            CLASS,
            check_class,
            ProjectClass(known.project_class),
            stated,
            reason=self.context.reason,
        ):
            self.changes.set(known, CLASS, stated)

    def _before(self, project: AnyProject, row: SheetRow, year: int) -> int:
        """Return what was completed before the year: as the row says, else by the reports."""
        stated: int | None = row.get("before")
        if stated is not None or self.changes.is_fresh(project):
            return stated or 0
        known = self.existing.completed_before(year).get(project.pk or 0, 0)
        if known:
            self.filled.append(known)
        return known
