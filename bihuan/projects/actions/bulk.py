"""Projects, many at once: added, described, moved on; by the rules of the single actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.bulk_writes import BulkWrites, Edit
from bihuan.projects import rules
from bihuan.projects.drafts import (
    ChainDraft,
    FormerNameDraft,
    ProjectDraft,
    StepDraft,
    ThemeDraft,
    ThemeLinkDraft,
)
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Chain, FormerName, Project, StateChange, Theme
from bihuan.projects.presets import industries


@dataclass(frozen=True)
class ProjectDrafts:
    """All that a batch says of projects."""

    themes: Sequence[ThemeDraft] = ()
    chains: Sequence[ChainDraft] = ()
    projects: Sequence[ProjectDraft] = ()
    edits: Sequence[Edit] = field(default_factory=list)
    former_names: Sequence[FormerNameDraft] = ()
    steps: Sequence[StepDraft] = ()
    links: Sequence[ThemeLinkDraft] = ()

    def __bool__(self) -> bool:
        return any(vars(self).values())


def write_many(*, drafts: ProjectDrafts, writes: BulkWrites, by: User, at: datetime) -> None:
    """Write projects and what belongs to them; the caller records it. Refused as the single actions
    refuse (PROJ-1 to 6, LIFE-1 and 2).
    """
    if not drafts:
        return
    _check_permitted(drafts, by)
    _check(drafts)
    writes.insert(Theme, drafts.themes, lambda draft: Theme(name=draft.name))
    writes.insert(Chain, drafts.chains, lambda draft: Chain(name=draft.name))
    writes.edit(drafts.edits)
    writes.insert(Project, drafts.projects, lambda draft: _project(draft, writes))
    writes.insert(
        FormerName,
        drafts.former_names,
        lambda draft: FormerName(**{**vars(draft), "project": writes.made(draft.project)}),
    )
    writes.insert(
        StateChange,
        drafts.steps,
        lambda draft: StateChange(
            **{**vars(draft), "project": writes.made(draft.project)}, by=by.get_username()
        ),
    )
    link = Project.themes.through
    writes.insert(
        link,
        drafts.links,
        lambda draft: link(
            project_id=writes.made(draft.project).pk, theme_id=writes.made(draft.theme).pk
        ),
    )


def _check_permitted(drafts: ProjectDrafts, by: User) -> None:
    """Refuse who may not edit projects; a chain is named by who enters its output, too, and a
    month's report tells the days of its own project.
    """
    if drafts.themes or drafts.projects or drafts.former_names or drafts.links:
        require(by, Can.PROJECT_EDIT)
    elif drafts.chains:
        require(by, Can.CHAIN_ENTER)
    for edit in drafts.edits:
        only_days = edit.fields.keys() <= {*rules.CLOCKS, "state"}
        require(by, Can.REPORT_FILL if only_days else Can.PROJECT_EDIT, edit.thing)  # type: ignore[arg-type]  # a project


def _check(drafts: ProjectDrafts) -> None:
    office = industries()
    for project in drafts.projects:
        rules.refuse_if(rules.problems(vars(project), office))
    for step in drafts.steps:
        rules.check_move(ProjectState(step.was), ProjectState(step.became), reason="")


def _project(draft: ProjectDraft, writes: BulkWrites) -> Project:
    return Project(**{name: writes.made(value) for name, value in vars(draft).items()})
