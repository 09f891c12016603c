"""The milestones of the wall plan as a workbook: what is seen, no more."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.kit.line_workbooks import lines_workbook
from bihuan.kit.words import gettext

from .queries.wall_plan import WallRow, WallStep


def milestones_workbook(title: str, rows: Sequence[WallRow]) -> bytes:
    """Return a line for each milestone."""
    lines = (_cells(row, step) for row in rows for step in row.steps)
    return lines_workbook(title, _heads(), lines, held=3)


def _heads() -> list[str]:
    return [
        gettext("Project"),
        gettext("Milestone"),
        gettext("First promised"),
        gettext("Promised"),
        gettext("Times moved"),
        gettext("Every promise"),
        gettext("Reached"),
        gettext("How it stands"),
        gettext("Responsible organisation"),
        gettext("Commander"),
    ]


def _cells(row: WallRow, step: WallStep) -> list[str | int]:
    return [
        row.row.name,
        step.name,
        step.first_due_on.isoformat(),
        step.due_on.isoformat(),
        step.moves,
        " → ".join(day.isoformat() for day in step.promises),
        step.reached_on.isoformat() if step.reached_on else "",
        str(step.standing.label),
        row.row.responsible,
        row.row.commander,
    ]
