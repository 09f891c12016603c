"""Drafts of facts, and the bulk forms of actions that write them, for tests."""

from datetime import UTC, date, datetime
from typing import Any

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import record
from bihuan.kit.bulk_writes import BulkWrites
from bihuan.kit.writing import one_writer
from bihuan.plans.actions import bulk as plans
from bihuan.progress.actions import bulk as progress
from bihuan.progress.drafts import ReportDraft
from bihuan.projects.actions import bulk as projects
from bihuan.projects.drafts import ProjectDraft
from bihuan.projects.models import Project

AT = datetime(2024, 4, 20, 2, tzinfo=UTC)
APRIL = date(2024, 4, 1)


def write(app: Any, by: Any = None, *, form: str = "write_many", **drafts: Any) -> None:
    """Write drafts, and record them as whoever calls a bulk form does."""
    by = by or make_user()
    with one_writer():
        getattr(app, form)(**drafts, writes=BulkWrites(), by=by, at=AT)
        record("batch.applied", by, by=by, at=AT)


def of_projects(by: Any = None, reason: str = "", **drafts: Any) -> None:
    write(projects, by, drafts=projects.ProjectDrafts(**drafts), reason=reason)


def of_plans(reason: str = "", **drafts: Any) -> None:
    write(plans, drafts=plans.PlanDrafts(**drafts), reason=reason)


def draft(name: str, code: str = "") -> ProjectDraft:
    return ProjectDraft(name, name, name, code)


def report(project: Project, **said: Any) -> ReportDraft:
    told: dict[str, Any] = {
        "completed_yuan": 5,
        "physical_percent": None,
        "physical_text": "",
        "problems": "",
        "next_month_text": "",
        "funds": {},
        "state": "submitted",
    }
    return ReportDraft(project, APRIL, **{**told, **said})


def of_months(*reports: ReportDraft, rounds: Any = (), reason: str = "") -> None:
    write(progress, rounds=rounds, reports=reports, reason=reason)
