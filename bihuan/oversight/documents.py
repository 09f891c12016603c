"""What supervision says as workbooks that offices keep."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bihuan.kit.days import short_day
from bihuan.kit.line_workbooks import lines_workbook
from bihuan.kit.words import gettext

from .queries.flags import FlagLine
from .queries.visits import VisitLine

Cells = list[str | int | Decimal]


def flags_workbook(title: str, lines: Iterable[FlagLine]) -> bytes:
    """Return flags with their reasons and what became of them."""
    heads = [
        gettext("Project"),
        gettext("Programme"),
        gettext("Year of the batch"),
        gettext("Batch"),
        gettext("Responsible organisation"),
        gettext("Flag"),
        gettext("Reason"),
        gettext("Clause"),
        gettext("Matter"),
        gettext("State"),
        gettext("How it was solved"),
    ]
    return lines_workbook(title, heads, map(_of_flag, lines), held=2)


def visits_workbook(title: str, lines: Iterable[VisitLine]) -> bytes:
    """Return the required visits with the days by which they are due and were made."""
    heads = [
        gettext("Project"),
        gettext("Programme"),
        gettext("Responsible organisation"),
        gettext("Required visit"),
        gettext("Due by"),
        gettext("Made on"),
        gettext("State"),
    ]
    return lines_workbook(title, heads, map(_of_visit, lines), held=2)


def _of_flag(shown: FlagLine) -> Cells:
    line, matter = shown.line, shown.matter
    return [
        line.project.name,
        line.get_programme_display(),
        line.year,
        line.batch,
        str(line.project.responsible or ""),
        str(shown.verdict.kind.label),
        shown.verdict.reason,
        shown.verdict.article,
        matter.number if matter else "",
        str(matter.standing.label) if matter else "",
        shown.note,
    ]


def _of_visit(line: VisitLine) -> Cells:
    duty = line.duty
    return [
        line.project.name,
        str(line.programme.label),
        str(line.project.responsible or ""),
        str(duty.purpose.label),
        short_day(duty.due_on) if duty.due_on else "",
        short_day(duty.made_on) if duty.made_on else "",
        str(duty.state.label),
    ]
