"""Site visits over HTTP: what devices send in parts, the list, the month's plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.core.paginator import Paginator
from django.db.models import Q
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed
from bihuan.kit.http import content_sent
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, MonthText
from bihuan.kit.words import gettext
from bihuan.matters import wording
from bihuan.matters.presets import district_policy
from bihuan.projects.models import Project

from . import actions
from .models import PlannedVisit, Visit
from .presets import visit_rules
from .queries import listed, month_plan, report_of
from .schemas import (
    Code,
    DropIn,
    PlannedOut,
    PurposeIn,
    PutIn,
    ReadyOut,
    SeedIn,
    SettleIn,
    SiteOut,
    VisitIn,
    VisitNamedOut,
    VisitOut,
    VisitPlanOut,
    VisitReportOut,
    VisitsOut,
)
from .wording import finding_types

PAGE = 100
router = Router()
MonthPath = Annotated[MonthText, Path()]
Checksum = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


class VisitsAsked(Schema):
    """How the list is narrowed: as on the page."""

    q: Code = ""
    month: Code = ""
    project: Code = ""
    only: Code = ""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


@router.get("ready", response={200: ReadyOut, **WRITING})
def ready(request: UserRequest) -> ReadyOut:
    """Who is signed in, and all that a device needs to record visits without a network."""
    user, loop = request.user, district_policy(local_day(timezone.now()))
    require(user, Can.VISIT_RECORD)
    planned = PlannedVisit.objects.filter(
        plan__month=Month.of(local_day(timezone.now())).first_day, done=None, dropped_reason=""
    )
    waiting = set(planned.values_list("project", flat=True))
    rows = Project.objects.visible_to(user).live().order_by("pinyin", "name", "pk")
    return ReadyOut(
        user_id=user.pk,
        user=str(user),
        csrf=get_token(request),
        now=timezone.now(),
        may_inspect=may(user, Can.LIGHT_INSPECT),
        off_site_m=visit_rules().off_site_m,
        sites=[
            SiteOut(
                id=pk,
                name=name,
                longitude=_degrees(lon),
                latitude=_degrees(lat),
                planned=pk in waiting,
            )
            for pk, name, lon, lat in rows.values_list("pk", "name", "longitude", "latitude")
        ],
        types=[VisitNamedOut(code=c, label=label) for c, label in finding_types(loop)],
        severities=[VisitNamedOut(code=s.code, label=wording.named(s)) for s in loop.severities],
    )


@router.get("", response={200: VisitsOut, **READING})
def list_visits(request: UserRequest, asked: Query[VisitsAsked]) -> VisitsOut:
    """Visits that you may see, newest first, a hundred to a page."""
    words = {key: str(value) for key, value in asked.dict(exclude={"page"}).items()}
    page = Paginator(listed(request.user, words), PAGE).get_page(asked.page)
    return VisitsOut(
        total=page.paginator.count, page=page.number, visits=[VisitOut.from_orm(v) for v in page]
    )


@router.post("", response={200: VisitReportOut, **WRITING})
def receive(request: UserRequest, said: VisitIn) -> VisitReportOut:
    """Announce a visit with the checksums of its photos. Sent again, nothing changes."""
    visit = actions.receive(
        said=said.manifest(),
        project=_project(request.user, said),
        by=request.user,
        at=timezone.now(),
    )
    return VisitReportOut(**report_of(visit))


@router.put("{int:pk}/photos/{sha256}", response={200: VisitReportOut, **WRITING})
def take_part(request: UserRequest, pk: int, sha256: Checksum) -> VisitReportOut:
    """Send one announced photo: the body is its content."""
    visit = actions.take_part(
        visit=_visit(request, pk),
        sha256=sha256,
        content=content_sent(request),
        by=request.user,
        at=timezone.now(),
    )
    return VisitReportOut(**report_of(visit))


@router.get("{int:pk}", response={200: VisitReportOut, **READING})
def read_visit(request: UserRequest, pk: int) -> VisitReportOut:
    """What has come in of one visit."""
    return VisitReportOut(**report_of(_visit(request, pk)))


@router.post("{int:pk}/settle", response={200: VisitReportOut, **WRITING})
def settle(request: UserRequest, pk: int, said: SettleIn) -> VisitReportOut:
    """Decide on a second version of a visit."""
    visit = actions.settle(
        visit=_visit(request, pk),
        keep=said.keep,
        note=said.note,
        by=request.user,
        at=timezone.now(),
    )
    return VisitReportOut(**report_of(visit))


@router.post("{int:pk}/purpose", response={200: VisitReportOut, **WRITING})
def set_purpose(request: UserRequest, pk: int, said: PurposeIn) -> VisitReportOut:
    """Say which of the three visits of supervision a visit was; empty: none."""
    visit = actions.set_visit_purpose(
        visit=_visit(request, pk), purpose=said.purpose, by=request.user, at=timezone.now()
    )
    return VisitReportOut(**report_of(visit))


@router.get("plans/{month}", response={200: VisitPlanOut, **READING})
def read_plan(request: UserRequest, month: MonthPath) -> VisitPlanOut:
    """A month's plan, as far as you may see its projects."""
    visible = list(Project.objects.visible_to(request.user).values_list("pk", flat=True))
    return _plan(Month.parse(month), visible)


