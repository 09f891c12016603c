"""What the bureau calls projects in its tables: remembered once somebody said, and withdrawn."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects.models import FormerName, Project
from bihuan.projects.rules import name_key
from bihuan.statistics import rules
from bihuan.statistics.models import BureauName


@action
def remember_bureau_name(*, name: str, project: Project, by: User, at: datetime) -> BureauName:
    """Remember which project the bureau's tables mean by a name (STAT-6)."""
    require(by, Can.STATISTICS_ENTER)
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    stands = BureauName.objects.filter(name_key=name_key(name), is_current=True).first()
    if stands is not None and stands.project_id == project.pk:
        return stands
    check_name(name, stands)
    row = name_row(project, name, at)
    row.save()
    record("statistics.name_remembered", row, by=by, at=at, name=row.name, project=project.pk)
    return row


@action
def withdraw_bureau_name(
    *, bureau_name: BureauName, reason: str, by: User, at: datetime
) -> BureauName:
    """Forget which project a name means, saying why: the next table asks again (STAT-6)."""
    require(by, Can.STATISTICS_ENTER)
    row = BureauName.objects.select_for_update(of=("self",)).get(pk=bureau_name.pk)
    if not row.is_current:
        raise Refusal(gettext("This name is withdrawn already."))
    rules.check_withdrawal(reason)
    row.is_current, row.reason = False, reason.strip()
    row.save()
    record("statistics.name_withdrawn", row, by=by, at=at, name=row.name, reason=reason)
    return row


def check_name(name: str, stands: BureauName | None) -> None:
    """Refuse a name that a project bears in the ledger, or another in the bureau's tables."""
    key = name_key(name)
    bearer = Project.objects.filter(name_key=key).first()
    former = FormerName.objects.filter(name_key=key).select_related("project").first()
    of_project = bearer or (former.project if former else None)
    rules.check_bureau_name(
        name,
        of_project=of_project.name if of_project else "",
        bears=stands.project.name if stands else "",
    )


def name_row(project: Project, name: str, at: datetime) -> BureauName:
    """Return the row of a name, not written yet."""
    name = name.strip()
    return BureauName(project=project, name=name, name_key=name_key(name), recorded_at=at)
