"""Annual lists, entries, plans and milestones over HTTP: the same actions as the pages."""

from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Status
from ninja.pagination import paginate

from bihuan.accounts.http import UserRequest
from bihuan.kit.paging import Pages
from bihuan.kit.schemas import READING, WRITING, RowNumber, YearNumber
from bihuan.projects.models import Project

from . import actions, queries, schemas
from .models import AnnualList, Entry, Milestone, MilestonePromise, Plan, ProjectYear
from .presets import curve_presets, milestone_presets

router = Router()
Id = Annotated[RowNumber, Path()]


@router.get("presets", response={200: schemas.Presets, **READING})
def presets(request: UserRequest) -> dict[str, dict[str, str]]:
    """Names and titles of the curves and of the templates of milestones."""
    return {
        "curves": {name: each.latest.title for name, each in curve_presets().items()},
        "milestones": {name: each.title for name, each in milestone_presets().items()},
    }


@router.get("lists", response={200: list[schemas.ListOut], **READING})
def list_lists(request: UserRequest, year: YearNumber | None = None) -> QuerySet[AnnualList]:
    found = AnnualList.objects.order_by("-year", "tier")
    return found.filter(year=year) if year else found


@router.post("lists", response={201: schemas.ListOut, **WRITING})
def make_list(request: UserRequest, said: schemas.ListIn) -> Status[AnnualList]:
    made = actions.make_list(**said.dict(), by=request.user, at=timezone.now())
    return Status(201, made)


@router.get("lists/{pk}", response={200: schemas.ListOut, **READING})
def read_list(request: UserRequest, pk: Id) -> AnnualList:
    return get_object_or_404(AnnualList, pk=pk)


@router.patch("lists/{pk}", response={200: schemas.ListOut, **WRITING})
def edit_list(request: UserRequest, pk: Id, said: schemas.ListPatch) -> AnnualList:
    """Say under which title and document the list was published, and when. 409 if somebody saved
    since `edition` was read.
    """
    return actions.edit_list(
        annual_list=get_object_or_404(AnnualList, pk=pk),
        **said.published(),
        edition=said.edition,
        by=request.user,
        at=timezone.now(),
    )


@router.post("lists/{pk}/milestones", response={200: schemas.StepsPromised, **WRITING})
def set_milestones_of_list(request: UserRequest, pk: Id) -> dict[str, int]:
    """Promise the usual steps of its class to each project of the list that has none."""
    stands = get_object_or_404(AnnualList, pk=pk)
    number = actions.set_milestones_of_list(annual_list=stands, by=request.user, at=timezone.now())
    return {"projects": number}


@router.get("entries", response={200: list[schemas.EntryOut], **READING})
@paginate(Pages)
def list_entries(
    request: UserRequest,
    list_id: Annotated[RowNumber | None, Query()] = None,
    project_id: Annotated[RowNumber | None, Query()] = None,
) -> QuerySet[Entry]:
    """Entries of the projects one may see."""
    found = _visible(request).order_by("pk")
    if list_id:
        found = found.filter(annual_list=list_id)
    return found.filter(project=project_id) if project_id else found


@router.post("entries", response={201: schemas.EntryOut, **WRITING})
def enter(request: UserRequest, said: schemas.EntryIn) -> Status[Entry]:
    """Put a project on a list with its original plan."""
    entry = actions.enter(
        annual_list=get_object_or_404(AnnualList, pk=said.list_id),
        project=get_object_or_404(_projects(request), pk=said.project_id),
        terms=said.terms(),
        project_class=said.project_class or "",
        added_on=said.added_on,
        completed_before_yuan=said.completed_before_yuan,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, entry)


@router.get("entries/{pk}", response={200: schemas.EntryOut, **READING})
def read_entry(request: UserRequest, pk: Id) -> Entry:
    return get_object_or_404(_visible(request), pk=pk)


@router.post("entries/{pk}/promote", response={201: schemas.EntryOut, **WRITING})
def promote(request: UserRequest, pk: Id, said: schemas.PromoteIn) -> Status[Entry]:
    """Put the project on an upper list too, with a plan of its own."""
    upper = actions.promote(
        entry=get_object_or_404(_visible(request), pk=pk),
        terms=said.terms(),
        annual_list=get_object_or_404(AnnualList, pk=said.list_id),
        added_on=said.added_on,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, upper)


