"""What the API takes and gives of a freeze of scores."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from bihuan.kit.schemas import MonthText

from .kinds import AssessedPeriod
from .models import Freeze
from .schemas import plain


class FreezeIn(Schema):
    period: AssessedPeriod
    month: MonthText


class FreezeOut(Schema):
    """The scores of a period as they were frozen; `scheme_digest` is SHA-256 of the scheme.
    Rank ranges are by `noise_percent`, which so many corrections of reports showed; none if it is
    the scheme's own number.
    """

    id: int
    period: str
    month: str
    final: bool
    scheme: str
    scheme_title: str
    scheme_version: int
    scheme_digest: str
    noise_percent: str | None
    noise_corrections: int
    appeals_until: date
    frozen_by: str
    frozen_at: datetime

    @classmethod
    def of(cls, row: Freeze) -> FreezeOut:
        return cls(
            id=row.pk,
            period=row.period,
            month=str(row.of_month),
            final=row.is_final,
            scheme=row.scheme_name,
            scheme_title=row.scheme_title,
            scheme_version=row.scheme_version,
            scheme_digest=row.scheme_digest,
            noise_percent=None if row.noise_percent is None else plain(row.noise_percent),
            noise_corrections=row.noise_corrections,
            appeals_until=row.appeals_until,
            frozen_by=str(row.frozen_by),
            frozen_at=row.frozen_at,
        )
