"""What every builder shares: existing records, changes, problems, and the outcome of a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from bihuan.accounts.models import User
from bihuan.importing.proof.questions import LEAVE, Desk
from bihuan.importing.queries import AnyProject, ExistingRecords
from bihuan.importing.rows.table import ImportProblem, Key, SheetRow
from bihuan.importing.staging.changes import BatchChanges, RowOutcome
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext
from bihuan.projects.rules import name_key

from .near_names import amounts_of, ask_which

__all__ = ["AnyProject", "Builder", "ImportContext"]


@dataclass
class ImportContext:
    """One import under way."""

    existing: ExistingRecords
    by: User
    at: datetime
    today: date
    reason: str = ""
    changes: BatchChanges = field(default_factory=BatchChanges)
    problems: list[ImportProblem] = field(default_factory=list)
    outcomes: list[RowOutcome] = field(default_factory=list)

    def add_error(self, row: SheetRow, key: Key, message: str) -> None:
        self.problems.append(row.problem(key, message))

    def add_repeated(self, row: SheetRow, first: SheetRow, message: str) -> None:
        """Blame both rows that say the same thing twice: neither is known to be the right one."""
        self.add_error(row, "name", message % {"sheet": first.sheet, "row": first.number})
        if not first.bad:
            self.add_error(first, "name", message % {"sheet": row.sheet, "row": row.number})

    def refused(
        self,
        row: SheetRow,
        key: Key,
        check: Callable[..., None],
        *args: Any,
        **facts: Any,
    ) -> bool:
        """Return True if a rule or permission refuses, and add its sentence as the row's error."""
        try:
            check(*args, **facts)
        except (Refusal, NotAllowed) as refusal:
            self.add_error(row, key, str(refusal))
            return True
        return False

    def warn(self, row: SheetRow, key: Key, message: str) -> None:
        self.problems.append(row.problem(key, message, "warning"))

    def add_outcome(
        self, row: SheetRow, label: str, mark: tuple[int, int], *, new: bool, month: int = 0
    ) -> None:
        """Add what the row changed since `mark`, in one `month` if it tells of several."""
        created, shown = mark
        fields = tuple(self.changes.touched[shown:])
        grown = self.changes.created > created
        what = "created" if new else "updated" if fields or grown else "unchanged"
        place = (row.file, row.sheet, row.number)
        told = ((), partial(amounts_of, row, month)) if new else (fields,)
        self.outcomes.append(RowOutcome(*place, label, what, *told))

    def project_of(self, row: SheetRow, desk: Desk, *, anew: bool = False) -> AnyProject | None:
        """Return the row's project. Where there is none, ask which of those with a near name it is
        (`anew`, whatever was answered of earlier tables), or add an error.
        """
        code, name = row.get("code"), row.get("name")
        project = self.existing.find(code, name, row.get("key"))
        if project is None:
            return self._near(row, desk, anew=anew)
        if name and code and name_key(name) not in self._keys(project):
            self.warn(
                row,
                "name",
                gettext("The ledger calls this project “%s”; it was found by its code.")
                % project.name,
            )
        return project

    def _near(self, row: SheetRow, desk: Desk, *, anew: bool = False) -> AnyProject | None:
        """Return the project with a near name that the row is of, as answered; None while asked."""
        code, name = row.get("code"), row.get("name")
        near = self.existing.nearest(name) or self.existing.within(name) if name else []
        near = [each for each in near if not code or each.national_code in ("", code)]
        if not near:
            text = gettext("There is no project “%s” in the ledger.")
            self.add_error(row, "code" if code else "name", text % (name or code or ""))
            return None
        found = ask_which(desk, row, near, may_be_new=False, anew=anew)
        if found == LEAVE:
            desk.leave_out(row.number, str(name), gettext("none of the projects known"))
        return None if isinstance(found, str) else found

    def _keys(self, project: AnyProject) -> set[str]:
        former = {key for key, other in self.existing.former.items() if other is project}
        return {project.name_key} | former


class Builder:
    """Builds the rows of one kind of sheet."""

    def __init__(self, context: ImportContext) -> None:
        self.context, self.existing, self.changes = context, context.existing, context.changes
