"""Several rows of one project in one table: they are taken together, or not at all. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bihuan.importing.headings.kinds import SheetKind
from bihuan.kit.words import gettext
from bihuan.projects.rules import name_key

from .table import ImportProblem, SheetRow, Table

BY_PROJECT = (SheetKind.LEDGER, SheetKind.MONTHLY)


def keep_together(table: Table) -> list[ImportProblem]:
    """Blame the rows of a project, list and month of which another row has a problem."""
    bad = {problem.row for problem in table.problems if problem.severity == "error"}
    bad |= {row.number for row in table.rows if row.bad}
    if table.layout.kind not in BY_PROJECT or not bad:
        return []
    lines: dict[tuple[Any, ...], list[SheetRow]] = defaultdict(list)
    for row in table.rows:
        if name := row.get("name"):
            lines[(name_key(name), row.get("tier"), row.get("month"))].append(row)
    found = []
    for rows in lines.values():
        first = next((row for row in rows if row.number in bad), None)
        if len(rows) < 2 or first is None:
            continue
        sentence = gettext("Row %s is of the same project and has a problem: they go together.")
        good = [row for row in rows if row.number not in bad]
        found += [row.problem("name", sentence % first.number) for row in good]
    return found
