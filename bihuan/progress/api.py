"""The monthly round over HTTP: the same actions as the pages."""

from __future__ import annotations

from typing import Annotated

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Status

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.kit.http import content_sent
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, MonthText, RowNumber, YearNumber
from bihuan.plans.models import Milestone
from bihuan.projects.models import Project
from bihuan.projects.queries import visible_project

from . import actions, schemas
from .kinds import Origin
from .models import MilestoneReached, Photo, Report, Round
from .queries import board, corrections, year_counts

router = Router()
MonthPath = Annotated[MonthText, Path()]
Id = Annotated[RowNumber, Path()]


@router.get("rounds", response={200: list[schemas.MonthOut], **READING})
def list_rounds(
    request: UserRequest, year: Annotated[YearNumber, Query()]
) -> list[schemas.MonthOut]:
    """The year's twelve months, each with who must report and who did."""
    today = local_day(timezone.now())
    return [schemas.MonthOut.of(c) for c in year_counts(request.user, year, today=today)]


@router.post("rounds/{month}/open", response={201: schemas.RoundOut, **WRITING})
def open_round(
    request: UserRequest, month: MonthPath, said: schemas.OpenIn | None = None
) -> Status[Round]:
    """Open the month, with the days of the rules or until a later last day."""
    opened = actions.open_round(
        month=Month.parse(month),
        closes_on=said.closes_on if said else None,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, opened)


@router.post("rounds/{month}/close", response={200: schemas.RoundOut, **WRITING})
def close_round(request: UserRequest, month: MonthPath) -> Round:
    return actions.close_round(round=_round(month), by=request.user, at=timezone.now())


@router.post("rounds/{month}/extend", response={200: schemas.RoundOut, **WRITING})
def extend_round(request: UserRequest, month: MonthPath, said: schemas.ExtendIn) -> Round:
    """Give the round a later last day, with a reason."""
    return actions.extend_round(
        round=_round(month), **said.dict(), by=request.user, at=timezone.now()
    )


@router.post("rounds/{month}/lock", response={200: schemas.LockedOut, **WRITING})
def lock_round(request: UserRequest, month: MonthPath, said: schemas.ReasonIn) -> schemas.LockedOut:
    """Freeze the month. A reason is needed while reports wait."""
    frozen = actions.lock_round(
        round=_round(month), by=request.user, at=timezone.now(), reason=said.reason
    )
    return schemas.LockedOut(frozen=frozen)


