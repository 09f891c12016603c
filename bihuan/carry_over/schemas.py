"""What the API and the command of carrying over take and give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from ninja import Field, Schema

from bihuan.kit.schemas import MOST_YUAN, RowNumber, YearNumber
from bihuan.projects.kinds import ProjectClass, Tier

from .actions import CarryOverChange
from .queries import Carried


class CarriedOut(Schema):
    """One project of the old lists. `carried` is true if this newly puts it on a new list, or
    would; `reason` says why it stays behind, or how its plan came about.
    """

    project: str
    project_id: int
    lists: list[Tier]
    project_class: Annotated[ProjectClass, Field(alias="class")]
    completed_before_yuan: int
    planned_yuan: int
    carried: bool
    reason: str

    @classmethod
    def of(cls, row: Carried) -> CarriedOut:
        return cls(
            project=str(row.project),
            project_id=row.project.pk,
            lists=list(row.lists),
            completed_before_yuan=row.completed_before_yuan,
            planned_yuan=row.planned_yuan,
            carried=row.is_carried,
            reason=row.reason,
            **{"class": row.project_class},
        )


def written(rows: Iterable[Carried]) -> list[dict[str, Any]]:
    """Return rows as they are sent and printed."""
    return [CarriedOut.of(row).model_dump(mode="json", by_alias=True) for row in rows]


class CarryOverChangeIn(Schema):
    """What is changed of the proposal for one project; `stays` leaves it behind."""

    project_id: RowNumber
    project_class: Annotated[ProjectClass | None, Field(alias="class")] = None
    planned_yuan: Annotated[int, Field(ge=0, le=MOST_YUAN)] | None = None
    stays: bool = False

    def change(self) -> CarryOverChange:
        return CarryOverChange(self.project_class, self.planned_yuan, self.stays)


class CarryOverIn(Schema):
    """Which lists are carried over, from which year into which: all of them, if none is named."""

    from_year: YearNumber
    to_year: YearNumber
    tiers: Annotated[list[Tier], Field(max_length=len(Tier))] = []
    changes: Annotated[list[CarryOverChangeIn], Field(max_length=20_000)] = []
