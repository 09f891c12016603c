"""How often measures stand in the ledger, by subject: what schemes read (RESULT-20)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bihuan.assessment.models import ResultEntry
from bihuan.assessment.rules.scheme import InputSpec
from bihuan.figures.kinds import Dimension
from bihuan.kit.months import Month

COLUMNS = {
    Dimension.PROJECT: "project_id",
    Dimension.ORGANISATION: "organisation_id",
    Dimension.COMMANDER: "leader_id",
    Dimension.HANDLER: "organisation_id",
}


def entries_by_subject(dimension: Dimension, month: Month, spec: InputSpec) -> Mapping[str, int]:
    """Return how many entries of the year to the end of `month` are not void, by subject; who is
    not named has none.
    """
    rows = ResultEntry.objects.filter(
        measure=spec.ledger, voided_at=None, day__year=month.year, day__lte=month.last_day
    )
    if spec.level is not None:
        rows = rows.filter(level=spec.level)
    column = COLUMNS[dimension]
    named = rows.filter(**{f"{column}__isnull": False}).order_by()
    return Counter(str(pk) for pk in named.values_list(column, flat=True))
