"""Annual lists, entries, plans and milestones over HTTP: the same actions as the pages."""

from datetime import date, datetime
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from ninja.pagination import LimitOffsetPagination, paginate

from bihuan.accounts.http import UserRequest
from bihuan.kit.schemas import MOST_YUAN, READING, WRITING, RowNumber, Text, YearNumber
from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.models import Project

from . import actions, queries
from .curves import Shape, Terms
from .models import AnnualList, Entry, Plan, ProjectYear
from .presets import curve_presets, milestone_presets
from .rules import Approval

router = Router()
Line = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Planned = Annotated[int, Field(ge=0, le=MOST_YUAN, description="whole yuan")]
MonthNumber = Annotated[int, Field(ge=1, le=12)]


class ListIn(Schema):
    year: YearNumber
    tier: Tier
    title: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    document_number: Line = ""
    published_on: date | None = None


class ListOut(Schema):
    id: int
    year: int
    tier: str
    title: str
    document_number: str
    published_on: date | None


class TermsIn(Schema):
    planned_yuan: Planned
    curve: Annotated[Line, Field(description="a preset's name")] = ""
    cumulative_yuan: Annotated[
        dict[MonthNumber, Planned],
        Field(description="cumulatives of some months by number, instead of a preset"),
    ] = {}
    goal: Text | None = None

    def terms(self) -> Terms:
        """Return what is said; None keeps the curve that stands."""
        if self.cumulative_yuan:
            return Terms(self.planned_yuan, Shape(points=self.cumulative_yuan), self.goal)
        return Terms(self.planned_yuan, Shape(self.curve) if self.curve else None, self.goal)


class EntryIn(TermsIn):
    list_id: RowNumber
    project_id: RowNumber
    project_class: ProjectClass | None = None
    completed_before_yuan: Planned = 0
    added_on: date | None = None


class PromoteIn(TermsIn):
    list_id: RowNumber
    added_on: date | None = None


class ApprovalIn(Schema):
    reason: Text
    approver: Line
    approved_on: date

    def approval(self) -> Approval:
        return Approval(self.reason, self.approver, self.approved_on)


class AdjustIn(TermsIn, ApprovalIn):
    version: Annotated[int, Field(ge=1, le=32_767, description="the version you read")]


class LeaveIn(Schema):
    on: date
    reason: Text


class EntryOut(Schema):
    id: int
    list_id: int
    project_id: int
    added_on: date
    left_on: date | None
    left_reason: str
    promoted_from_id: int | None

    @staticmethod
    def resolve_list_id(entry: Entry) -> int:
        return entry.annual_list_id


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


class MilestoneOut(Schema):
    id: int
    key: str
    name: str
    due_on: date

    @staticmethod
    def resolve_due_on(promised: queries.Promised) -> date:
        return promised.now.due_on

    @staticmethod
    def resolve_id(promised: queries.Promised) -> int:
        return promised.milestone.pk

    @staticmethod
    def resolve_key(promised: queries.Promised) -> str:
        return promised.milestone.key

    @staticmethod
    def resolve_name(promised: queries.Promised) -> str:
        return promised.milestone.name


class Presets(Schema):
    curves: dict[str, str]
    milestones: dict[str, str]


@router.get("presets", response={200: Presets, **READING})
def presets(request: UserRequest) -> dict[str, dict[str, str]]:
    """Names and titles of the curves and of the templates of milestones."""
    return {
        "curves": {name: each.title for name, each in curve_presets().items()},
        "milestones": {name: each.title for name, each in milestone_presets().items()},
    }


@router.get("lists", response={200: list[ListOut], **READING})
def list_lists(request: UserRequest, year: YearNumber | None = None) -> QuerySet[AnnualList]:
    found = AnnualList.objects.order_by("-year", "tier")
    return found.filter(year=year) if year else found


@router.post("lists", response={201: ListOut, **WRITING})
def make_list(request: UserRequest, said: ListIn) -> Status[AnnualList]:
    made = actions.make_list(**said.dict(), by=request.user, at=timezone.now())
    return Status(201, made)


