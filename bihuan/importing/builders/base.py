"""What every builder shares: existing records, changes, problems, and the outcome of a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from bihuan.accounts.models import User
from bihuan.importing.changes import BatchChanges, RowOutcome
from bihuan.importing.proof.heads import in_wan
from bihuan.importing.queries import AnyProject, ExistingRecords
from bihuan.importing.table import ImportProblem, SheetRow
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext
from bihuan.projects.rules import name_key

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

    def add_error(self, row: SheetRow, key: str | tuple[str, int], message: str) -> None:
        self.problems.append(row.problem(key, message))

    def add_repeated(self, row: SheetRow, first: SheetRow, message: str) -> None:
        """Blame both rows that say the same thing twice: neither is known to be the right one."""
        self.add_error(row, "name", message % {"sheet": first.sheet, "row": first.number})
        if not first.bad:
            self.add_error(first, "name", message % {"sheet": row.sheet, "row": row.number})

    def refused(
        self,
        row: SheetRow,
        key: str | tuple[str, int],
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

    def warn(self, row: SheetRow, key: str | tuple[str, int], message: str) -> None:
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
        told = ((), partial(_amounts, row, month)) if new else (fields,)
        self.outcomes.append(RowOutcome(*place, label, what, *told))

    def project_of(self, row: SheetRow) -> AnyProject | None:
        """Return the row's project; add an error if there is none, suggesting the nearest name."""
        code, name = row.get("code"), row.get("name")
        project = self.existing.find(code, name, row.get("key"))
        if project is None:
            self.add_error(row, "code" if code else "name", self._unknown(name or code or "", code))
            return None
        if name and code and name_key(name) not in self._keys(project):
            self.warn(
                row,
                "name",
                gettext("The ledger calls this project “%s”; it was found by its code.")
                % project.name,
            )
        return project

    def _unknown(self, name: str, code: str | None) -> str:
        near = self.existing.nearest(name)
        if near:
            return gettext("There is no project “%(name)s”. Is it “%(near)s” (%(code)s)?") % {
                "name": name,
                "near": near.name,
                "code": near.national_code or "—",
            }
        return gettext("There is no project “%s” in the ledger.") % name

    def _keys(self, project: AnyProject) -> set[str]:
        former = {key for key, other in self.existing.former.items() if other is project}
        return {project.name_key} | former


def _amounts(row: SheetRow, month: int) -> tuple[tuple[str, str, str], ...]:
    """Return the amounts of a new row, under their headings; of several months' one month's."""
    others = {key for key in row.values if isinstance(key, tuple) and key[1] != month}
    left = others if any(isinstance(k, tuple) and k[1] == month for k in row.values) else set()
    return tuple(
        (row.columns[key].title, "", in_wan(yuan))
        for key, yuan in row.values.items()
        if type(yuan) is int and key in row.columns and key not in left
    )


class Builder:
    """Builds the rows of one kind of sheet."""

    def __init__(self, context: ImportContext) -> None:
        self.context, self.existing, self.changes = context, context.existing, context.changes