@router.post("entries/{pk}/leave", response={200: schemas.EntryOut, **WRITING})
def leave(request: UserRequest, pk: Id, said: schemas.LeaveIn) -> Entry:
    return actions.leave_list(
        entry=get_object_or_404(_visible(request), pk=pk),
        on=said.on,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post("entries/{pk}/return", response={200: schemas.EntryOut, **WRITING})
def return_to_list(request: UserRequest, pk: Id, said: schemas.ReturnIn) -> Entry:
    """Put a project that left the list back on it; its plan goes on where it stood."""
    return actions.return_to_list(
        entry=get_object_or_404(_visible(request), pk=pk),
        on=said.on,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.get("entries/{pk}/plans", response={200: list[schemas.PlanOut], **READING})
def list_plans(request: UserRequest, pk: Id) -> QuerySet[Plan]:
    """Every version of the plan, the original first."""
    entry = get_object_or_404(_visible(request), pk=pk)
    return entry.plans.order_by("version").prefetch_related("months")


@router.post("entries/{pk}/plans", response={201: schemas.PlanOut, **WRITING})
def adjust(request: UserRequest, pk: Id, said: schemas.AdjustIn) -> Status[Plan]:
    """Replace the plan by a new version. A version that no longer stands is answered 409."""
    plan = actions.adjust_plan(
        entry=get_object_or_404(_visible(request), pk=pk),
        terms=said.terms(),
        approval=said.approval(),
        version=said.version,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, plan)


@router.put("classes", response={200: schemas.ClassOut, **WRITING})
def set_class(request: UserRequest, said: schemas.ClassIn) -> ProjectYear:
    return actions.set_class(
        project=get_object_or_404(_projects(request), pk=said.project_id),
        year=said.year,
        project_class=said.project_class,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post("milestones", response={201: list[schemas.MilestoneOut], **WRITING})
def set_milestones(
    request: UserRequest, said: schemas.TemplateIn
) -> Status[list[schemas.MilestoneOut]]:
    """Promise a template's steps that are not there yet; answers all of the year."""
    year = _year(request, said.project_id, said.year)
    actions.set_milestones(
        project_year=year, template=said.template, by=request.user, at=timezone.now()
    )
    return Status(201, _milestones(year))


@router.get("milestones", response={200: list[schemas.MilestoneOut], **READING})
def list_milestones(
    request: UserRequest,
    project_id: Annotated[RowNumber, Query()],
    year: Annotated[YearNumber, Query()],
) -> list[schemas.MilestoneOut]:
    return _milestones(_year(request, project_id, year))


@router.post("milestones/one", response={201: list[schemas.MilestoneOut], **WRITING})
def add_milestone(
    request: UserRequest, said: schemas.MilestoneIn
) -> Status[list[schemas.MilestoneOut]]:
    """Promise one more step, of the project's own; answers all of the year."""
    year = _year(request, said.project_id, said.year)
    actions.add_milestone(
        project_year=year, name=said.name, due_on=said.due_on, by=request.user, at=timezone.now()
    )
    return Status(201, _milestones(year))


@router.get("milestones/{pk}/promises", response={200: list[schemas.PromiseOut], **READING})
def list_promises(request: UserRequest, pk: Id) -> QuerySet[MilestonePromise]:
    """Every day that was promised for the milestone, the first one first."""
    return _milestone(request, pk).promises.order_by("version")


@router.post("milestones/{pk}/promises", response={201: schemas.PromiseOut, **WRITING})
def move_milestone(
    request: UserRequest, pk: Id, said: schemas.MilestoneMoveIn
) -> Status[MilestonePromise]:
    """Promise another day, with reason and approver; the first promise stays on record."""
    promise = actions.move_milestone(
        milestone=_milestone(request, pk),
        due_on=said.due_on,
        approval=said.approval(),
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, promise)


def _projects(request: UserRequest) -> QuerySet[Project]:
    return Project.objects.visible_to(request.user)


def _visible(request: UserRequest) -> QuerySet[Entry]:
    return Entry.objects.filter(project__in=_projects(request)).prefetch_related("absences")


def _year(request: UserRequest, project_id: int, year: int) -> ProjectYear:
    visible = ProjectYear.objects.filter(project__in=_projects(request))
    return get_object_or_404(visible, project=project_id, year=year)


def _milestone(request: UserRequest, pk: int) -> Milestone:
    visible = Milestone.objects.filter(project_year__project__in=_projects(request))
    return get_object_or_404(visible.select_related("project_year__project"), pk=pk)


def _milestones(year: ProjectYear) -> list[schemas.MilestoneOut]:
    return [schemas.MilestoneOut.of(each) for each in queries.milestones_of(year)]
