"""One project's sources and uses of money, and the curve of both by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.queries import FundingRow, by_month
from bihuan.funding.rules.ladder import Sums
from bihuan.kit.charts import NamedLine, SeveralLines
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.oversight.rules.uses import SourceLine, SourcesAndUses
from bihuan.plans.models import ProjectYear
from bihuan.progress.kinds import COUNTED
from bihuan.progress.models import Report
from bihuan.projects.models import Project

DRAWN = (FundingStage.IN_PLACE, FundingStage.PAID, FundingStage.WORKS)
Completed = dict[Month, int]
"""Completed investment to date by month, of the months that were reported."""


def sources_and_uses(
    project: Project, rows: Iterable[FundingRow], completed: Completed
) -> SourcesAndUses:
    """Return a project's sources by programme beside their uses. `rows` are its lines."""
    sums: defaultdict[str, Sums] = defaultdict(Sums)
    for row in rows:
        sums[row.line.programme] += row.sums
    return SourcesAndUses(
        project.total_investment_yuan,
        tuple(SourceLine(each, sums[each]) for each in Programme if each in sums),
        completed[max(completed)] if completed else None,
    )


def completed_to_date(project: Project, on: date) -> Completed:
    """Return what a project completed to the end of each month whose report counts. Two queries."""
    first = ProjectYear.objects.filter(project=project).order_by("year").first()
    reports = Report.objects.current().filter(
        project=project,
        state__in=COUNTED,
        month__lte=on,
        month__year__gte=first.year if first else 1,
    )
    rows = list(reports.order_by("month").values_list("month", "completed_yuan"))
    before = first.completed_before_yuan if first else 0
    sums = list(accumulate((yuan for _month, yuan in rows), initial=before))[1:]
    return {Month.of(month): yuan for (month, _), yuan in zip(rows, sums, strict=True)}


def cash_curve(rows: Iterable[FundingRow], completed: Completed) -> SeveralLines | None:
    """Return money in place, paid out, works done and completed investment to date by month; None
    while there are fewer than two months. Of months without a report nothing was completed that is
    known.
    """
    added = {each.month: each.sums for each in by_month(rows)}
    known = sorted([*added, *completed])
    if not added or known[0] == known[-1]:
        return None
    months = _months(known[0], known[-1])
    to_date = list(accumulate((added.get(each, Sums()) for each in months), Sums.__add__))
    lines = [
        NamedLine(stage.value, str(stage.label), [getattr(sums, stage.value) for sums in to_date])
        for stage in DRAWN
    ]
    done = [completed.get(each) for each in months]
    lines.append(NamedLine("actual", gettext("Completed investment"), done))
    return SeveralLines([f"{each.year % 100}.{each.number}" for each in months], lines)


def _months(first: Month, last: Month) -> list[Month]:
    found = [first]
    while found[-1] < last:
        found.append(found[-1].next())
    return found