@router.get("entries", response={200: list[EntryOut], **READING})
@paginate(LimitOffsetPagination)
def list_entries(
    request: UserRequest, list_id: Annotated[RowNumber | None, Query()] = None,
    project_id: Annotated[RowNumber | None, Query()] = None,
) -> QuerySet[Entry]:  # fmt: skip
    """Entries of the projects one may see."""
    found = _visible(request).order_by("pk")
    if list_id:
        found = found.filter(annual_list=list_id)
    return found.filter(project=project_id) if project_id else found


@router.post("entries", response={201: EntryOut, **WRITING})
def enter(request: UserRequest, said: EntryIn) -> Status[Entry]:
    """Put a project on a list with its original plan."""
    entry = actions.enter(
        annual_list=get_object_or_404(AnnualList, pk=said.list_id),
        project=get_object_or_404(_projects(request), pk=said.project_id), terms=said.terms(),
        project_class=said.project_class or "", added_on=said.added_on,
        completed_before_yuan=said.completed_before_yuan, by=request.user, at=timezone.now(),
    )  # fmt: skip
    return Status(201, entry)


@router.post("entries/{int:pk}/promote", response={201: EntryOut, **WRITING})
def promote(request: UserRequest, pk: int, said: PromoteIn) -> Status[Entry]:
    """Put the project on an upper list too, with a plan of its own."""
    upper = actions.promote(
        entry=get_object_or_404(_visible(request), pk=pk), terms=said.terms(),
        annual_list=get_object_or_404(AnnualList, pk=said.list_id), added_on=said.added_on,
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return Status(201, upper)


@router.post("entries/{int:pk}/leave", response={200: EntryOut, **WRITING})
def leave(request: UserRequest, pk: int, said: LeaveIn) -> Entry:
    return actions.leave_list(
        entry=get_object_or_404(_visible(request), pk=pk), on=said.on, reason=said.reason,
        by=request.user, at=timezone.now(),
    )  # fmt: skip


@router.get("entries/{int:pk}/plans", response={200: list[PlanOut], **READING})
def list_plans(request: UserRequest, pk: int) -> QuerySet[Plan]:
    """Every version of the plan, the original first."""
    entry = get_object_or_404(_visible(request), pk=pk)
    return entry.plans.order_by("version").prefetch_related("months")


@router.post("entries/{int:pk}/plans", response={201: PlanOut, **WRITING})
def adjust(request: UserRequest, pk: int, said: AdjustIn) -> Status[Plan]:
    """Replace the plan by a new version. A version that no longer stands is answered 409."""
    plan = actions.adjust_plan(
        entry=get_object_or_404(_visible(request), pk=pk), terms=said.terms(),
        approval=said.approval(), version=said.version, by=request.user, at=timezone.now(),
    )  # fmt: skip
    return Status(201, plan)


@router.put("classes", response={200: ClassOut, **WRITING})
def set_class(request: UserRequest, said: ClassIn) -> ProjectYear:
    return actions.set_class(
        project=get_object_or_404(_projects(request), pk=said.project_id), year=said.year,
        project_class=said.project_class, reason=said.reason, by=request.user, at=timezone.now(),
    )  # fmt: skip


@router.post("milestones", response={201: list[MilestoneOut], **WRITING})
def set_milestones(request: UserRequest, said: TemplateIn) -> Status[list[queries.Promised]]:
    """Promise a template's steps that are not there yet; answers all of the year."""
    year = _year(request, said.project_id, said.year)
    actions.set_milestones(
        project_year=year, template=said.template, by=request.user, at=timezone.now()
    )
    return Status(201, queries.milestones_of(year))


@router.get("milestones", response={200: list[MilestoneOut], **READING})
def list_milestones(
    request: UserRequest, project_id: Annotated[RowNumber, Query()],
    year: Annotated[YearNumber, Query()],
) -> list[queries.Promised]:  # fmt: skip
    return queries.milestones_of(_year(request, project_id, year))


def _projects(request: UserRequest) -> QuerySet[Project]:
    return Project.objects.visible_to(request.user)


def _visible(request: UserRequest) -> QuerySet[Entry]:
    return Entry.objects.filter(project__in=_projects(request))


def _year(request: UserRequest, project_id: int, year: int) -> ProjectYear:
    visible = ProjectYear.objects.filter(project__in=_projects(request))
    return get_object_or_404(visible, project=project_id, year=year)
