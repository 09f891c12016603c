"""What a project is in a year."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.writing import action
from bihuan.plans import rules
from bihuan.plans.models import ProjectYear
from bihuan.projects.kinds import ProjectClass
from bihuan.projects.models import Project


@action
def set_class(
    *, project: Project, year: int, project_class: str, by: User, at: datetime, reason: str = ""
) -> ProjectYear:
    """Say which class the project is in a year; a change of class needs a reason (PLAN-8)."""
    require(by, Can.PLAN_EDIT, project)
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    stands = ProjectYear.objects.filter(project=project, year=year).first()
    if stands is None:
        return new_year(
            project=project,
            year=year,
            project_class=project_class,
            completed_before_yuan=0,
            by=by,
            at=at,
        )
    if stands.project_class == project_class:
        return stands
    rules.check_class(
        ProjectClass(stands.project_class), ProjectClass(project_class), reason=reason
    )
    changes = {"project_class": [stands.project_class, ProjectClass(project_class).value]}
    stands.project_class = project_class
    stands.save()
    record(
        "project_year.class_changed",
        stands,
        by=by,
        at=at,
        changes=changes,
        reason=reason.strip(),
        year=year,
        project_id=project.pk,
    )
    return stands


def new_year(
    *,
    project: Project,
    year: int,
    project_class: str,
    completed_before_yuan: int,
    by: User,
    at: datetime,
) -> ProjectYear:
    """Begin a project's year."""
    require(by, Can.PLAN_EDIT, project)
    rules.check_before_year(completed_before_yuan)
    begun = ProjectYear.objects.create(
        project=project,
        year=year,
        project_class=ProjectClass(project_class),
        completed_before_yuan=completed_before_yuan,
    )
    record(
        "project_year.begun",
        begun,
        by=by,
        at=at,
        year=year,
        project_id=project.pk,
        changes={
            "project_class": [None, str(project_class)],
            "completed_before_yuan": [None, completed_before_yuan],
        },
    )
    return begun