@router.post("rounds/{month}/reopen", response={204: None, **WRITING})
def reopen(request: UserRequest, month: MonthPath, said: schemas.ReopenIn) -> Status[None]:
    """Let one project report although the month is locked."""
    actions.reopen(
        round=_round(month),
        project=_project(request, said.project_id),
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return Status(204, None)


@router.get("rounds/{month}/lines", response={200: list[schemas.LineOut], **READING})
def list_lines(request: UserRequest, month: MonthPath) -> list[schemas.LineOut]:
    """Every project that must report the month, and where it stands."""
    today = local_day(timezone.now())
    seen = board(request.user, Month.parse(month), today=today, as_then=True)
    return schemas.LineOut.all_of(seen)


@router.get("reports", response={200: list[schemas.ReportOut], **READING})
def list_reports(
    request: UserRequest,
    month: Annotated[MonthText | None, Query()] = None,
    project_id: Annotated[RowNumber | None, Query()] = None,
    after: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
) -> QuerySet[Report]:
    """Current versions by number, 500 at a time: ask again with `after` the last one's."""
    rows = Report.objects.visible_to(request.user).current().filter(pk__gt=after)
    rows = rows.filter(month=Month.parse(month).first_day) if month else rows
    rows = rows.filter(project=project_id) if project_id else rows
    return rows.prefetch_related("funds").order_by("pk")[:500]


@router.post("reports", response={201: schemas.ReportOut, **WRITING})
def save_report(request: UserRequest, said: schemas.ReportIn) -> Status[Report]:
    """Save a draft. 409 if somebody saved since `edition` was read."""
    report = actions.save_draft(
        project=_project(request, said.project_id),
        month=Month.parse(said.month),
        filling=said.filling(),
        edition=said.edition,
        by=request.user,
        at=timezone.now(),
        origin=Origin.API,
    )
    return Status(201, report)


@router.post("reports/no-change", response={201: schemas.ReportOut, **WRITING})
def no_change(request: UserRequest, said: schemas.NoChangeIn) -> Status[Report]:
    """Hand in that nothing was done this month."""
    report = actions.no_change(
        project=_project(request, said.project_id),
        month=Month.parse(said.month),
        edition=said.edition,
        replace=said.replace,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, report)


@router.post("reports/accept", response={200: schemas.PassedOut, **WRITING})
def accept_many(request: UserRequest, said: schemas.SeenIn) -> schemas.PassedOut:
    """Accept many; those that cannot pass are named with the reason."""
    passed = actions.accept_many(seen=said.reports, by=request.user, at=timezone.now())
    refused = [schemas.RefusedOut(project=project, why=why) for project, why in passed.refused]
    return schemas.PassedOut(accepted=passed.accepted, refused=refused)


@router.get("reports/{pk}", response={200: schemas.ReportOut, **READING})
def read_report(request: UserRequest, pk: Id) -> Report:
    return _report(request, pk)


@router.post("reports/{pk}/submit", response={200: schemas.ReportOut, **WRITING})
def submit(request: UserRequest, pk: Id) -> Report:
    return actions.submit(report=_report(request, pk), by=request.user, at=timezone.now())


@router.post("reports/{pk}/withdraw", response={200: schemas.ReportOut, **WRITING})
def withdraw(request: UserRequest, pk: Id) -> Report:
    return actions.withdraw(report=_report(request, pk), by=request.user, at=timezone.now())


@router.post("reports/{pk}/review", response={200: schemas.ReportOut, **WRITING})
def mark_reviewed(request: UserRequest, pk: Id, said: schemas.AsReadIn | None = None) -> Report:
    """Say that the report is right. 409 if it changed since `edition` was read."""
    return actions.mark_reviewed(
        report=_report(request, pk),
        edition=said.edition if said else None,
        by=request.user,
        at=timezone.now(),
    )


@router.post("reports/{pk}/return", response={200: schemas.ReportOut, **WRITING})
def return_(request: UserRequest, pk: Id, said: schemas.NoteIn) -> Report:
    """Send the report back. 409 if it changed since `edition` was read."""
    return actions.return_(
        report=_report(request, pk),
        note=said.note,
        edition=said.edition,
        by=request.user,
        at=timezone.now(),
    )


@router.post("reports/{pk}/accept", response={200: schemas.ReportOut, **WRITING})
def accept(request: UserRequest, pk: Id, said: schemas.AsReadIn | None = None) -> Report:
    """Let the report count. 409 if it changed since `edition` was read."""
    return actions.accept(
        report=_report(request, pk),
        edition=said.edition if said else None,
        by=request.user,
        at=timezone.now(),
    )


@router.post("reports/{pk}/correct", response={201: schemas.ReportOut, **WRITING})
def correct(request: UserRequest, pk: Id, said: schemas.CorrectionIn) -> Status[Report]:
    """Put a new version in place of an accepted report."""
    accepted = _report(request, pk)
    report = actions.correct(
        report=accepted,
        filling=said.over(accepted),
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, report)


@router.get("reports/{pk}/photos", response={200: list[schemas.PhotoOut], **READING})
def list_photos(request: UserRequest, pk: Id) -> QuerySet[Photo]:
    """Photos beside any version of the project's month; their content is at `photos/{pk}`."""
    report = _report(request, pk)
    same = Photo.objects.filter(report__project=report.project_id, report__month=report.month)
    return same.order_by("pk")


@router.post("reports/{pk}/photos", response={201: schemas.PhotoOut, **WRITING})
def add_photo(request: UserRequest, pk: Id) -> Status[Photo]:
    """Put a photo beside a report: the body is its content, JPEG, PNG or WebP, or a form with
    that one file.
    """
    photo = actions.add_photo(
        report=_report(request, pk),
        content=content_sent(request),
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, photo)


@router.get("photos/{pk}", response={200: bytes, **READING})
def read_photo(request: UserRequest, pk: Id) -> FileResponse:
    visible = Report.objects.visible_to(request.user)
    return FileResponse(get_object_or_404(Photo, pk=pk, report__in=visible).file.open("rb"))


@router.get("corrections", response={200: list[schemas.CorrectionOut], **READING})
def list_corrections(
    request: UserRequest, year: Annotated[YearNumber, Query()]
) -> list[schemas.CorrectionOut]:
    """What changed after it had been accepted."""
    return [
        schemas.CorrectionOut(
            report_id=each.report.pk,
            project=each.report.project.name,
            month=f"{each.report.month:%Y-%m}",
            version=each.report.version,
            was_yuan=each.was.completed_yuan,
            became_yuan=each.report.completed_yuan,
            reason=each.report.reason,
        )
        for each in corrections(request.user, year=year)
    ]


@router.post("milestones/{pk}/reach", response={200: schemas.ReachedOut, **WRITING})
def reach_milestone(request: UserRequest, pk: Id, said: schemas.ReachedIn) -> MilestoneReached:
    visible = Project.objects.visible_to(request.user)
    milestone = get_object_or_404(Milestone, pk=pk, project_year__project__in=visible)
    return actions.reach_milestone(
        milestone=milestone,
        reached_on=said.reached_on,
        evidence=said.evidence,
        by=request.user,
        at=timezone.now(),
    )


def _round(month: str) -> Round:
    return get_object_or_404(Round, month=Month.parse(month).first_day)


def _project(request: UserRequest, pk: int) -> Project:
    return visible_project(request.user, pk)


def _report(request: UserRequest, pk: int) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
