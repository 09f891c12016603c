"""Two projects turn out to be one."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.writing import action
from bihuan.projects import rules
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import FormerName, Project

from .life import step
from .particulars import locked


@action
def merge_projects(
    *, gone: Project, kept: Project, on: date, reason: str, by: User, at: datetime
) -> Project:
    """Merge `gone` into `kept`. Its reports, entries and history stay its own; `kept` is found by
    its name from now on.
    """
    require(by, Can.PROJECT_EDIT, gone)
    require(by, Can.PROJECT_EDIT, kept)
    first, second = sorted((gone, kept), key=lambda project: project.pk)
    held = {project.pk: project for project in (locked(first), locked(second))}
    gone, kept = held[gone.pk], held[kept.pk]
    rules.check_merge(ProjectState(kept.state), ProjectState(gone.state), same=gone.pk == kept.pk)
    rules.check_move(ProjectState(gone.state), ProjectState.MERGED, reason=reason)
    rules.refuse_if(rules.clock_problems({"": on}, today=local_day(at)))
    gone.merged_into = kept
    changes = {"merged_into": [None, kept.name]}
    step(
        project=gone,
        to=ProjectState.MERGED,
        on=on,
        by=by,
        at=at,
        reason=reason,
        changes={**changes},
    )
    FormerName.objects.get_or_create(
        project=kept, name_key=gone.name_key, defaults={"name": gone.name}
    )
    record(
        "project.absorbed",
        kept,
        by=by,
        at=at,
        changes={"former_names": [None, gone.name]},
        reason=reason.strip(),
    )
    return gone
