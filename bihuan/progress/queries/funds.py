"""The funds in place that a report tells."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField

from bihuan.kit.prepared import Prepared
from bihuan.progress.models import FundsInPlace

_of_report: Prepared[tuple[Any, ...]] = Prepared(
    lambda report: FundsInPlace.objects.filter(report=report).values_list("source", "amount_yuan"),
    report=BigIntegerField(),
)


def funds_of(report: int) -> dict[str, int]:
    """Return a report's funds in yuan by their source. One query."""
    return dict(_of_report(report=report))
