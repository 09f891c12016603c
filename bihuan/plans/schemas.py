"""What the API of lists, plans and milestones takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema

from bihuan.kit.schemas import Day, RowNumber, Text, YearNumber, Yuan
from bihuan.projects.kinds import ProjectClass, Tier

from . import queries
from .curves import CurveShape, Terms
from .models import Absence, Entry, Plan
from .rules import ChangeApproval

Line = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
MonthNumber = Annotated[int, Field(ge=1, le=12)]


class ListIn(Schema):
    year: YearNumber
    tier: Tier
    title: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    document_number: Line = ""
    published_on: Day | None = None


class ListPatch(Schema):
    """What is left out stays as it is; `edition` as it was read makes sure that nobody saved
    meanwhile.
    """

    title: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] | None = None
    document_number: Line | None = None
    published_on: Day | None = None
    edition: RowNumber | None = None

    def published(self) -> dict[str, Any]:
        """Return what is given; words that are null are empty."""
        given = self.dict(exclude_unset=True, exclude={"edition"})
        return {k: v if k == "published_on" else v or "" for k, v in given.items()}


class ListOut(Schema):
    id: int
    year: int
    tier: str
    title: str
    document_number: str
    published_on: date | None
    edition: int


class TermsIn(Schema):
    planned_yuan: Yuan
    curve: Annotated[Line, Field(description="a preset's name")] = ""
    cumulative_yuan: Annotated[
        dict[MonthNumber, Yuan],
        Field(description="cumulatives of some months by number, instead of a preset"),
    ] = {}
    goal: Text | None = None

    def terms(self) -> Terms:
        """Return what is said; None keeps the curve that stands."""
        if self.cumulative_yuan:
            return Terms(self.planned_yuan, CurveShape(points=self.cumulative_yuan), self.goal)
        return Terms(self.planned_yuan, CurveShape(self.curve) if self.curve else None, self.goal)


class EntryIn(TermsIn):
    list_id: RowNumber
    project_id: RowNumber
    project_class: ProjectClass | None = None
    completed_before_yuan: Yuan = 0
    added_on: Day | None = None


class PromoteIn(TermsIn):
    list_id: RowNumber
    added_on: Day | None = None


class ApprovalIn(Schema):
    reason: Text
    approver: Line
    approved_on: Day | None = None

    def approval(self) -> ChangeApproval:
        return ChangeApproval(self.reason, self.approver, self.approved_on)


class AdjustIn(TermsIn, ApprovalIn):
    version: Annotated[int, Field(ge=1, le=32_767, description="the version you read")]


class LeaveIn(Schema):
    on: Day
    reason: Text


class ReturnIn(Schema):
    on: Day
    reason: Text


class AbsenceOut(Schema):
    left_on: date
    left_reason: str
    returned_on: date
    reason: str


class EntryOut(Schema):
    id: int
    list_id: int
    project_id: int
    added_on: date
    left_on: date | None
    left_reason: str
    absences: list[AbsenceOut]
    promoted_from_id: int | None

    @staticmethod
    def resolve_list_id(entry: Entry) -> int:
        return entry.annual_list_id

    @staticmethod
    def resolve_absences(entry: Entry) -> list[Absence]:
        return list(entry.absences.all())


class PlanOut(Schema):
    id: int
    entry_id: int
    version: int
    planned_yuan: int
    goal: str
    curve: str
    reason: str
    approver: str
    approved_on: date | None
    recorded_at: datetime
    is_current: bool
    cumulative_yuan: list[int]

    @staticmethod
    def resolve_cumulative_yuan(plan: Plan) -> list[int]:
        return [month.cumulative_yuan for month in plan.months.all()]


class ClassIn(Schema):
    project_id: RowNumber
    year: YearNumber
    project_class: ProjectClass
    reason: Text = ""


class ClassOut(Schema):
    project_id: int
    year: int
    project_class: str
    completed_before_yuan: int


class TemplateIn(Schema):
    project_id: RowNumber
    year: YearNumber
    template: Line = ""


class MilestoneIn(Schema):
    project_id: RowNumber
    year: YearNumber
    name: Line
    due_on: Day


class MilestoneMoveIn(ApprovalIn):
    due_on: Day


class PromiseOut(Schema):
    """One promised day; version 1 is the first."""

    version: int
    due_on: date
    reason: str
    approver: str
    recorded_at: datetime


class MilestoneOut(Schema):
    id: int
    key: str
    name: str
    first_due_on: date
    due_on: date

    @classmethod
    def of(cls, promised: queries.Promised) -> MilestoneOut:
        step = promised.milestone
        return cls(
            id=step.pk,
            key=step.key,
            name=step.name,
            first_due_on=promised.first.due_on,
            due_on=promised.now.due_on,
        )


class Presets(Schema):
    curves: dict[str, str]
    milestones: dict[str, str]


class StepsPromised(Schema):
    """How many projects were promised their usual steps."""

    projects: int
