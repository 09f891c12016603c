"""The milestones of the wall plan as a workbook: what is seen, no more."""

from __future__ import annotations

import io
from collections.abc import Sequence

from bihuan.dashboards.documents import safe
from bihuan.kit.words import gettext

from .queries.wall_plan import WallRow, WallStep


def milestones_workbook(title: str, rows: Sequence[WallRow]) -> bytes:
    """Return a line for each milestone. Text is written as text: no formula can hide in it."""
    import xlsxwriter  # large, and most processes never write one

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
    for place, label in enumerate(_heads()):
        sheet.write_string(0, place, label, head)
    steps = [(row, step) for row in rows for step in row.steps]
    for number, (row, step) in enumerate(steps, 1):
        sheet.write_number(number, 0, number)
        sheet.write_number(number, 5, step.moves)
        for place, text in _cells(row, step).items():
            sheet.write_string(number, place, safe(text))
    sheet.freeze_panes(1, 3)
    sheet.set_column(1, 1, 42)
    sheet.set_column(2, len(_heads()) - 1, 16)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    book.close()
    return target.getvalue()


def _heads() -> list[str]:
    return [
        gettext("No."),
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


def _cells(row: WallRow, step: WallStep) -> dict[int, str]:
    """Return the texts by column."""
    return {
        1: row.row.name,
        2: step.name,
        3: step.first_due_on.isoformat(),
        4: step.due_on.isoformat(),
        6: " → ".join(day.isoformat() for day in step.promises),
        7: step.reached_on.isoformat() if step.reached_on else "",
        8: str(step.standing.label),
        9: row.row.responsible,
        10: row.row.commander,
    }
