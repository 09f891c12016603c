"""What supervision says as workbooks that offices keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bihuan.funding.kinds import Programme
from bihuan.kit.days import short_day
from bihuan.kit.line_workbooks import lines_workbook
from bihuan.kit.money import WAN
from bihuan.kit.words import gettext, joined

from .kinds import MoneyState
from .queries.flags import FlagLine
from .queries.readiness import ReadyLine
from .queries.visits import VisitLine
from .rules.flow import FlowLine
from .rules.readiness import ReadyCell

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


def readiness_workbook(
    title: str, lines: Iterable[ReadyLine], programmes: Sequence[Programme]
) -> bytes:
    """Return projects with how they stand for programmes, and what they lack."""
    heads = [
        gettext("Project"),
        gettext("Project owner"),
        gettext("Responsible organisation"),
        f"{gettext('Total investment')} ({gettext('ten thousand yuan')})",
        *(str(each.label) for each in programmes),
    ]
    return lines_workbook(title, heads, (_of_ready(each, programmes) for each in lines), held=2)


def flow_workbook(title: str, lines: Iterable[FlowLine]) -> bytes:
    """Return the lines of the year's flow: from source to state."""
    unit = gettext("ten thousand yuan")
    heads = [
        gettext("Project"),
        gettext("Source of money"),
        gettext("Programme"),
        gettext("Batch"),
        f"{gettext('Quota issued')} ({unit})",
        *(f"{each.label} ({unit})" for each in MoneyState),
    ]
    return lines_workbook(title, heads, map(_of_flow, lines), held=2)


def _of_flow(line: FlowLine) -> Cells:
    yuan = [line.sums.issued, *line.states.values()]
    return [
        line.name,
        str(line.source.label),
        str(line.programme.label),
        line.batch,
        *(Decimal(each) / WAN for each in yuan),
    ]


def _of_ready(line: ReadyLine, programmes: Sequence[Programme]) -> Cells:
    project = line.project
    total = project.total_investment_yuan
    return [
        project.name,
        str(project.owner or ""),
        str(project.responsible or ""),
        "" if total is None else Decimal(total) / WAN,
        *(_in_a_cell(line.cell(each)) for each in programmes),
    ]


def _in_a_cell(cell: ReadyCell) -> str:
    """Return how a project stands, and what it lacks, in one cell."""
    state = str(cell.state.label)
    if not cell.missing:
        return state
    return gettext("%(state)s: %(missing)s") % {
        "state": state,
        "missing": joined(each.label for each in cell.missing),
    }


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