@router.post("plans/{month}", response={200: VisitPlanOut, **WRITING})
def propose(request: UserRequest, month: MonthPath, said: SeedIn) -> VisitPlanOut:
    """Propose the month's visits by risk and by a draw with this seed."""
    asked = Month.parse(month)
    actions.propose_plan(month=asked, seed=said.seed, by=request.user, at=timezone.now())
    return _plan(asked)


@router.post("plans/{month}/confirm", response={200: VisitPlanOut, **WRITING})
def confirm(request: UserRequest, month: MonthPath) -> VisitPlanOut:
    """Make the proposal the month's plan."""
    asked = Month.parse(month)
    actions.confirm_plan(month=asked, by=request.user, at=timezone.now())
    return _plan(asked)


@router.post("plans/{month}/visits", response={201: PlannedOut, **WRITING})
def put(request: UserRequest, month: MonthPath, said: PutIn) -> Status[PlannedVisit]:
    """Put a project into the month's plan by hand."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=said.project_id)
    planned = actions.put_visit(
        month=Month.parse(month),
        project=project,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, planned)


@router.post("planned/{int:pk}/drop", response={200: PlannedOut, **WRITING})
def drop(request: UserRequest, pk: int, said: DropIn) -> PlannedVisit:
    """Leave a planned visit out, saying why."""
    visible = Project.objects.visible_to(request.user).values("pk")
    planned = get_object_or_404(PlannedVisit, pk=pk, project__in=visible)
    return actions.drop_visit(
        planned=planned, reason=said.reason, by=request.user, at=timezone.now()
    )


def _plan(month: Month, visible: list[int] | None = None) -> VisitPlanOut:
    shown = month_plan(month, visible)
    if shown.plan is None:
        return VisitPlanOut(month=str(month), seed=0, rules_version=0, confirmed=False, visits=[])
    return VisitPlanOut(
        month=str(month),
        seed=shown.plan.seed,
        rules_version=shown.plan.rules_version,
        random_percent=shown.plan.random_percent,
        pool=[pk for pk in shown.plan.pool if visible is None or pk in set(visible)],
        confirmed=shown.plan.confirmed_at is not None,
        visits=[PlannedOut.from_orm(each) for each in shown.visits],
    )


def _project(user: User, said: VisitIn) -> Project:
    """The visit's project, if it is visible, or the visit was announced when it was. On site nobody
    can look up what a bare “not found” means.
    """
    own = Visit.objects.filter(device_id=said.device_id, visited_by=user).values("project")
    reach = Q(pk__in=Project.objects.visible_to(user).values("pk")) | Q(pk__in=own)
    project = Project.objects.filter(reach, pk=said.project_id).first()
    if project is None:
        raise NotAllowed(gettext("The project is not in your charge any more: tell the office."))
    return project


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _visit(request: UserRequest, pk: int) -> Visit:
    return get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
