"""What every builder shares: the world, the changes, the problems, and how a row is reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.intake.changes import BatchChanges, RowOutcome
from bihuan.intake.queries import AnyProject, ExistingRecords
from bihuan.intake.table import ImportProblem, SheetRow
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import say
from bihuan.projects.rules import name_key

__all__ = ["AnyProject", "Build", "Builder"]


@dataclass
class Build:
    """One import under way."""

    world: ExistingRecords
    by: User
    at: datetime
    today: date
    reason: str = ""
    changes: BatchChanges = field(default_factory=BatchChanges)
    problems: list[ImportProblem] = field(default_factory=list)
    outcomes: list[RowOutcome] = field(default_factory=list)

    def blame(self, row: SheetRow, key: str | tuple[str, int], message: str) -> None:
        self.problems.append(row.problem(key, message))

    def refused(
        self,
        row: SheetRow,
        key: str | tuple[str, int],
        check: Callable[..., None],
        *args: Any,
        **facts: Any,
    ) -> bool:
        """Ask a rule, or for permission; blame the row with the sentence if it is refused."""
        try:
            check(*args, **facts)
        except (Refusal, NotAllowed) as refusal:
            self.blame(row, key, str(refusal))
            return True
        return False

    def warn(self, row: SheetRow, key: str | tuple[str, int], message: str) -> None:
        self.problems.append(row.problem(key, message, "warning"))

    def told(self, row: SheetRow, label: str, mark: tuple[int, int], *, new: bool) -> None:
        """Note what the row came to since `mark`."""
        created, shown = mark
        fields = tuple(self.changes.touched[shown:])
        grown = self.changes.created > created
        what = "created" if new else "updated" if fields or grown else "unchanged"
        self.outcomes.append(
            RowOutcome(row.file, row.sheet, row.number, label, what, () if new else fields)
        )

    def project_of(self, row: SheetRow) -> AnyProject | None:
        """Find the row's project; blame the row if there is none, suggesting the nearest name."""
        code, name = row.get("code"), row.get("name")
        project = self.world.find(code, name, row.get("key"))
        if project is None:
            self.blame(row, "code" if code else "name", self._unknown(name or code or "", code))
            return None
        if name and code and name_key(name) not in self._keys(project):
            self.warn(
                row,
                "name",
                say("The ledger calls this project “%s”; it was found by its code.") % project.name,
            )
        return project

    def _unknown(self, name: str, code: str | None) -> str:
        near = self.world.nearest(name)
        if near:
            return say("There is no project “%(name)s”. Is it “%(near)s” (%(code)s)?") % {
                "name": name,
                "near": near.name,
                "code": near.national_code or "—",
            }
        return say("There is no project “%s” in the ledger.") % name

    def _keys(self, project: AnyProject) -> set[str]:
        former = {key for key, other in self.world.former.items() if other is project}
        return {project.name_key} | former


class Builder:
    """Builds the rows of one kind of sheet."""

    def __init__(self, build: Build) -> None:
        self.build, self.world, self.changes = build, build.world, build.changes
