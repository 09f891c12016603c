"""The corrections made to accepted reports, by which the noise of reporting is measured
(ASSESS-31).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from bihuan.assessment.rules.measured_noise import CorrectedYear, ReportingNoise, reporting_noise
from bihuan.assessment.rules.scheme import Scheme
from bihuan.audit.cached import cached_on
from bihuan.kit.months import Month
from bihuan.progress.kinds import COUNTED, HISTORY
from bihuan.progress.models import Report


def noise_of(scheme: Scheme, month: Month) -> ReportingNoise:
    """Return by how much figures to the end of a month may be off under a scheme."""
    return reporting_noise(scheme, correction_sizes(month))


@cached_on("projects", "progress", slots=24)
def correction_sizes(month: Month) -> tuple[Decimal, ...]:
    """Return the sizes, in percent, of what was corrected in accepted reports of this year to the
    month and of the year before. What was brought in of months never run here is left out: nobody
    reported it. So are corrections that left the amount as it was.
    """
    sizes = (each.percent for each in _corrected_years(month))
    return tuple(size for size in sizes if size)


def _corrected_years(month: Month) -> Iterator[CorrectedYear]:
    within = Report.objects.filter(
        state__in=COUNTED, month__gte=date(month.year - 1, 1, 1), month__lte=month.first_day
    ).order_by("pk")
    corrected = within.filter(is_current=True, version__gt=1).exclude(origin__in=HISTORY)
    projects = corrected.order_by().values("project")
    accepted: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for project, day, yuan in _amounts(within.filter(version=1, project__in=projects)):
        accepted[project][day] = yuan
    for project, day, yuan in _amounts(corrected):
        first = accepted[project]
        if day in first:
            yield CorrectedYear(_year_to(day, first), yuan - first[day])


def _amounts(reports: QuerySet[Report]) -> QuerySet[Report, tuple[int, date, int]]:
    return reports.values_list("project_id", "month", "completed_yuan")


def _year_to(last: date, amounts: Mapping[date, int]) -> int:
    return sum(yuan for day, yuan in amounts.items() if day.year == last.year and day <= last)
